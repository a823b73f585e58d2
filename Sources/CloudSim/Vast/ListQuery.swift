/// Why a list request was refused.
struct ListRefusal: Error, Equatable {
    var code = "invalid_args"
    var message: String
}

/// The query of a list request.
struct ListQuery {
    var limit = 25
    /// The id that the cursor names; the page begins behind it.
    var after: Int64?
    var isDescending = false
    /// Nothing is all.
    var columns: [String]?
    var filters: [FilterCondition] = []

    /// The columns that are stored, and so can be filtered by; computed ones cannot.
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
        if let token = request.item("after_token") { after = try Self.id(ofCursor: token) }
        if let text = request.item("order_by") { isDescending = try Self.descending(text) }
        do throws(FilterError) {
            if let text = request.item("select_cols") {
                columns = try columnNames(JSON(parsing: text) ?? .null)
            }
            if let text = request.item("select_filters") { filters = try Self.filters(text) }
        } catch {
            throw ListRefusal(message: error.message)
        }
    }

    /// The id from which a list begins anew.
    var beforeFirst: Int64 { isDescending ? .max : 0 }

    private static func id(ofCursor token: String) throws(ListRefusal) -> Int64 {
        guard let bytes = Base64.decode(token), let cursor = JSON(parsing: bytes),
            let id = cursor["values"]?["id"]?.whole
        else { throw ListRefusal(code: "invalid_token", message: "after_token is not valid") }
        return id
    }

    /// The order: `id` alone can be ordered by here.
    private static func descending(_ text: String) throws(ListRefusal) -> Bool {
        let terms = JSON(parsing: text)?.elements
        guard let terms, terms.allSatisfy({ $0["col"] == .string("id") }) else {
            throw ListRefusal(message: "order_by must be [{\"col\": \"id\", \"dir\": …}]")
        }
        switch terms.first?["dir"]?.text {
        case .none, "asc": return false
        case "desc": return true
        default: throw ListRefusal(message: "order_by knows the directions asc and desc")
        }
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
