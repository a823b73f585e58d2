import Testing

@testable import Autoscaler
@testable import Shared

/// What becomes of a machine that is held for its files (promise D1): a pure decision.
@Suite struct DecideHoldingTests {
    /// A machine held for an hour, which cost $0.38 at the most.
    private func held(at provider: ProviderName = .vast) throws -> Rental {
        var rental = try machine(1, .draining, at: provider)
        rental.readyAt = stamp(-9000)
        rental.drainingAt = stamp(-3600)
        rental.cause = .policy
        rental.accrual.until = stamp(0).wall
        rental.held = .zero...Dollars(microdollars: 380_000)
        return rental
    }

    private func seen(
        _ rental: Rental, hold: HoldLimit = HoldLimit(), sync: [SyncSet] = .gamesAndElo,
        status: InstanceStatus = .running, held: [String] = []
    ) throws -> Observation {
        var story = DecideStory(rentals: [rental])
        story.budget.hold = hold
        var view = story.view
        view.policy.sync = sync
        let row = Instance(id: try #require(rental.instance), status: status)
        let market = MarketView(
            provider: rental.provider, account: "1",
            listing: Listing(
                provider: rental.provider, completeness: .complete, instances: [row],
                begun: stamp(0), ended: stamp(0)), reconciliation: nil, held: held)
        return Observation(
            markets: [market], rentals: [rental], inFlight: [], groups: [view],
            unconfigured: [], books: story.books, limits: story.limits, clockDoubts: [],
            alerts: [], now: stamp(0))
    }

    private func step(_ seen: Observation) -> Holding.Step? {
        let holdings = decide(seen, bootDeadline: .seconds(1200)).holdings
        return holdings.count == 1 ? holdings[0].step : nil
    }

    private func limit(_ micro: Int64, _ then: HoldLimit.Afterwards = .keep) -> HoldLimit {
        HoldLimit(perMachine: Dollars(microdollars: micro), then: then)
    }

    @Test(
        arguments: [
            (380_001, .keep, .vast, .wait), (380_000, .keep, .vast, .stop),
            (380_001, .destroy, .vast, .wait), (380_000, .destroy, .vast, .destroy),
            (760_001, .keep, .vultr, .wait), (380_000, .keep, .vultr, .wait),
            // A further hour began while it was held, and bills whole.
            (760_001, .destroy, .vultr, .wait), (760_000, .destroy, .vultr, .destroy),
        ] as [(Int64, HoldLimit.Afterwards, ProviderName, Holding.Step)])
    func `the most that holding may have cost decides, at the limit and not before`(
        _ micro: Int64, _ then: HoldLimit.Afterwards, _ provider: ProviderName,
        _ expected: Holding.Step
    ) throws {
        #expect(step(try seen(try held(at: provider), hold: limit(micro, then))) == expected)
    }

    @Test func `what stands still, or whose stop was accepted, is not stopped`() throws {
        #expect(step(try seen(try held(), hold: limit(1), status: .stopped)) == .wait)
        var stopped = try held()
        stopped.stopAcceptedAt = stamp(-60)
        #expect(step(try seen(stopped, hold: limit(1))) == .wait)
        stopped.stopAcceptedAt = nil
        stopped.stopAskedAt = stamp(-60)
        #expect(step(try seen(stopped, hold: limit(1))) == .stop)
    }

    @Test func `what owes nothing any more, or never was ready, is let go`() throws {
        #expect(step(try seen(try held(), sync: [])) == .release)
        var fresh = try held()
        fresh.readyAt = nil
        #expect(step(try seen(fresh)) == .release)
    }

    @Test(arguments: [[SyncSet].gamesAndElo, []])
    func `in doubt nothing is done: a clock, a list, another process, a broken configuration`(
        _ sync: [SyncSet]
    ) throws {
        let known = try seen(try held(), hold: limit(1, .destroy), sync: sync)
        #expect(step(known) != .wait)
        var seen = known
        seen.clockDoubts = ["the clocks differ"]
        #expect(step(seen) == .wait)
        seen = known
        seen.markets[0].held = ["the list broke off"]
        #expect(step(seen) == .wait)
        seen = known
        seen.inFlight = [try rentalID(1)]
        #expect(step(seen) == .wait)
        seen = known
        seen.rentals[0].missing = Absence(begun: stamp(-60), ended: stamp(-59))
        #expect(step(seen) == .wait)
        seen = known
        seen.isProtecting = true
        #expect(step(seen) == (sync.isEmpty ? .wait : .stop), "stopping loses nothing")
        seen = known
        seen.markets[0].provider = .vultr
        #expect(step(seen) == .wait)
    }

    @Test(arguments: [(Holding.Step.stop, Int64(1)), (.wait, 5_000_000)])
    func `of a group that is not configured nothing is destroyed: it is stopped at the most`(
        _ expected: Holding.Step, _ micro: Int64
    ) throws {
        for sync in [[SyncSet].gamesAndElo, []] {
            var seen = try seen(try held(), hold: limit(micro, .destroy), sync: sync)
            seen.groups[0].policy.name = "other"
            #expect(step(seen) == expected)
            seen.rentals[0].readyAt = nil
            #expect(step(seen) != .release && step(seen) != .destroy)
        }
    }

    @Test func `a rental that two groups may mean waits for what either of them keeps`() throws {
        var seen = try seen(try held(), sync: [])
        var renamed = seen.groups[0]
        renamed.policy.name = "new"
        renamed.policy.renamedFrom = "g"
        renamed.policy.sync = .gamesAndElo
        seen.groups.append(renamed)
        #expect(seen.owed(by: seen.rentals[0]) == .sets(["games", "elo"]))
        #expect(step(seen) == .wait)
    }

    @Test func `held machines are no capacity, and are never let go again`() throws {
        var story = DecideStory(rentals: [try held(), try machine(2), try machine(3, .draining)])
        #expect(story.plan.capacity == 1 && story.retired == [2])
        story.retire = true
        #expect(story.retired == [2])
        story.size = 0...3
        story.retire = false
        story.demand = queue(5)
        #expect(story.plan.rent == 0)
    }

    @Test func `what held machines bill lets nobody else go, and what works still must fit`() throws
    {
        var story = DecideStory(
            rentals: [try machine(1, .draining), try machine(2), try machine(3)],
            demand: queue(3))
        var seen = try seen(try held())
        for (hourly, gone) in [(760_000, 0), (759_999, 1)] as [(Int64, Int)] {
            story.budget.hourly = Dollars(microdollars: hourly)
            seen.rentals = story.rentals
            seen.groups = [story.view]
            seen.books = story.books
            seen.limits = story.limits
            let plan = decide(seen, bootDeadline: .seconds(1200)).groups[0]
            #expect(plan.retire.count == gone, "\(hourly)")
        }
    }
}
