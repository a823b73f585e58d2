/// Why a list request was refused.
struct ListRefusal: Error, Equatable {
    var code = "invalid_args"
    var message: String
}

/// The query of a list request.
struct ListQuery {
    var limit = 25
    /// The values that the cursor names; the page begins behind them.
    var after: JSONObject?
    /// Ends in `id`, which no two rows share.
    var order = [ListOrder(column: "id", isDescending: false)]
    /// Nothing is all.
    var columns: [String]?
    var filters: [FilterCondition] = []

    /// The columns that are stored, and so can be filtered and ordered by; computed ones cannot.
    static let stored: Set<String> = [
        "id", "label", "actual_status", "intended_status", "gpu_name", "verification",
        "image_uuid", "is_bid", "start_date", "machine_id", "host_id", "geolocation",
        "hosting_type", "cpu_name", "static_ip",
    ]

    init(_ request: SimRequest) throws(ListRefusal) {
        if let text = request.item("limit") {
            guard let number = Int(text) else {
                throw ListRefusal(message: "limit must be a whole number")
            }
            limit = number <= 0 ? 5 : min(number, 25)
        }
        if let text = request.item("order_by") { order = try Self.order(text) }
        if let token = request.item("after_token") { after = try values(ofCursor: token) }
        do throws(FilterError) {
            if let text = request.item("select_cols") {
                columns = try columnNames(JSON(parsing: text) ?? .null)
            }
            if let text = request.item("select_filters") { filters = try Self.filters(text) }
        } catch {
            throw ListRefusal(message: error.message)
        }
    }

    /// The values of a cursor: one for each column of the order.
    private func values(ofCursor token: String) throws(ListRefusal) -> JSONObject {
        guard let bytes = Base64.decode(token),
            let values = JSON(parsing: bytes)?["values"]?.members, values["id"]?.whole != nil,
            order.allSatisfy({ values[$0.column] != nil })
        else { throw ListRefusal(code: "invalid_token", message: "after_token is not valid") }
        return values
    }

    private static func order(_ text: String) throws(ListRefusal) -> [ListOrder] {
        guard let terms = JSON(parsing: text)?.elements else {
            throw ListRefusal(message: "order_by must be [{\"col\": …, \"dir\": …}]")
        }
        var order: [ListOrder] = []
        for term in terms {
            guard let column = term["col"]?.text, stored.contains(column) else {
                throw ListRefusal(
                    message: "order_by: \(term["col"]?.text ?? "col") is not a stored column")
            }
            switch term["dir"]?.text {
            case .none, "asc": order.append(ListOrder(column: column, isDescending: false))
            case "desc": order.append(ListOrder(column: column, isDescending: true))
            default: throw ListRefusal(message: "order_by knows the directions asc and desc")
            }
            if column == "id" { return order }
        }
        return order + [ListOrder(column: "id", isDescending: false)]
    }

    private static func filters(_ text: String) throws(FilterError) -> [FilterCondition] {
        guard let members = JSON(parsing: text)?.members else {
            throw FilterError(message: "select_filters must be a JSON object")
        }
        for member in members.list where !stored.contains(member.key) {
            throw FilterError(message: "\(member.key) is not a stored column")
        }
        return try FilterCondition.reading(members)
    }
}

/// One column to order a list by; rows without a value come last either way.
struct ListOrder: Equatable {
    var column: String
    var isDescending: Bool

    /// Whether one value comes before another; nothing when neither does.
    func precedes(_ left: JSON, _ right: JSON) -> Bool? {
        if left == .null || right == .null {
            return left == right ? nil : right == .null
        }
        let smaller = FilterCondition(field: column, comparison: .lt, operand: right)
        let larger = FilterCondition(field: column, comparison: .gt, operand: right)
        let (left, isBool) = Self.comparable(left)
        if isBool {
            let (right, _) = Self.comparable(right)
            return left == right ? nil : (left == 0) != isDescending
        }
        if smaller.holds(for: left) { return !isDescending }
        if larger.holds(for: left) { return isDescending }
        return nil
    }

    private static func comparable(_ value: JSON) -> (JSON, Bool) {
        if case .bool(let flag) = value { return (flag ? 1 : 0, true) }
        return (value, false)
    }
}
