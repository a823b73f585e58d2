/// Something that Vultr lists, page by page.
protocol VultrListed: Decodable, Sendable {
    /// The member of an answer that the list stands under.
    static var listName: String { get }
}

extension Lossy: VultrListed where Value: VultrListed {
    static var listName: String { Value.listName }
}

/// One page of any of Vultr's lists: its rows beside `meta`, whose `links.next` is the cursor.
struct VultrPage<Row: VultrListed>: Decodable {
    var rows: [Row]
    /// The cursor of the next page, to be sent back as it is; `nil` on the last page.
    var next: String?
    var total: Int?

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// - Throws: `DecodingError` for anything but the promised shape: an object with an array of
    ///   rows and a `meta.links.next` that is a text or null.
    init(from decoder: any Decoder) throws {
        let page = try decoder.container(keyedBy: Name.self)
        rows = try page.decode([Row].self, forKey: Name(stringValue: Row.listName))
        let meta = try page.nestedContainer(keyedBy: Name.self, forKey: Name(stringValue: "meta"))
        let links = try meta.nestedContainer(
            keyedBy: Name.self, forKey: Name(stringValue: "links"))
        let next = Name(stringValue: "next")
        let isNull = try links.decodeNil(forKey: next)
        let cursor = isNull ? "" : try links.decode(String.self, forKey: next)
        self.next = cursor.isEmpty ? nil : cursor
        total = meta.lenientNumber(Name(stringValue: "total")).flatMap(Int.init(exactly:))
    }
}
