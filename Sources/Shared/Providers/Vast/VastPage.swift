import FoundationEssentials

/// One page of the instance list, or why it is none.
struct VastPage: Decodable {
    var rows: [VastRow]
    /// `nil` on the last page, whether Vast sends null or nothing.
    var nextToken: String?
    var total: Int?

    private enum CodingKeys: String, CodingKey {
        case success, instances
        case nextToken = "next_token"
        case total = "total_instances"
    }

    /// - Throws: `DecodingError` for anything but the promised shape: an object with an array of
    ///   rows, a text or nothing as the token, and no `success: false`.
    init(from decoder: any Decoder) throws {
        let page = try decoder.container(keyedBy: CodingKeys.self)
        if try page.decodeIfPresent(Bool.self, forKey: .success) == false {
            throw DecodingError.dataCorruptedError(
                forKey: .success, in: page, debugDescription: "success is false")
        }
        rows = try page.decode([VastRow].self, forKey: .instances)
        nextToken = try page.decodeIfPresent(String.self, forKey: .nextToken)
        if nextToken?.isEmpty == true { nextToken = nil }
        total = page.lenientNumber(.total).flatMap(Int.init(exactly:))
    }
}

/// A listing while its pages come in: what has been seen, and whether it may still be complete.
struct VastPages {
    private(set) var rows: [VastRow] = []
    private var ids: Set<String> = []
    private var tokens: Set<String> = []
    private var totals: [Int] = []

    /// Takes one page in; answers what is wrong with it, `nil` when it fits.
    mutating func add(_ page: VastPage) -> String? {
        for row in page.rows {
            guard ids.insert(row.id).inserted else { return "instance \(row.id) came twice" }
            if let last = rows.last, !tokens.isEmpty, isOutOfOrder(last.id, row.id) {
                return "instance \(row.id) came after \(last.id): pages are not in order"
            }
            rows.append(row)
        }
        if let total = page.total { totals.append(total) }
        guard let token = page.nextToken else { return shortfall }
        guard tokens.insert(token).inserted else { return "a page's cursor came twice" }
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

private func isOutOfOrder(_ earlier: String, _ later: String) -> Bool {
    guard let earlier = Int64(earlier), let later = Int64(later) else { return true }
    return later <= earlier
}
