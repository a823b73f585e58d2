/// Something that can be rented right now, with its full price.
package struct Offer: Equatable, Sendable {
    package var provider: ProviderName
    /// The provider's id of the offer.
    package var id: String
    /// The physical machine behind it, where the provider names it.
    package var machine: String?
    package var gpuName: String
    package var gpuCount: Int
    /// What it costs while running, the disk asked for included.
    package var running: HourlyRate
    /// What it costs while it exists without running.
    package var stopped: HourlyRate
    /// From 0 to 1; 0 where the provider does not say.
    package var reliability: Double

    package init(
        provider: ProviderName, id: String, machine: String? = nil, gpuName: String,
        gpuCount: Int, running: HourlyRate, stopped: HourlyRate, reliability: Double
    ) {
        self.provider = provider
        self.id = id
        self.machine = machine
        self.gpuName = gpuName
        self.gpuCount = gpuCount
        self.running = running
        self.stopped = stopped
        self.reliability = reliability
    }

    /// What a machine costs however soon it ends: the hour that its provider bills whole, if so.
    package var startedHour: Dollars { provider.billsWholeHours ? running.perHour : .zero }

    /// Expected dollars an hour of work: the price over the share of time the host is up.
    ///
    /// A machine of reliability 0.95 works 95 hours of 100; below 0.5, or unsaid, counts as 0.5.
    package var pricePerReliableHour: Double {
        Double(running.perHour.microdollars) / max(reliability, 0.5)
    }
}
