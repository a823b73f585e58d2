import Testing

@testable import Autoscaler
@testable import Shared

/// What a whole run wants: endings that no group's size decides.
@Suite struct DecideFleetTests {
    private func seen(_ rentals: [Rental], story: DecideStory = DecideStory()) -> Observation {
        var story = story
        story.rentals = rentals
        let reconciliation = Reconciliation(
            rentals: rentals, changes: [], orphans: [], suspects: [], strangers: [],
            otherInstallations: [], mislabelled: [:], missing: [], overpriced: [],
            vanished: nil)
        let market = MarketView(
            provider: .vast, account: "1",
            listing: Listing(
                provider: .vast, completeness: .complete, instances: [], begun: stamp(0),
                ended: stamp(0)),
            reconciliation: reconciliation, held: [])
        return Observation(
            markets: [market], rentals: rentals, inFlight: [], groups: [story.view],
            unconfigured: [], books: story.books, limits: story.limits, clockDoubts: [],
            alerts: [], now: stamp(0))
    }

    private func endings(_ seen: Observation) -> [Decision.Ending] {
        decide(seen, bootDeadline: .seconds(1200)).endings
    }

    @Test(arguments: [(1200, false), (1201, true)] as [(Int64, Bool)])
    func `a machine that does not come up in its time is abandoned`(
        _ age: Int64, _ isAbandoned: Bool
    ) throws {
        let endings = endings(seen([try machine(1, .booting, intendedAt: -age)]))
        #expect(endings.map(\.cause) == (isAbandoned ? [.failedStart] : []))
    }

    @Test(arguments: [RentalState.ready, .stopped, .unreachable, .requested, .intended, .ending])
    func `only what is booting is abandoned for its time`(_ state: RentalState) throws {
        #expect(endings(seen([try machine(1, state)])).isEmpty)
    }

    @Test func `what was ready once, or is missing, or in another's hands, is not abandoned`()
        throws
    {
        var wasReady = try machine(1, .booting)
        wasReady.readyAt = stamp(-5000)
        let missing = try machine(2, .booting, isMissing: true)
        let busy = try machine(3, .booting)
        var seen = seen([wasReady, missing, busy])
        seen.inFlight = [busy.id]
        #expect(endings(seen).isEmpty)
    }

    @Test func `a new row dearer than booked is ended for the budget`() throws {
        var dear = try machine(1)
        dear.running = rate(900_000)
        var seen = seen([dear, try machine(2)])
        seen.markets[0].reconciliation?.overpriced = [dear.id]
        let ending = try #require(endings(seen).first)
        #expect(ending.rental == dear.id && ending.cause == .budget)
        #expect(ending.because == "it costs $0.90/h, booked was $0.38/h")
        #expect(endings(seen).count == 1)
    }

    @Test func `while anything is held for the whole fleet nothing is ended`() throws {
        var seen = seen([try machine(1, .booting)])
        seen.clockDoubts = ["the clocks differ"]
        #expect(endings(seen).isEmpty)
    }

    @Test func `a rental of a group that is not configured is frozen`() throws {
        var seen = seen([try machine(1, .booting)])
        seen.unconfigured = seen.rentals
        #expect(endings(seen).isEmpty)
    }

    @Test func `what ends in this run keeps its place, so its successor waits for the next`()
        throws
    {
        let stuck = try machine(1, .booting)
        let decision = decide(
            seen([stuck], story: DecideStory(size: 1...1, demand: queue(1))),
            bootDeadline: .seconds(1200))
        #expect(decision.endings.map(\.rental) == [stuck.id])
        #expect(decision.groups.map(\.rent) == [0] && decision.groups.map(\.capacity) == [0])
        let roomy = decide(
            seen([stuck], story: DecideStory(size: 1...2, demand: queue(1))),
            bootDeadline: .seconds(1200))
        #expect(roomy.groups.map(\.rent) == [1])
    }

    @Test func `no machine is both ended and retired`() throws {
        let decision = decide(
            seen([try machine(1, .booting), try machine(2)]), bootDeadline: .seconds(1200))
        #expect(decision.endings.map(\.rental) == [try rentalID(1)])
        #expect(decision.groups[0].retire.map(\.rental) == [try rentalID(2)])
    }
}
