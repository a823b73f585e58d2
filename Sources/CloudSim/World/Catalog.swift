import Shared

/// The offers of a world, in a fixed order.
package struct Catalog: Sendable {
    package let offers: [Offer]
    private let positions: [Int64: Int]

    /// A catalog of these offers; of two with one id, the later is left out.
    package init(_ offers: [Offer]) {
        var kept: [Offer] = []
        var positions: [Int64: Int] = [:]
        for offer in offers where positions[offer.id] == nil {
            positions[offer.id] = kept.count
            kept.append(offer)
        }
        self.offers = kept
        self.positions = positions
    }

    package subscript(id: Int64) -> Offer? { positions[id].map { offers[$0] } }

    /// The real market of 6 March 2026: 257 offers.
    package static let market = Catalog(
        vastOffersData.split(separator: "\n").compactMap { line in
            JSON(parsing: Array(line.utf8)).flatMap { Offer(catalogEntry: $0) }
        })

    /// Ten offers on eight machines, for tests: cheap to make and easy to reckon with.
    ///
    /// Offers 101 to 107 are an RTX 4090 each, for $0.30 to $0.36 an hour, on machines 1 to 7;
    /// 108 and 109 are the two GPUs of machine 8 for $0.40 and $0.41; 110 is both for $0.80. A GB
    /// costs $0.15 a month everywhere.
    package static let small = Catalog(
        (1...7).map { number in
            Offer(
                id: 100 + number, machineID: number, gpuIDs: [number],
                gpuRate: Dollars(microdollars: 290_000 + number * 10_000))
        } + [
            Offer(id: 108, machineID: 8, gpuIDs: [8], gpuRate: Dollars(microdollars: 400_000)),
            Offer(id: 109, machineID: 8, gpuIDs: [9], gpuRate: Dollars(microdollars: 410_000)),
            Offer(id: 110, machineID: 8, gpuIDs: [8, 9], gpuRate: Dollars(microdollars: 800_000)),
        ])
}
