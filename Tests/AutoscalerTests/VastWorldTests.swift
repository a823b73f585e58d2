import CloudSim
import Shared
import TestSupport
import Testing

/// The real client against the simulated service, with its quirks.
@Suite struct VastWorldTests {
    let clock = SimulatedClock()
    let world: SimulatedWorld
    let client: VastClient

    init() throws {
        let world = SimulatedWorld(start: clock.now)
        self.world = world
        client = VastClient(
            origin: "http://127.0.0.1:1", key: try #require(Secret("simulated-key")),
            http: WorldExchange(world, now: { [clock] in clock.now }), pacing: nil,
            clock: clock.wallClock, deadline: clock.now + .seconds(864_000))
    }

    private func order(_ offer: Int, label: String = "fk-a-inst0001-00000001") -> CreateOrder {
        CreateOrder(offer: "\(offer)", label: label, image: "image", diskGB: 72)
    }

    private func rent(_ offer: Int) async throws -> InstanceID {
        guard case .accepted(let id) = await client.create(order(offer)) else {
            throw NotRented()
        }
        return id
    }

    private struct NotRented: Error {}

    private func fault(_ kind: FaultKind, on operation: SimOperation, count: Int = 1) throws {
        try world.addFault(FaultOrder(kind, on: operation, count: count), at: clock.now)
    }

    @Test func `an offer is found, rented, seen to come up, destroyed and seen gone`() async throws
    {
        let wish = OfferWish(
            gpu: GPUPreference(name: "RTX_4090"), maxPrice: rate(400_000), diskGB: 72,
            verifiedOnly: true)
        let offers = try await client.offers(wish)
        #expect(offers.map(\.id).contains("101") && !offers.map(\.id).contains("108"))
        let offer = try #require(offers.first { $0.id == "101" })
        #expect(offer.running == rate(315_000) && offer.stopped == rate(15_000))
        let id = try await rent(101)
        guard case .present(let booting) = try await client.lookup(id) else {
            Issue.record("the new machine is not there")
            return
        }
        #expect(booting.status == .booting && booting.running == rate(315_000))
        clock.advance(.seconds(90))
        let listing = await client.listing()
        #expect(listing.instances.map(\.status) == [.running])
        #expect(listing.instances.map(\.machine) == ["1"])
        try await client.destroy(id)
        try await client.destroy(id)
        #expect(try await client.lookup(id) == .absent)
        #expect(await client.listing().instances.isEmpty)
    }

    @Test func `quirk 1, an offer taken meanwhile is told as gone`() async throws {
        _ = try await rent(101)
        guard case .refused(_, offerGone: true) = await client.create(order(101)) else {
            Issue.record("an offer that was taken is not gone")
            return
        }
    }

    @Test(arguments: [FaultKind.answerLost, .closedAfter, .closedBefore, .lateEffect])
    func `quirk 2, a create whose answer is lost is sent once and stays in doubt`(
        _ kind: FaultKind
    ) async throws {
        try fault(kind, on: .create)
        guard case .unknown = await client.create(order(101)) else {
            Issue.record("a lost answer was taken for one")
            return
        }
        clock.advance(.seconds(120))
        #expect(world.population(at: clock.now) == (kind == .closedBefore ? 0 : 1))
    }

    @Test(arguments: [FaultKind.http503, .html, .emptyObject])
    func `a create that meets a gateway is in doubt, and is not sent again`(
        _ kind: FaultKind
    ) async throws {
        try fault(kind, on: .create)
        guard case .unknown = await client.create(order(101)) else {
            Issue.record("a gateway's answer was taken for the service's")
            return
        }
        #expect(world.population(at: clock.now) == 0)
    }

    @Test func `quirk 4, a new machine may not be listed yet, and its lookup shows it`()
        async throws
    {
        try fault(.listingLag, on: .create)
        let id = try await rent(101)
        let listing = await client.listing()
        #expect(listing.isComplete && listing.instances.isEmpty)
        clock.advance(.seconds(61))
        #expect(await client.listing().instances.map(\.id) == [id])
    }

    @Test func `quirk 5, a label that was lost can be put back`() async throws {
        try fault(.labelLost, on: .create)
        let id = try await rent(101)
        #expect((await client.listing().instances.first?.label ?? "").isEmpty)
        try await client.setLabel("fk-a-inst0001-00000001", of: id)
        #expect(await client.listing().instances.first?.label == "fk-a-inst0001-00000001")
    }

    @Test func `quirk 12, every page is followed`() async throws {
        let catalog = Catalog(
            (1...60).map {
                Offer(
                    id: 1000 + $0, machineID: $0, gpuIDs: [$0],
                    gpuRate: Dollars(microdollars: 300_000))
            })
        let world = SimulatedWorld(catalog: catalog, start: clock.now)
        let key = try #require(Secret("simulated-key"))
        let client = VastClient(
            origin: "http://127.0.0.1:1", key: key,
            http: WorldExchange(world, now: { [clock] in clock.now }), pacing: nil,
            clock: clock.wallClock, deadline: clock.now + .seconds(86_400))
        for number in 1...60 { _ = await client.create(order(1000 + number)) }
        #expect(await client.listing().instances.count == 60)
        for kind in [FaultKind.partialPage, .cursorRepeats] {
            try world.addFault(FaultOrder(kind, on: .list, count: 10), at: clock.now)
            guard case .partial = await client.listing().completeness else {
                Issue.record("\(kind) was taken for a whole list")
                return
            }
            try world.clearFaults(at: clock.now)
        }
    }

    @Test(arguments: [FaultKind.html, .emptyObject])
    func `quirk 11, an error is never an empty list`(_ kind: FaultKind) async throws {
        _ = try await rent(101)
        try fault(kind, on: .list)
        guard case .failed = await client.listing().completeness else {
            Issue.record("\(kind) was taken for a list")
            return
        }
    }

    @Test func `quirk 13, calls that come too often are repeated, reads only`() async throws {
        for operation in [SimOperation.list, .user, .search, .show, .destroy] {
            try fault(.http429, on: operation, count: 2)
        }
        #expect(await client.listing().isComplete)
        #expect(try await client.account() == "417001")
        try await client.destroy(InstanceID(provider: .vast, value: "1"))
        try fault(.http429, on: .create)
        guard case .refused(_, offerGone: false) = await client.create(order(101)) else {
            Issue.record("a create that came too often was not refused")
            return
        }
    }

    @Test func `quirk 30, a row dearer than its offer shows its price`() async throws {
        try fault(.priceRaised, on: .create)
        _ = try await rent(101)
        let running = try #require(await client.listing().instances.first?.running)
        #expect(running > rate(315_000))
    }

    @Test func `another account is another identity`() async throws {
        try fault(.otherAccount, on: .user)
        #expect(try await client.account() != "417001")
    }

    @Test func `a wrong key is told as one, for every call that needs it`() async throws {
        let client = VastClient(
            origin: "http://127.0.0.1:1", key: try #require(Secret("wrong-key")),
            http: WorldExchange(world, now: { [clock] in clock.now }), pacing: nil,
            clock: clock.wallClock, deadline: clock.now + .seconds(60))
        let error = await #expect(throws: ProviderError.self) { try await client.account() }
        #expect(error?.explanation.status == .credentials)
        guard case .refused = await client.create(order(101)),
            case .failed = await client.listing().completeness
        else {
            Issue.record("a wrong key was let in")
            return
        }
        await #expect(throws: ProviderError.self) {
            try await client.destroy(InstanceID(provider: .vast, value: "1"))
        }
        #expect(world.population(at: clock.now) == 0)
    }
}
