/// What `fleet.yaml` says, checked, with defaults filled in and paths made absolute.
package struct FleetConfiguration: Equatable, Sendable {
    package var fleet: FleetName
    /// The folder of the state database, its locks and its pacing file.
    package var stateFolder: String
    /// How often cron starts the autoscaler: bounds a run and sizes reservations (promise M4).
    package var autoscalerPeriod: Duration
    /// How long a create without an answer stays in doubt (promise M1).
    package var doubtGrace: Duration
    /// How long a machine may take from its create to ready before it is abandoned.
    package var bootDeadline: Duration
    /// `nil` when Vast is not configured.
    package var vast: VastSettings?
    /// `nil` when Vultr is not configured.
    package var vultr: VultrSettings?
    /// The private ssh key whose public half new machines get; `nil` looks in the usual places.
    package var sshKey: String?
    /// Who logs in to machines by ssh.
    package var sshUser: String
    package var budget: Budget
    /// Never empty, names unique.
    package var groups: [GroupPolicy]

    package init(
        fleet: FleetName, stateFolder: String, autoscalerPeriod: Duration = .seconds(300),
        doubtGrace: Duration = .seconds(900), bootDeadline: Duration = .seconds(1200),
        vast: VastSettings? = nil, vultr: VultrSettings? = nil, sshKey: String? = nil,
        sshUser: String = "root", budget: Budget = Budget(), groups: [GroupPolicy]
    ) {
        self.fleet = fleet
        self.stateFolder = stateFolder
        self.autoscalerPeriod = autoscalerPeriod
        self.doubtGrace = doubtGrace
        self.bootDeadline = bootDeadline
        self.vast = vast
        self.vultr = vultr
        self.sshKey = sshKey
        self.sshUser = sshUser
        self.budget = budget
        self.groups = groups
    }
}

/// What is rented at a provider where a group or a GPU says nothing else.
package struct RentalTerms: Equatable, Sendable {
    /// The container image; empty where machines come with an operating system.
    package var image: String
    /// Disk to rent, or the least that a machine must bring, in GB.
    package var diskGB: Int
    /// The most to pay for a machine, all in.
    package var maxPrice: HourlyRate
    /// Whether only offers of verified machines are taken.
    package var verifiedOnly: Bool
    /// Conditions on its offers beside these, where a group has none of its own.
    package var query: OfferQuery?
}

extension FleetConfiguration {
    /// Where this fleet rents, in the order of `ProviderName`; never empty.
    package var providers: [ProviderName] { ProviderName.allCases.filter { terms(at: $0) != nil } }

    /// What is rented there by default; `nil` where nothing is.
    package func terms(at provider: ProviderName) -> RentalTerms? {
        switch provider {
        case .vast:
            vast.map {
                RentalTerms(
                    image: $0.image, diskGB: $0.diskGB, maxPrice: $0.maxPrice,
                    verifiedOnly: $0.verifiedOnly, query: $0.query)
            }
        case .vultr:
            vultr.map {
                RentalTerms(
                    image: "", diskGB: $0.diskGB, maxPrice: $0.maxPrice, verifiedOnly: false)
            }
        }
    }

    /// Where each provider's API is reached.
    package var providerURLs: [String] { [vast?.url, vultr?.url].compactMap(\.self) }
}

/// How to reach Vast and what to rent there by default.
package struct VastSettings: Equatable, Sendable {
    /// The origin of the API, without a trailing slash.
    package var url: String
    /// A file that holds only the API key; `nil` looks where the official client does.
    package var keyFile: String?
    package var image: String
    /// Disk to rent, in GB.
    package var diskGB: Int
    /// The most to pay for a machine, all in, where a GPU names no price.
    package var maxPrice: HourlyRate
    /// Whether only offers of verified machines are taken.
    package var verifiedOnly: Bool
    /// Conditions on its offers where a group has none of its own.
    package var query: OfferQuery?
    /// Whether calls are spaced by the provider's published thresholds.
    package var spacing: Bool

    package init(
        url: String = "https://console.vast.ai", keyFile: String? = nil,
        image: String = "pytorch/pytorch:2.0", diskGB: Int = 60,
        maxPrice: HourlyRate = HourlyRate(perHour: Dollars(microdollars: 500_000)),
        verifiedOnly: Bool = true, query: OfferQuery? = nil, spacing: Bool = true
    ) {
        self.url = url
        self.keyFile = keyFile
        self.image = image
        self.diskGB = diskGB
        self.maxPrice = maxPrice
        self.verifiedOnly = verifiedOnly
        self.query = query
        self.spacing = spacing
    }
}

/// The most the fleet may spend; `nil` sets no limit.
package struct Budget: Equatable, Sendable {
    /// The sum of the hourly rates of everything that can bill.
    package var hourly: Dollars?
    /// What a day (UTC) may cost.
    package var daily: Dollars?
    /// What a calendar month (UTC) may cost.
    package var monthly: Dollars?
    /// What a machine may cost while it waits for its files to be copied home.
    package var hold: HoldLimit

    package init(
        hourly: Dollars? = nil, daily: Dollars? = nil, monthly: Dollars? = nil,
        hold: HoldLimit = HoldLimit()
    ) {
        self.hourly = hourly
        self.daily = daily
        self.monthly = monthly
        self.hold = hold
    }
}
