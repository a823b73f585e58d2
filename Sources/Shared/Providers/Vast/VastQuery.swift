extension VastClient {
    /// The body of a search, section 2 of the reference.
    ///
    /// The user's conditions change what every search of the official client begins with; what the
    /// group asks for is ANDed to that, and of two bounds of one field the narrower one holds.
    func query(for wish: OfferWish) -> JSONValue {
        var filters = (wish.query ?? OfferQuery()).filters(verifiedOnly: wish.verifiedOnly)
        filters["gpu_name", default: [:]]["eq"] = .string(vastGPUName(wish.gpu.name))
        filters["num_gpus", default: [:]]["eq"] = .integer(Int64(wish.gpu.count))
        filters["rented", default: [:]]["eq"] = false
        filters.bound("dph_total", "lte", Double(wish.maxPrice.perHour.microdollars) / 1_000_000)
        filters.bound("disk_space", "gte", Double(wish.diskGB))
        if let least = wish.gpu.minReliability { filters.bound("reliability", "gte", least) }
        // Cards report up to 7 % less than their name says, in thousands of MB.
        if let part = wish.gpu.sliceGB { filters.bound("gpu_ram", "gte", Double(part) * 930) }
        var body = filters.mapValues { JSONValue.object($0) }
        body["allocated_storage"] = .integer(Int64(wish.diskGB))
        body["type"] = "on-demand"
        body["order"] = [["dph_total", "asc"]]
        body["limit"] = .integer(Int64(wish.limit))
        return .object(body)
    }

    /// Whether rows must be verified: the user's conditions may lift or set that.
    func isVerifiedOnly(_ wish: OfferWish) -> Bool {
        (wish.query ?? OfferQuery()).filters(verifiedOnly: wish.verifiedOnly)["verified"]?["eq"]
            == true
    }
}

/// Conditions as the service takes them: `{field: {operator: value}}`.
package typealias VastFilters = [String: [String: JSONValue]]

extension OfferQuery {
    /// The conditions, beginning with those of every search of the official client.
    package func filters(verifiedOnly: Bool) -> VastFilters {
        var filters: VastFilters = ["external": ["eq": false], "rentable": ["eq": true]]
        if verifiedOnly { filters["verified"] = ["eq": true] }
        for step in steps {
            switch step {
            case .lift(let field): filters[field] = nil
            case .filter(let field, let comparison, let operand):
                filters[field, default: [:]][comparison.rawValue] = operand.json
            }
        }
        return filters
    }
}

extension OfferQuery.Operand {
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .number(number)
        case .whole(let number): .integer(number)
        case .flag(let flag): .bool(flag)
        case .null: .null
        case .list(let texts): .array(texts.map(JSONValue.string))
        }
    }
}

extension VastFilters {
    /// Adds `lte` or `gte`; where the user gave the same, the narrower one stays.
    fileprivate mutating func bound(_ field: String, _ comparison: String, _ bound: Double) {
        let given = self[field]?[comparison]
        let number = given.flatMap { $0.double ?? $0.string.flatMap(Double.init) } ?? bound
        let narrower = comparison == "lte" ? Swift.min(number, bound) : Swift.max(number, bound)
        self[field, default: [:]][comparison] =
            Int64(exactly: narrower).map { .integer($0) } ?? .number(narrower)
    }
}
