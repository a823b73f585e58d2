/// One page of the instance list.
struct VastPage {
    var rows: [VastRow]
    /// `nil` on the last page, whether Vast sends null or nothing.
    var nextToken: String?
    var total: Int?

    /// Reads the promised shape: an object with an array of rows, a text or nothing as the token,
    /// and no `success: false`.
    ///
    /// - Returns: `nil` for anything else.
    init?(_ page: JSONValue) {
        switch page["success"] {
        case nil, .null, .bool(true): break
        default: return nil
        }
        guard let rows = page.rows("instances", VastRow.init) else { return nil }
        switch page["next_token"] {
        case nil, .null: break
        case .string(let token): nextToken = token.isEmpty ? nil : token
        default: return nil
        }
        self.rows = rows
        total = page.lenientNumber("total_instances").flatMap(Int.init(exactly:))
    }
}
