import CloudSim
import Shared
import TestSupport
import Testing

@Suite struct WorldExchangeTests {
    let clock = SimulatedClock()
    let world: SimulatedWorld
    let key: Secret

    init() throws {
        world = SimulatedWorld(start: clock.now)
        key = try #require(Secret("simulated-key"))
    }

    func client(_ hooks: WorldExchange.Hooks = WorldExchange.Hooks()) -> VastClient {
        VastClient(
            origin: "http://127.0.0.1:1", key: key,
            http: WorldExchange(world, now: { clock.now }, hooks: hooks), pacing: nil,
            clock: clock.wallClock, deadline: clock.now + .seconds(3600))
    }

    let order = CreateOrder(
        offer: "101", label: "fk-a-00000000-00000000", image: "image", diskGB: 72)

    @Test func `the world answers the real client`() async throws {
        #expect(try await client().account() == "417001")
        guard case .accepted(let id) = await client().create(order) else {
            Issue.record("the create was not accepted")
            return
        }
        let listing = await client().listing()
        #expect(listing.isComplete)
        #expect(listing.instances.map(\.id) == [id])
        #expect(listing.instances.map(\.label) == [order.label])
    }

    @Test(arguments: [FaultKind.answerLost, .closedAfter])
    func `a lost answer is in doubt, and the machine exists`(_ kind: FaultKind) async throws {
        try world.addFault(FaultOrder(kind, on: .create), at: clock.now)
        guard case .unknown = await client().create(order) else {
            Issue.record("a lost answer was taken for one")
            return
        }
        #expect(world.population(at: clock.now) == 1)
    }

    @Test func `a slow answer comes at once`() async throws {
        try world.addFault(FaultOrder(.slow, on: .create), at: clock.now)
        guard case .accepted = await client().create(order) else {
            Issue.record("the create was not accepted")
            return
        }
    }

    @Test func `a hook before keeps the request from leaving`() async {
        let hooks = WorldExchange.Hooks(before: { _ throws(HTTPError) in
            throw .notSent("stopped")
        })
        #expect(await client(hooks).create(order) == .notSent(reason: "stopped"))
        #expect(world.population(at: clock.now) == 0)
    }

    @Test func `a hook after loses the answer of what was done`() async {
        let hooks = WorldExchange.Hooks(after: { _, _ throws(HTTPError) in
            throw .answerLost("stopped")
        })
        #expect(await client(hooks).create(order) == .unknown(reason: "stopped"))
        #expect(world.population(at: clock.now) == 1)
    }
}
