/// How to reach Vultr and what to rent there by default.
package struct VultrSettings: Equatable, Sendable {
    /// Where the API begins, its version included, without a trailing slash.
    package var url: String
    /// A file that holds only the API key; `nil` looks in the environment.
    package var keyFile: String?
    /// Where to rent, most wanted first, as the provider names its regions: `ewr`.
    package var regions: [String]
    /// The operating system by its name, never by its number: `ubuntu-22.04`, or the provider's
    /// own `Ubuntu 22.04 LTS x64`.
    package var os: String
    /// The provider's ids of the ssh keys that new machines get; empty for none.
    package var sshKeyIDs: [String]
    /// Where machines listen for ssh.
    package var sshPort: Int
    /// The disk that a machine must have, in GB: a plan brings its own, and this only chooses.
    package var diskGB: Int
    /// The most to pay for a machine, all in, where a GPU names no price.
    package var maxPrice: HourlyRate
    /// Whether calls are spaced by the provider's published threshold.
    package var spacing: Bool

    package init(
        url: String = "https://api.vultr.com/v2", keyFile: String? = nil, regions: [String],
        os: String = "ubuntu-22.04", sshKeyIDs: [String] = [], sshPort: Int = 22,
        diskGB: Int = 60,
        maxPrice: HourlyRate = HourlyRate(perHour: Dollars(microdollars: 500_000)),
        spacing: Bool = true
    ) {
        self.url = url
        self.keyFile = keyFile
        self.regions = regions
        self.os = os
        self.sshKeyIDs = sshKeyIDs
        self.sshPort = sshPort
        self.diskGB = diskGB
        self.maxPrice = maxPrice
        self.spacing = spacing
    }
}
