/// One page of a provider's list.
struct ListPage<Row: Sendable>: Sendable {
    var rows: [Row]
    /// The cursor of the next page, to be sent back as it is; `nil` on the last page.
    var next: String?
    /// How many rows the whole list has; `nil` where the page does not say, or nobody relies on it.
    var total: Int?
}

/// A list as far as its pages came (promise T1).
struct PagedList<Row: Sendable>: Sendable {
    var rows: [Row]
    var completeness: Listing.Completeness
    /// Why a page did not come; `nil` when they all came, even when they contradict each other.
    var failure: ProviderError?
    /// Oddities that change nothing: totals that moved.
    var notes: [String]

    /// Every row, for lists of which a part is no use.
    ///
    /// - Throws: what kept a page from coming, or `ProviderError.unexpected` for a list that
    ///   contradicts itself.
    func whole(of provider: ProviderName, _ what: String) throws(ProviderError) -> [Row] {
        switch completeness {
        case .complete: return rows
        case .partial(let reason), .failed(let reason):
            throw failure
                ?? .unexpected(provider: provider, reason: "the list of \(what): \(reason)")
        }
    }
}

/// Follows a provider's pages to the last one, and says how whole the list is (promise T1).
///
/// A list is complete when its pages were followed to a null cursor, no cursor and no id came
/// twice, every page had its promised shape, and a total that did not move was reached.
struct Pager<Row: Sendable> {
    /// What one row is called in a complaint: `instance`.
    let noun: String
    /// The most pages to follow.
    let mostPages: Int
    /// A row's id; rows without one are not held against each other.
    let id: (Row) -> String?
    /// Whether the pages promise to come in the order of their ids, which are numbers.
    let isOrdered: Bool

    init(
        noun: String, mostPages: Int, isOrdered: Bool = false, id: @escaping (Row) -> String?
    ) {
        self.noun = noun
        self.mostPages = mostPages
        self.isOrdered = isOrdered
        self.id = id
    }

    /// Fetches every page.
    ///
    /// Trouble with the first page makes the list failed, with a later one partial.
    /// - Parameter fetch: Fetches the page behind a cursor; `nil` asks for the first one.
    /// - Returns: The rows seen, and whether they are all.
    func collect(
        _ fetch: (String?) async throws(ProviderError) -> ListPage<Row>
    ) async -> PagedList<Row> {
        var seen = SeenPages(pager: self)
        var cursor: String?
        for number in 1...mostPages {
            let page: ListPage<Row>
            do throws(ProviderError) {
                page = try await fetch(cursor)
            } catch {
                return seen.list(broken: error.explanation.what, at: number, by: error)
            }
            if let problem = seen.add(page) { return seen.list(broken: problem, at: number) }
            guard let next = page.next else { return seen.list(.complete) }
            cursor = next
        }
        return seen.list(.partial(reason: "more than \(mostPages) pages"))
    }
}

/// A list while its pages come in: what has been seen, and whether it may still be complete.
private struct SeenPages<Row: Sendable> {
    let pager: Pager<Row>
    private var rows: [Row] = []
    private var ids: Set<String> = []
    private var cursors: Set<String> = []
    private var totals: [Int] = []

    init(pager: Pager<Row>) {
        self.pager = pager
    }

    /// Takes one page in; answers what is wrong with it, `nil` when it fits.
    mutating func add(_ page: ListPage<Row>) -> String? {
        for row in page.rows {
            if let problem = problem(with: row) { return problem }
            rows.append(row)
        }
        if let total = page.total { totals.append(total) }
        guard let cursor = page.next else { return shortfall }
        guard cursors.insert(cursor).inserted else { return "a page's cursor came twice" }
        return page.rows.isEmpty ? "an empty page points to a next one" : nil
    }

    private mutating func problem(with row: Row) -> String? {
        guard let id = pager.id(row) else { return nil }
        guard ids.insert(id).inserted else { return "\(pager.noun) \(bounded(id)) came twice" }
        // Within the first page nothing depends on the order.
        guard pager.isOrdered, !cursors.isEmpty, let last = rows.last.flatMap(pager.id),
            isOutOfOrder(last, id)
        else { return nil }
        return "\(pager.noun) \(id) came after \(last): pages are not in order"
    }

    /// What the totals have to say: moving between pages is normal, a steady one that is never
    /// reached is not.
    private var shortfall: String? {
        guard let total = totals.first, totals.allSatisfy({ $0 == total }), total > rows.count
        else { return nil }
        return "it speaks of \(total) \(pager.noun)s and shows \(rows.count)"
    }

    private var notes: [String] {
        guard let low = totals.min(), let high = totals.max(), low < high else { return [] }
        return ["the total moved between pages, from \(low) to \(high)"]
    }

    func list(_ completeness: Listing.Completeness) -> PagedList<Row> {
        PagedList(rows: rows, completeness: completeness, failure: nil, notes: notes)
    }

    func list(broken problem: String, at page: Int, by failure: ProviderError? = nil)
        -> PagedList<Row>
    {
        PagedList(
            rows: rows,
            completeness: page == 1
                ? .failed(reason: problem) : .partial(reason: "page \(page): \(problem)"),
            failure: failure, notes: notes)
    }
}

private func isOutOfOrder(_ earlier: String, _ later: String) -> Bool {
    guard let earlier = Int64(earlier), let later = Int64(later) else { return true }
    return later <= earlier
}
