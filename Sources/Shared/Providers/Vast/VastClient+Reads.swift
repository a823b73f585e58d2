extension VastClient {
    package func account() async throws(ProviderError) -> String {
        let user = try await expectSuccess(.account, .get, "v0/users/current")
        // Every field may be missing; where the id is one, the user's name stands in for it.
        guard let id = user?.lenientID("id") ?? user?.lenientID("username")
        else { throw .unexpected(provider: name, reason: "the account has no id") }
        return id
    }

    package func offers(_ wish: OfferWish) async throws(ProviderError) -> [Offer] {
        let answer = try await expectSuccess(
            .search, .post, "v0/bundles/", body: query(for: wish))
        var checked = wish
        checked.verifiedOnly = isVerifiedOnly(wish)
        // `offers` must be there, and may be null; an odd one is left out.
        switch answer?["offers"] {
        case .array(let rows): return rows.compactMap { VastOffer($0)?.offer(for: checked) }
        case .null: return []
        default: throw .unexpected(provider: name, reason: "the offers cannot be read")
        }
    }

    /// By the list of names that the official client completes words from; sold out or not.
    package func knows(gpu name: String) async throws(ProviderError) -> GPUKnowledge {
        let answer = try await expectSuccess(.names, .get, "v0/gpu_names/unique/")
        guard let names = answer?.lenientTexts("gpu_names"), !names.isEmpty else {
            throw .unexpected(provider: self.name, reason: "the names of GPUs cannot be read")
        }
        return names.contains { sameGPU($0, name) }
            ? .known : GPUKnowledge(of: name, among: names)
    }

    package func lookup(_ id: InstanceID) async throws(ProviderError) -> Lookup {
        let answer = try await expectSuccess(
            .show, .get, "v0/instances/\(id.value.percentEncoded)/", query: [("owner", "me")])
        // The one instance stands under the plural name; null when there is no such machine.
        guard let member = answer?["instances"] else {
            throw .unexpected(provider: name, reason: "a lookup without an instance")
        }
        if member == .null { return .absent }
        guard let row = VastRow(member), row.id == id.value else {
            throw .unexpected(provider: name, reason: "a lookup answered another instance")
        }
        return .present(row.instance)
    }

    package func listing() async -> Listing {
        let begun = clock.stamp()
        var list = await pages(selecting: VastRow.columns)
        if !list.keepsSelection {
            list = await pages(selecting: nil)
            list.notes.append("the columns asked for did not come: listed again with all")
        }
        return Listing(
            provider: name, completeness: list.completeness, instances: list.rows.map(\.instance),
            begun: begun, ended: clock.stamp(), notes: list.notes)
    }

    /// Twenty-five rows a page: 25,000 machines.
    private static let mostPages = 1000

    /// The whole list; `columns` are those that its rows are to have, `nil` for all there are.
    private func pages(selecting columns: [String]?) async -> PagedList<VastRow> {
        let pager = Pager<VastRow>(
            noun: "instance", mostPages: Self.mostPages, isOrdered: true, id: \.id)
        return await pager.collect { (token) async throws(ProviderError) in
            try await self.page(after: token, selecting: columns)
        }
    }

    private func page(
        after token: String?, selecting columns: [String]?
    ) async throws(ProviderError) -> ListPage<VastRow> {
        var query = [("limit", "25"), ("order_by", #"[{"col": "id", "dir": "asc"}]"#)]
        if let columns {
            let names = JSONValue.array(columns.map(JSONValue.string))
            query.append(("select_cols", String(decoding: names.json(), as: UTF8.self)))
        }
        if let token { query.append(("after_token", token)) }
        // Every page counts the labels of all machines: with a label for each, that is most of it.
        let answer = try await expectSuccess(
            .list, .get, "v1/instances/", query: query, leavingOut: ["label_counts"])
        guard let page = answer.flatMap(VastPage.init) else {
            throw .unexpected(
                provider: name, reason: "the list of instances is not in its promised shape")
        }
        return ListPage(rows: page.rows, next: page.nextToken, total: page.total)
    }
}

extension PagedList<VastRow> {
    /// Whether the service selects columns as it is asked to: where it does not take a name, it may
    /// refuse all of them, or send null in every row.
    fileprivate var keepsSelection: Bool {
        if case .refused(_, status: 400, _) = failure, rows.isEmpty { return false }
        return rows.isEmpty || !rows.allSatisfy(\.lacksColumns)
    }
}
