/// What to look for among a provider's offers.
package struct OfferWish: Equatable, Sendable {
    package var gpu: GPUPreference
    /// The most to pay, disk included.
    package var maxPrice: HourlyRate
    package var diskGB: Int
    package var verifiedOnly: Bool
    /// Further conditions, where the provider's offers can be asked for them (Vast).
    package var query: OfferQuery?
    /// The most offers to answer with.
    package var limit: Int

    package init(
        gpu: GPUPreference, maxPrice: HourlyRate, diskGB: Int, verifiedOnly: Bool,
        query: OfferQuery? = nil, limit: Int = 64
    ) {
        self.gpu = gpu
        self.maxPrice = maxPrice
        self.diskGB = diskGB
        self.verifiedOnly = verifiedOnly
        self.query = query
        self.limit = limit
    }
}
