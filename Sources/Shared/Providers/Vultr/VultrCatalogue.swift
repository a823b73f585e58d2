import Synchronization

/// What of Vultr's catalogue was read in this run: it changes by the week, and is not asked twice.
final class VultrCatalogue: Sendable {
    private struct Kept {
        /// By the type that was asked for.
        var plans: [String: [VultrPlan]] = [:]
        var system: Int64?
    }

    private let kept = Mutex(Kept())

    var plans: [String: [VultrPlan]] { kept.withLock { $0.plans } }
    var system: Int64? { kept.withLock { $0.system } }

    func keep(_ plans: [VultrPlan], ofType type: String) {
        kept.withLock { $0.plans[type] = plans }
    }

    func keep(system: Int64) {
        kept.withLock { $0.system = system }
    }
}

extension VultrClient {
    /// The plans of one type: `vcg` for machines with GPUs, `all` for everything.
    func plans(ofType type: String) async throws(ProviderError) -> [VultrPlan] {
        if let kept = catalogue.plans[type] { return kept }
        let plans: [Lossy<VultrPlan>] = try await everything("plans", query: [("type", type)])
        let usable = plans.compactMap(\.value)
        catalogue.keep(usable, ofType: type)
        return usable
    }

    /// What the catalogue says of these plans; those it does not know are left out.
    ///
    /// Other plans than ours are only asked for when a machine has one.
    func plans(named names: Set<String>) async throws(ProviderError) -> [String: VultrPlan] {
        guard !names.isEmpty else { return [:] }
        var plans = try await plans(ofType: "vcg")
        if !names.isSubset(of: plans.map(\.id)) {
            plans += try await self.plans(ofType: "all")
        }
        return Dictionary(plans.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The number of the operating system that the settings name.
    func system() async throws(ProviderError) -> Int64 {
        if let kept = catalogue.system { return kept }
        let systems: [Lossy<VultrSystem>] = try await everything("os")
        switch VultrSystem.choose(settings.os, among: systems.compactMap(\.value)) {
        case .one(let id):
            catalogue.keep(system: id)
            return id
        case .none(let problem):
            throw .refused(provider: name, status: 404, reason: problem)
        }
    }

    /// Every row of a list, page by page.
    ///
    /// What its totals count is not known for every list, so they are not held against it.
    func everything<Row: VultrListed>(
        _ path: String, query: [(String, String)] = []
    ) async throws(ProviderError) -> [Row] {
        let pager = Pager<Row>(noun: "row", mostPages: Self.mostPages, id: { _ in nil })
        let list = await pager.collect { (cursor) async throws(ProviderError) in
            var page: ListPage<Row> = try await self.page(path, query: query, after: cursor)
            page.total = nil
            return page
        }
        return try list.whole(of: name, Row.listName)
    }

    /// Five hundred rows a page: 50,000 of anything.
    static var mostPages: Int { 100 }

    /// One page of a list, as large as pages get.
    func page<Row: VultrListed>(
        _ path: String, query: [(String, String)] = [], after cursor: String?
    ) async throws(ProviderError) -> ListPage<Row> {
        var query = query + [("per_page", "500")]
        if let cursor { query.append(("cursor", cursor)) }
        let answer = try await expectSuccess(.get, path, query: query)
        guard let page = answer.flatMap(VultrPage<Row>.init) else {
            throw .unexpected(
                provider: name, reason: "the list of \(Row.listName) is not in its promised shape")
        }
        return ListPage(rows: page.rows, next: page.next, total: page.total)
    }
}
