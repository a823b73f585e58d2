/// An offer search, read from the query object of a request.
struct OfferQuery {
    /// The disk that prices are reckoned with, in GB; nothing asked for is 5.
    var allocated = 5.0
    var limit = 64
    var isBid = false
    /// Whether offers that the caller holds are among the answers.
    var includesRented = false
    var conditions: [FilterCondition] = []
    var order: [(field: String, descending: Bool)] = [("score", true)]

    init(_ query: JSONObject) throws(FilterError) {
        var filters = JSONObject()
        for member in query.list {
            switch member.key {
            case "order": order = try Self.order(member.value)
            case "limit": limit = try Self.limit(member.value)
            case "type": isBid = try Self.isBid(member.value)
            case "allocated_storage":
                allocated = try Self.number(member)
                conditions.append(Self.atLeast("disk_space", member.value))
            case "target_reliability":
                let operand = member.value.members?.list.first?.value ?? member.value
                conditions.append(Self.atLeast("reliability", operand))
            case "rented":
                includesRented = FilterCondition(
                    field: "rented", comparison: .eq, operand: member.value["eq"] ?? .null
                ).holds(for: true)
            case let key where Self.ignored.contains(key): break
            default: filters.append(member.key, member.value)
            }
        }
        for condition in try FilterCondition.reading(filters) {
            conditions.append(try Self.translated(condition))
        }
    }

    /// Keys that steer the real service and change nothing here.
    private static let ignored: Set<String> = [
        "extra_ids", "gpu_option", "show_incompatible", "sort_option", "template_id",
        "disable_bundling",
    ]

    private static let aliases = [
        "dphtotal": "dph_total", "dph": "dph_total", "gpu_totalram": "gpu_total_ram",
        "ubuntu_version": "os_version", "driver_version": "driver_vers",
        "cuda_vers": "cuda_max_good", "display_active": "gpu_display_active",
        "dlperf_usd": "dlperf_per_dphtotal", "flops_usd": "flops_per_dphtotal",
        "reliability2": "reliability",
    ]

    private static func canonical(_ field: String) -> String { aliases[field] ?? field }

    private static func atLeast(_ field: String, _ value: JSON) -> FilterCondition {
        FilterCondition(field: field, comparison: .gte, operand: value)
    }

    private static func number(_ member: JSONObject.Member) throws(FilterError) -> Double {
        guard let number = member.value.lenientNumber, number >= 0 else {
            throw FilterError(message: "\(member.key) must be a number")
        }
        return number
    }

    private static func limit(_ value: JSON) throws(FilterError) -> Int {
        guard let number = value.lenientNumber, number >= 0, number <= 1_000_000 else {
            throw FilterError(message: "limit must be a whole number")
        }
        return Int(number)
    }

    private static func isBid(_ value: JSON) throws(FilterError) -> Bool {
        switch value.text {
        case "on-demand", "ondemand", "reserved": return false
        case "bid", "interruptible": return true
        default: throw FilterError(message: "type must be on-demand, bid or reserved")
        }
    }

    private static func order(
        _ value: JSON
    ) throws(FilterError) -> [(field: String, descending: Bool)] {
        var order: [(field: String, descending: Bool)] = []
        for entry in value.elements ?? [.null] {
            guard let pair = entry.elements, pair.count == 2, let field = pair[0].text,
                let direction = pair[1].text, direction == "asc" || direction == "desc"
            else { throw FilterError(message: "order must be a list of [field, asc or desc]") }
            order.append((canonical(field), direction == "desc"))
        }
        return order
    }

    /// A condition in terms of the fields that offers have.
    private static func translated(
        _ condition: FilterCondition
    ) throws(FilterError) -> FilterCondition {
        var translated = condition
        translated.field = canonical(condition.field)
        if condition.field.hasSuffix("_GB") {
            guard let gigabytes = condition.operand.lenientNumber else {
                throw FilterError(message: "\(condition.field) must be compared with a number")
            }
            translated.field = canonical(String(condition.field.dropLast(3)))
            translated.operand = .double(gigabytes * 1000)
        }
        if translated.field == "driver_vers", let text = condition.operand.text, text.contains(".")
        {
            translated.operand = Offer.driverNumber(text)
        }
        return translated
    }

    /// Whether an offer meets every condition.
    func matches(_ offer: OfferView) -> Bool {
        conditions.allSatisfy { condition in
            guard condition.field == "geolocation", let place = offer["geolocation"]?.text else {
                return condition.holds(for: offer[condition.field])
            }
            return Self.place(place, meets: condition)
        }
    }

    /// A country code stands for every place whose text ends in it.
    private static func place(_ place: String, meets condition: FilterCondition) -> Bool {
        let isPositive = condition.comparison == .eq || condition.comparison == .in
        let isNegative = condition.comparison == .neq || condition.comparison == .notin
        guard isPositive || isNegative else { return condition.holds(for: .string(place)) }
        let names = (condition.operand.elements ?? [condition.operand]).compactMap(\.text)
        return names.contains { place == $0 || place.hasSuffix($0) } == isPositive
    }

    /// Whether one offer comes before another; offers without the field come last.
    func precedes(_ left: OfferView, _ right: OfferView) -> Bool {
        for (field, descending) in order {
            let first = left[field] ?? .null
            let second = right[field] ?? .null
            if first == .null || second == .null {
                if first != second { return second == .null }
                continue
            }
            let isLess = FilterCondition(field: field, comparison: .lt, operand: second)
            let isMore = FilterCondition(field: field, comparison: .gt, operand: second)
            if isLess.holds(for: first) { return !descending }
            if isMore.holds(for: first) { return descending }
        }
        return left.offer.id < right.offer.id
    }
}
