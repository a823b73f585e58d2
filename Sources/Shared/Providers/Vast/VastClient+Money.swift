import FoundationEssentials

/// Sections 5.1 and 5.4 of the reference.
extension VastClient {
    /// Adds up what the account calls its credit and its balance.
    ///
    /// Which of the two is watched at zero is not confirmed, and one of them is nothing for most
    /// accounts. Vast takes what is used off at once.
    package func credit() async throws(ProviderError) -> Credit {
        let response = try await expectSuccess(.account, .get, "v0/users/current")
        guard let user = try? JSONDecoder().decode(VastMoney.self, from: Data(response.body)),
            let money = user.sum
        else { throw .unexpected(provider: name, reason: "the account shows no credit") }
        return Credit(balance: money)
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
        let response = try await expectSuccess(.charges, .get, "v0/charges/", query: query)
        guard
            let page = try? JSONDecoder().decode(VastChargePage.self, from: Data(response.body))
        else {
            throw .unexpected(
                provider: name, reason: "the list of charges is not in its promised shape")
        }
        return ListPage(rows: page.results, next: page.next)
    }
}

/// The money of an account; each member may be missing.
private struct VastMoney: Decodable {
    var sum: Dollars?

    private enum CodingKeys: String, CodingKey {
        case credit, balance
    }

    init(from decoder: any Decoder) throws {
        let user = try decoder.container(keyedBy: CodingKeys.self)
        let parts = [CodingKeys.credit, .balance].compactMap(user.lenientNumber)
            .compactMap(Dollars.init(providerNumber:))
        sum = parts.isEmpty ? nil : parts.reduce(.zero, +)
    }
}

/// One page of charges; `results` must be there, and every row must be one.
private struct VastChargePage: Decodable {
    var results: [VastCharge]
    var next: String?

    private enum CodingKeys: String, CodingKey {
        case results
        case next = "next_token"
    }

    init(from decoder: any Decoder) throws {
        let page = try decoder.container(keyedBy: CodingKeys.self)
        results = try page.decode([VastCharge].self, forKey: .results)
        next = try page.decodeIfPresent(String.self, forKey: .next)
        if next?.isEmpty == true { next = nil }
    }
}
