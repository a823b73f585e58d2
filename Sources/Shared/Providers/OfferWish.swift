/// What to look for among a provider's offers.
package struct OfferWish: Equatable, Sendable {
    package var gpu: GPUPreference
    /// The most to pay, disk included.
    package var maxPrice: HourlyRate
    package var diskGB: Int
    package var verifiedOnly: Bool
    /// The most offers to answer with.
    package var limit: Int

    package init(
        gpu: GPUPreference, maxPrice: HourlyRate, diskGB: Int, verifiedOnly: Bool, limit: Int = 64
    ) {
        self.gpu = gpu
        self.maxPrice = maxPrice
        self.diskGB = diskGB
        self.verifiedOnly = verifiedOnly
        self.limit = limit
    }
}
