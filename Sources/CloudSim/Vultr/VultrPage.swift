/// One page of a list, and the cursors that lead on from it.
struct VultrPage<Item: Sendable>: Sendable {
    var items: [Item]
    /// How many items of the list come before this page.
    var first: Int
    var total: Int
    /// Cursors in the clear; nothing: there is no such page.
    var next: String?
    var previous: String?

    /// The page that a request asks for.
    ///
    /// `order` says where in the whole list an item stood that is gone from it by now.
    ///
    /// - Throws: the refusal of a cursor that leads nowhere, or of a page size that is none.
    init(
        of all: [Item], for request: SimRequest, id: (Item) -> String,
        gone order: (String) -> Int? = { _ in nil }
    ) throws(VultrRefusal) {
        let size = try Self.size(request.item("per_page"))
        let cursor = try VultrCursor(request.item("cursor"))
        first = 0
        if let cursor, !cursor.id.isEmpty {
            let position = all.firstIndex { id($0) == cursor.id }
            guard let place = position ?? order(cursor.id) else {
                throw VultrRefusal("Invalid cursor.")
            }
            first =
                cursor.isForward ? place + (position == nil ? 0 : 1) : max(0, place - size)
        }
        first = min(first, all.count)
        items = Array(all[first...].prefix(size))
        total = all.count
        if first + items.count < all.count { next = items.last.map { "next__\(id($0))" } }
        if first > 0 { previous = items.first.map { "prev__\(id($0))" } }
    }

    private static func size(_ text: String?) throws(VultrRefusal) -> Int {
        guard let text, !text.isEmpty else { return 100 }
        guard let size = Int(text), size >= 1 else { throw VultrRefusal(422, "Validation Error") }
        return min(size, 500)
    }

    /// The answer, with the rows under a name.
    func answer(_ name: String, _ row: (Item) -> JSON) -> SimResponse {
        SimResponse(
            JSON.object([
                name: .array(items.map(row)),
                "meta": [
                    "total": .int(Int64(total)),
                    "links": [
                        "next": .string(Self.encoded(next)),
                        "prev": .string(Self.encoded(previous)),
                    ],
                ],
            ]))
    }

    private static func encoded(_ cursor: String?) -> String {
        cursor.map { Base64.encode(Array($0.utf8)) } ?? ""
    }
}

/// Where a page begins: after or before an item.
struct VultrCursor {
    /// Empty: before everything.
    var id: String
    var isForward: Bool

    /// Reads a cursor as it stands in a URL; nothing or an empty one asks for the first page.
    init?(_ text: String?) throws(VultrRefusal) {
        guard let text, !text.isEmpty else { return nil }
        let clear = Base64.decode(text).map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard clear.hasPrefix("next__") || clear.hasPrefix("prev__") else {
            throw VultrRefusal("Invalid cursor.")
        }
        isForward = clear.hasPrefix("next__")
        id = String(clear.dropFirst(6))
    }
}
