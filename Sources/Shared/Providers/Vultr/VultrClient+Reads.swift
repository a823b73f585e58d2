import FoundationEssentials

extension VultrClient {
    /// The account's e-mail address as a hash of 16 digits: stays the same, and is not stored or
    /// shown itself (promise S1).
    package func account() async throws(ProviderError) -> String {
        let response = try await expectSuccess(.get, "account")
        guard let email = JSONValue(json: response.body)?["account"]?["email"]?.string,
            email.contains(where: { !$0.isWhitespace })
        else { throw .unexpected(provider: name, reason: "the account has no e-mail address") }
        return email.lowercased().filter { !$0.isWhitespace }.shortHash
    }

    /// GPU machines in the configured regions, in their order; at most `wish.limit`.
    ///
    /// A price list says what is sold somewhere; only a region's own answer says what is there to
    /// be had now, and even that may be gone a moment later. A region that does not answer is left
    /// out, as long as another one does. Vultr scores no hosts: its machines count as reliable and
    /// verified.
    package func offers(_ wish: OfferWish) async throws(ProviderError) -> [Offer] {
        let fitting = try await plans(ofType: "vcg").filter { $0.fits(wish) }
        guard !fitting.isEmpty else { return [] }
        var offers: [Offer] = []
        var silent: ProviderError?
        var hasAnswer = false
        for region in settings.regions.map({ $0.lowercased() }) {
            do throws(ProviderError) {
                let available = try await availablePlans(in: region)
                hasAnswer = true
                offers += fitting.filter { available.contains($0.id) }
                    .compactMap { offer(of: $0, in: region, for: wish) }
            } catch {
                guard case .unreachable = error else { throw error }
                silent = error
            }
        }
        if let silent, !hasAnswer { throw silent }
        return Array(offers.prefix(max(0, wish.limit)))
    }

    package func knows(gpu name: String) async throws(ProviderError) -> GPUKnowledge {
        let sold = try await plans(ofType: "vcg").compactMap(\.gpu)
        return sold.contains { $0.fits(name) }
            ? .known : GPUKnowledge(of: name, among: sold.map(\.name))
    }

    /// The ids of the plans that can be had in a region right now.
    private func availablePlans(in region: String) async throws(ProviderError) -> Set<String> {
        let response: HTTPResponse
        do throws(ProviderError) {
            response = try await expectSuccess(
                .get, "regions/\(region.percentEncoded)/availability", query: [("type", "vcg")])
        } catch {
            guard case .refused(_, let status, let reason) = error else { throw error }
            throw .refused(
                provider: name, status: status, reason: "region \(bounded(region)): \(reason)")
        }
        guard case .array(let plans) = JSONValue(json: response.body)?["available_plans"] else {
            throw .unexpected(
                provider: name, reason: "what region \(bounded(region)) has cannot be read")
        }
        return Set(plans.compactMap(\.string))
    }

    private func offer(of plan: VultrPlan, in region: String, for wish: OfferWish) -> Offer? {
        guard let cards = plan.cards, let price = plan.price(in: region),
            price.hourly <= wish.maxPrice
        else { return nil }
        let id = "\(region)/\(plan.id)"
        // Halted machines bill in full.
        return Offer(
            provider: name, id: id, machine: id, gpuName: cards.name, gpuCount: cards.count,
            running: price.hourly, stopped: price.hourly, reliability: 1)
    }

    package func lookup(_ id: InstanceID) async throws(ProviderError) -> Lookup {
        let response = try await answered(.get, "instances/\(id.value.percentEncoded)")
        if VultrAnswer(response, hiding: key).deniesInstance(response.status) { return .absent }
        if let error = failure(in: response) { throw error }
        guard
            let answer = try? JSONDecoder().decode(OneInstance.self, from: Data(response.body)),
            answer.instance.id == id.value
        else { throw .unexpected(provider: name, reason: "a lookup without its instance") }
        let known = catalogue.plans.values.joined().map { ($0.id, $0) }
        return .present(
            answer.instance.instance(
                pricedBy: Dictionary(known, uniquingKeysWith: { first, _ in first }),
                at: clock.now(), sshPort: settings.sshPort))
    }

    package func listing() async -> Listing {
        let begun = clock.stamp()
        // Nothing is promised about the order of rows, so none is asked for.
        let pager = Pager<VultrRow>(noun: "instance", mostPages: Self.mostPages, id: \.id)
        let list = await pager.collect { (cursor) async throws(ProviderError) in
            try await self.page("instances", after: cursor)
        }
        let ended = clock.stamp()
        let (instances, priceNotes) = await priced(list.rows)
        return Listing(
            provider: name, completeness: list.completeness, instances: instances, begun: begun,
            ended: ended, notes: list.notes + priceNotes)
    }

    /// Rows with their prices, which only the catalogue has; without it the machines are known and
    /// their prices are not.
    ///
    /// The oldest comes first: of two machines of one label that is the one, whatever the
    /// provider's order.
    private func priced(_ rows: [VultrRow]) async -> (instances: [Instance], notes: [String]) {
        var plans: [String: VultrPlan] = [:]
        var notes: [String] = []
        do throws(ProviderError) {
            plans = try await self.plans(named: Set(rows.compactMap(\.plan)))
        } catch {
            notes.append("prices are not known: \(error.explanation.what)")
        }
        let now = clock.now()
        let instances = rows.map {
            $0.instance(pricedBy: plans, at: now, sshPort: settings.sshPort)
        }
        return (instances.sorted(by: isOlder), notes)
    }
}

private func isOlder(_ one: Instance, _ other: Instance) -> Bool {
    let never = Instant(microseconds: .max)
    return (one.created ?? never, one.id.value) < (other.created ?? never, other.id.value)
}

/// An answer about one machine.
private struct OneInstance: Decodable {
    var instance: VultrRow
}

extension String {
    /// The 64-bit FNV-1a hash of the text (Fowler, Noll and Vo), in 16 hexadecimal digits.
    fileprivate var shortHash: String {
        let hash = utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
