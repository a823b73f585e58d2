/// Sections 5.1 and 5.4 of the reference.
extension VastClient {
    /// Adds up what the account calls its credit and its balance.
    ///
    /// Which of the two is watched at zero is not confirmed, and one of them is nothing for most
    /// accounts. Vast takes what is used off at once.
    package func credit() async throws(ProviderError) -> Credit {
        let user = try await expectSuccess(.account, .get, "v0/users/current")
        let parts = ["credit", "balance"].compactMap { user?.lenientNumber($0) }
            .compactMap(Dollars.init(providerNumber:))
        guard !parts.isEmpty else {
            throw .unexpected(provider: name, reason: "the account shows no credit")
        }
        return Credit(balance: parts.reduce(.zero, +))
    }

    package func charges(since: Instant) async throws(ProviderError) -> [Charge] {
        let first = since.microseconds / 1_000_000
        let last = max(first, clock.now().microseconds / 1_000_000 + 1)
        let pager = Pager<VastCharge>(noun: "charge", mostPages: 1000, id: { _ in nil })
        let list = await pager.collect { (token) async throws(ProviderError) in
            try await self.chargePage(from: first, until: last, after: token)
        }
        return try list.whole(of: name, "charges").map(\.charge).filter { $0.to > since }
            .sorted { $0.from < $1.from }
    }

    /// Both ends of `day` are required.
    private func chargePage(
        from first: Int64, until last: Int64, after token: String?
    ) async throws(ProviderError) -> ListPage<VastCharge> {
        let filters: JSONValue = ["day": ["gte": .integer(first), "lte": .integer(last)]]
        var query = [
            ("select_filters", String(decoding: filters.json(), as: UTF8.self)),
            ("latest_first", "false"), ("limit", "100"), ("format", "table"),
        ]
        if let token { query.append(("after_token", token)) }
        let answer = try await expectSuccess(.charges, .get, "v0/charges/", query: query)
        guard let page = answer.flatMap(VastChargePage.init) else {
            throw .unexpected(
                provider: name, reason: "the list of charges is not in its promised shape")
        }
        return ListPage(rows: page.results, next: page.next)
    }
}

/// One page of charges; `results` must be there, and every row must be one.
private struct VastChargePage {
    var results: [VastCharge]
    var next: String?

    init?(_ page: JSONValue) {
        guard let results = page.rows("results", VastCharge.init) else { return nil }
        switch page["next_token"] {
        case nil, .null: break
        case .string(let token): next = token.isEmpty ? nil : token
        default: return nil
        }
        self.results = results
    }
}
