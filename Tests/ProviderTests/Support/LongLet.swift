import CloudSim

extension Catalog {
    /// The small catalog, whose offers are let for a year.
    static let longLet = Catalog(
        small.offers.map { offer in
            Offer(
                id: offer.id, machineID: offer.machineID, gpuIDs: offer.gpuIDs,
                gpuRate: offer.gpuRate, duration: .seconds(365 * 86_400))
        })
}
