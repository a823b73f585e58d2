import Shared
import Testing

/// What Vultr does to a client, over real HTTP.
@Suite struct VultrFaultStoryTests {
    let cloud: Cloud
    let client: VultrClient

    init() throws {
        cloud = try Cloud()
        client = try cloud.vultrClient()
    }

    private func order() async throws -> CreateOrder {
        let wish = OfferWish(
            gpu: GPUPreference(name: "A40"),
            maxPrice: HourlyRate(perHour: Dollars(microdollars: 9_000_000)), diskGB: 1,
            verifiedOnly: false)
        let offer = try #require(try await client.offers(wish).first)
        return CreateOrder(offer: offer.id, label: "fk-test-1", image: "", diskGB: 1)
    }

    private func rent() async throws -> InstanceID {
        guard case .accepted(let id) = await client.create(try await order()) else {
            throw NotRented()
        }
        cloud.pass(.seconds(5))
        return id
    }

    private struct NotRented: Error {}

    @Test func `a machine that is locked is refused, and destroyed later`() async throws {
        let id = try await rent()
        try cloud.fault("locked", "--on", "destroy", "--machine", id.value)
        let error = await #expect(throws: ProviderError.self) { try await client.destroy(id) }
        guard case .notYet(_, let reason) = error else {
            Issue.record("a locked machine: \(String(describing: error))")
            return
        }
        #expect(reason.contains("locked"))
        try await client.destroy(id)
        #expect(try await client.lookup(id) == .absent)
    }

    @Test func `a suspended account has stopped machines and takes no order`() async throws {
        let id = try await rent()
        let order = try await order()
        try cloud.fault("suspended", "--provider", "vultr")
        let listing = await client.listing()
        #expect(listing.isComplete)
        #expect(listing.instances.map(\.id) == [id])
        #expect(listing.instances.map(\.status) == [.stopped])
        guard case .refused(let reason, false) = await client.create(order) else {
            Issue.record("a suspended account rented")
            return
        }
        #expect(reason.contains("suspended"))
    }

    @Test(arguments: ["closed-after", "gateway-after", "changed-schema"])
    func `a create whose answer is lost is unknown, and found by its label`(
        _ kind: String
    ) async throws {
        let order = try await order()
        try cloud.fault(kind, "--on", "create", "--provider", "vultr")
        guard case .unknown = await client.create(order) else {
            Issue.record("an answer that says nothing was believed")
            return
        }
        let listing = await client.listing()
        #expect(listing.isComplete && listing.instances.map(\.label) == ["fk-test-1"])
    }

    @Test(arguments: [
        "http-500", "http-502", "http-504", "html", "empty-object", "changed-schema",
        "renamed-fields",
    ])
    func `a list that cannot be read is not complete`(_ kind: String) async throws {
        _ = try await rent()
        try cloud.fault(kind, "--on", "list", "--for", "2h")
        let impatient = try cloud.vultrClient(patience: .seconds(300))
        #expect(await !impatient.listing().isComplete)
        try cloud.clearFaults()
        #expect(await client.listing().isComplete)
    }

    @Test func `a destroyed machine that is still listed is absent by its id`() async throws {
        let id = try await rent()
        try cloud.fault("destroy-lag", "--seconds", "600")
        try await client.destroy(id)
        #expect(await client.listing().instances.map(\.id) == [id])
        #expect(try await client.lookup(id) == .absent)
    }

    @Test func `a plan that sells out in between lets another offer do`() async throws {
        let order = try await order()
        try cloud.fault("offer-gone", "--provider", "vultr")
        guard case .refused(_, true) = await client.create(order) else {
            Issue.record("a plan that is gone was not seen to be")
            return
        }
        #expect(await client.listing().instances.isEmpty)
    }
}
