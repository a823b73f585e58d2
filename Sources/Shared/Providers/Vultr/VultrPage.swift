/// Something that Vultr lists, page by page.
protocol VultrListed: Decodable {
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

/// A listing of machines while its pages come in: what has been seen, and whether it may still be
/// complete.
struct VultrPages {
    private(set) var rows: [VultrRow] = []
    private var ids: Set<String> = []
    private var cursors: Set<String> = []
    private var totals: [Int] = []

    /// Takes one page in; answers what is wrong with it, `nil` when it fits.
    ///
    /// Nothing is promised about the order of rows, so none is asked for.
    mutating func add(_ page: VultrPage<VultrRow>) -> String? {
        for row in page.rows {
            guard ids.insert(row.id).inserted else {
                return "instance \(bounded(row.id)) came twice"
            }
            rows.append(row)
        }
        if let total = page.total { totals.append(total) }
        guard let cursor = page.next else { return shortfall }
        guard cursors.insert(cursor).inserted else { return "a page's cursor came twice" }
        return page.rows.isEmpty ? "an empty page points to a next one" : nil
    }

    /// What the totals have to say: moving between pages is normal, a steady one that is never
    /// reached is not.
    private var shortfall: String? {
        guard let total = totals.first, totals.allSatisfy({ $0 == total }), total > rows.count
        else { return nil }
        return "it speaks of \(total) instances and shows \(rows.count)"
    }

    var notes: [String] {
        guard let low = totals.min(), let high = totals.max(), low < high else { return [] }
        return ["the total moved between pages, from \(low) to \(high)"]
    }
}
