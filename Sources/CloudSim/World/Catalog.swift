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

    /// The market of that day several times over: further offers are copies on other machines, each
    /// time a thousandth dearer.
    static func market(times: Int) -> Catalog {
        guard times > 1 else { return market }
        let entries = vastOffersData.split(separator: "\n").compactMap {
            JSON(parsing: Array($0.utf8))?.members
        }
        return Catalog(
            (0..<times).flatMap { time in
                entries.compactMap { Offer(catalogEntry: .object($0.copied(Int64(time)))) }
            })
    }

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

extension JSONObject {
    /// An entry of the catalog as an offer of another machine; the copy 0 is the entry itself.
    fileprivate func copied(_ number: Int64) -> JSONObject {
        var copy = JSONObject()
        for member in list { copy.append(member.key, member.copied(number)) }
        return copy
    }
}

extension JSONObject.Member {
    fileprivate func copied(_ number: Int64) -> JSON {
        switch key {
        case "id": .int((value.whole ?? 0) + number * 10_000)
        case "host_id", "machine_id": .int((value.whole ?? 0) + number * 1000)
        case "gpu_ids":
            .array((value.elements ?? []).map { .int(($0.whole ?? 0) + number * 10_000) })
        case "dph_base":
            .double(rounded((value.number ?? 0) * (1 + Double(number) / 1000), to: 1_000_000))
        default: value
        }
    }
}

private func rounded(_ number: Double, to parts: Double) -> Double {
    (number * parts).rounded() / parts
}
