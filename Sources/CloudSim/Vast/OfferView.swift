import Shared

/// An offer as one search sees it: with the prices of that search and the stock of that moment.
struct OfferView {
    let offer: Offer
    /// The disk that the total is reckoned with, in GB.
    let allocated: Double
    let isBid: Bool
    /// Whether it can be rented now, and whether it is the caller's already.
    let isFree: Bool
    let isRented: Bool
    /// The lowest bid that wins now.
    let minBid: Dollars
    let now: Instant

    private var base: Double { (isBid ? minBid : offer.gpuRate).asNumber }
    private var storage: Double {
        rounded(offer.storageCost.asNumber * allocated / 720)
    }
    private var total: Double { rounded(base + storage) }

    /// A field by its canonical name; nothing when offers have none of that name.
    subscript(field: String) -> JSON? {
        switch field {
        case "dph_base": .double(base)
        case "dph_total": .double(total)
        case "storage_total_cost": .double(storage)
        case "min_bid": .double(minBid.asNumber)
        case "is_bid": .bool(isBid)
        case "rentable": .bool(isFree)
        case "rented": .bool(isRented)
        case "duration": .double(offer.duration.seconds)
        case "start_date": .double(now.seconds)
        case "end_date": .double((now + offer.duration).seconds)
        case "dlperf_per_dphtotal": perDollar("dlperf")
        case "flops_per_dphtotal": perDollar("total_flops")
        case "verified": .bool(offer.attributes["verification"] == "verified")
        case "datacenter": .bool(offer.attributes["hosting_type"] == 1)
        default: offer.attributes[field]
        }
    }

    private func perDollar(_ field: String) -> JSON {
        guard let amount = offer.attributes[field]?.number, total > 0 else { return .null }
        return .double(rounded(amount / total))
    }

    /// The fields of an answer that depend on the search or the moment.
    private static let momentary = [
        "dph_base", "dph_total", "storage_total_cost", "min_bid", "is_bid", "rentable", "rented",
        "duration", "start_date", "end_date", "dlperf_per_dphtotal", "flops_per_dphtotal",
    ]

    func write(to writer: inout JSONWriter) {
        var members = JSONObject()
        for field in Self.momentary { members.append(field, self[field] ?? .null) }
        let costs = hourlyCosts(gpu: base, disk: storage)
        members.append("search", costs)
        members.append("instance", costs)
        writer.append("{")
        writer.append(encoded: offer.encodedAttributes)
        writer.append(",")
        writer.write(membersOf: members)
        writer.append("}")
    }
}

/// The hourly breakdown that offers and instances carry.
func hourlyCosts(gpu: Double, disk: Double) -> JSON {
    let total = rounded(gpu + disk)
    return [
        "gpuCostPerHour": .double(gpu), "diskHour": .double(disk), "totalHour": .double(total),
        "discountTotalHour": 0.0, "discountedTotalPerHour": .double(total),
    ]
}

/// An amount in dollars as answers round it: to eight decimals.
func rounded(_ amount: Double) -> Double {
    (amount * 100_000_000).rounded() / 100_000_000
}
