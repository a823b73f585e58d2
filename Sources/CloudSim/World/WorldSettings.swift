package import Shared

/// What a simulated world is made from; the same settings and catalog make the same world.
package struct WorldSettings: Sendable, Equatable {
    package var seed: UInt64
    /// How long a machine takes from its creation, or a later start, until it runs.
    package var boot: ClosedRange<Duration>
    /// How long a stopped machine still runs after the request.
    package var stopping: Duration = .seconds(3)
    /// Whether calls that come faster than the published thresholds are refused with 429.
    package var thresholds = false
    /// How long after the end of a contract, or of the credit, Vast deletes a stopped machine.
    package var deletion: Duration = .seconds(48 * 3600)
    package var account: Account
    package var vultr = VultrLimits()

    /// What Vultr lets the account have.
    package struct VultrLimits: Sendable, Equatable {
        /// How many machines at once; nothing: any number.
        package var machines: Int?
        /// How much the plans of all machines may cost a month together; nothing: any amount.
        package var monthlyFee: Dollars?
        /// Whether the account may rent GPUs at all.
        package var allowsGPUs = true
    }

    package struct Account: Sendable, Equatable {
        package var id: Int64
        package var email: String
        package var apiKey: String
        /// Further keys of the account at Vast.
        package var moreKeys: [String] = []
        package var vultrKey: String
        /// What the account had before the first machine was billed.
        package var credit: Dollars

        package init(
            id: Int64 = 417_001, email: String = "renter@example.com", apiKey: String,
            vultrKey: String = "simulated-vultr-key",
            credit: Dollars = Dollars(microdollars: 1_000_000_000)
        ) {
            self.id = id
            self.email = email
            self.apiKey = apiKey
            self.vultrKey = vultrKey
            self.credit = credit
        }

        /// Whether a key is one of the account's at Vast.
        func owns(_ key: String) -> Bool { key == apiKey || moreKeys.contains(key) }
    }

    package init(
        seed: UInt64 = 1, boot: ClosedRange<Duration> = .seconds(20) ... .seconds(90),
        account: Account = Account(apiKey: "simulated-key")
    ) {
        self.seed = seed
        self.boot = boot
        self.account = account
    }
}
