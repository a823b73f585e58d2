/// Something that Vultr lists, page by page.
protocol VultrListed: Sendable {
    /// The member of an answer that the list stands under.
    static var listName: String { get }

    /// Reads one row; `nil` for one that is not of the promised shape.
    init?(_ row: JSONValue)
}

/// A row that may be odd without failing its list: it is left out.
struct Lossy<Value: VultrListed>: VultrListed {
    static var listName: String { Value.listName }

    var value: Value?

    init(_ row: JSONValue) {
        value = Value(row)
    }
}

/// One page of any of Vultr's lists: its rows beside `meta`, whose `links.next` is the cursor.
struct VultrPage<Row: VultrListed> {
    var rows: [Row]
    /// The cursor of the next page, to be sent back as it is; `nil` on the last page.
    var next: String?
    var total: Int?

    /// Reads the promised shape: an object with an array of rows and a `meta.links.next` that is a
    /// text or null.
    ///
    /// - Returns: `nil` for anything else.
    init?(_ page: JSONValue) {
        guard let rows = page.rows(Row.listName, Row.init), let meta = page["meta"] else {
            return nil
        }
        switch meta["links"]?["next"] {
        case .null: break
        case .string(let cursor): next = cursor.isEmpty ? nil : cursor
        default: return nil
        }
        self.rows = rows
        total = meta.lenientNumber("total").flatMap(Int.init(exactly:))
    }
}
