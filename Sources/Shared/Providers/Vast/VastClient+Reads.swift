import FoundationEssentials

extension VastClient {
    package func account() async throws(ProviderError) -> String {
        let response = try await expectSuccess(.account, .get, "v0/users/current")
        // Every field may be missing; where the id is one, the user's name stands in for it.
        guard let user = JSONValue(json: response.body),
            let id = user["id"]?.idText ?? user["username"]?.idText
        else { throw .unexpected(provider: name, reason: "the account has no id") }
        return id
    }

    package func offers(_ wish: OfferWish) async throws(ProviderError) -> [Offer] {
        let response = try await expectSuccess(
            .search, .post, "v0/bundles/", body: query(for: wish))
        guard let answer = try? JSONDecoder().decode(OfferPage.self, from: Data(response.body))
        else { throw .unexpected(provider: name, reason: "the offers cannot be read") }
        var checked = wish
        checked.verifiedOnly = isVerifiedOnly(wish)
        return (answer.offers ?? []).compactMap { $0.value?.offer(for: checked) }
    }

    /// By the list of names that the official client completes words from; sold out or not.
    package func knows(gpu name: String) async throws(ProviderError) -> GPUKnowledge {
        let response = try await expectSuccess(.names, .get, "v0/gpu_names/unique/")
        guard case .array(let members) = JSONValue(json: response.body)?["gpu_names"],
            !members.isEmpty
        else { throw .unexpected(provider: self.name, reason: "the names of GPUs cannot be read") }
        let names = members.compactMap(\.string)
        return names.contains { sameGPU($0, name) }
            ? .known : GPUKnowledge(of: name, among: names)
    }

    package func lookup(_ id: InstanceID) async throws(ProviderError) -> Lookup {
        let response = try await expectSuccess(
            .show, .get, "v0/instances/\(id.value.percentEncoded)/", query: [("owner", "me")])
        // The one instance stands under the plural name; null when there is no such machine.
        guard case .object(let members) = JSONValue(json: response.body),
            let member = members["instances"]
        else { throw .unexpected(provider: name, reason: "a lookup without an instance") }
        if member == .null { return .absent }
        guard let row = try? JSONDecoder().decode(VastRow.self, from: Data(member.json())),
            row.id == id.value
        else { throw .unexpected(provider: name, reason: "a lookup answered another instance") }
        return .present(row.instance)
    }

    package func listing() async -> Listing {
        let begun = clock.stamp()
        let pager = Pager<VastRow>(
            noun: "instance", mostPages: Self.mostPages, isOrdered: true, id: \.id)
        let list = await pager.collect { (token) async throws(ProviderError) in
            try await self.page(after: token)
        }
        return Listing(
            provider: name, completeness: list.completeness, instances: list.rows.map(\.instance),
            begun: begun, ended: clock.stamp(), notes: list.notes)
    }

    /// Twenty-five rows a page: 25,000 machines.
    private static let mostPages = 1000

    private func page(after token: String?) async throws(ProviderError) -> ListPage<VastRow> {
        var query = [("limit", "25"), ("order_by", #"[{"col": "id", "dir": "asc"}]"#)]
        if let token { query.append(("after_token", token)) }
        let response = try await expectSuccess(.list, .get, "v1/instances/", query: query)
        guard let page = try? JSONDecoder().decode(VastPage.self, from: Data(response.body))
        else {
            throw .unexpected(
                provider: name, reason: "the list of instances is not in its promised shape")
        }
        return ListPage(rows: page.rows, next: page.nextToken, total: page.total)
    }
}

/// The answer to a search: `offers` must be there, and may be null.
private struct OfferPage: Decodable {
    var offers: [Lossy<VastOffer>]?

    private enum CodingKeys: String, CodingKey {
        case offers
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        offers =
            try container.decodeNil(forKey: .offers)
            ? nil : container.decode([Lossy<VastOffer>].self, forKey: .offers)
    }
}
