import CloudSim
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// Promise D1 over whole runs and an account at each provider: machines whose files are not home
/// are held, cost money, and say so.
@Suite struct HeldMachineTests {
    let scratch: ScratchFolder
    let clock = SimulatedClock()
    let account: SimulatedWorld
    var fleet: SimulatedFleet

    init() throws {
        scratch = try ScratchFolder()
        account = SimulatedWorld(
            WorldSettings(
                seed: 1, account: .init(apiKey: SimulatedFleet.key, vultrKey: SimulatedFleet.key)),
            vultr: .withGamersCard, start: clock.now)
        fleet = SimulatedFleet(
            folder: "\(scratch.path)/state", clock: clock, random: SeededRandom(seed: 1))
        fleet.providers = [.vast, .vultr]
        fleet.sync = .gamesAndElo
        fleet.scaleUp = StepLimit(maxStep: 3)
    }

    @Test(arguments: [ProviderName.vast, .vultr])
    func `a fleet that shrinks holds what was ready: nothing is destroyed and the bill goes on`(
        _ provider: ProviderName
    ) async throws {
        let fleet = only(provider)
        try await grow(fleet)
        let calls = CallLog()
        for _ in 0..<6 { _ = try await run(fleet, wish: 0, calls) }
        #expect(try rentals().map(\.state) == [.draining, .draining, .draining])
        #expect(try rentals().allSatisfy { $0.cause == .policy && $0.drainingAt != nil })
        #expect(!calls.all.contains { $0.hasPrefix("DELETE") || $0.contains("PUT /api/v0/inst") })
        #expect(account.population(at: clock.now) == 3)
        #expect(try fleet.journal().totalCost(at: clock.now).contains(bill))
    }

    @Test func `what was never ready is destroyed at once, files or not`() async throws {
        let fleet = only(.vast)
        _ = try await run(fleet, wish: 2, after: .seconds(5))
        for _ in 0..<4 { _ = try await run(fleet, wish: 0, after: .seconds(100)) }
        #expect(try rentals().isEmpty)
        #expect(account.population(at: clock.now) == 0)
    }

    @Test func `held machines take room under max, and none is chosen or asked for again`()
        async throws
    {
        let fleet = only(.vast)
        try await grow(fleet)
        for _ in 0..<2 { _ = try await run(fleet, wish: 0) }
        let before = try rentals().map(\.drainingAt)
        let report = try await run(fleet, wish: 3)
        #expect(report.decision.groups.map(\.rent) == [0])
        #expect(report.decision.groups.map(\.capacity) == [0])
        #expect(
            report.decision.groups[0].held == [
                "max 3: 3 machines exist or may exist (3 of them held for their files), so 0 of 3 more"
            ])
        #expect(try rentals().map(\.drainingAt) == before)
        #expect(account.population(at: clock.now) == 3)
    }

    @Test func `retire: true holds the whole group too, for the user`() async throws {
        var fleet = only(.vast)
        try await grow(fleet)
        fleet.retire = true
        let report = try await run(fleet, wish: 3)
        #expect(try rentals().map(\.state) == [.draining, .draining, .draining])
        #expect(try rentals().allSatisfy { $0.cause == .user })
        #expect(report.actions.map(\.outcome) == [.pending, .pending, .pending])
        #expect(report.status == .done)
        #expect(
            report.actions.allSatisfy {
                $0.detail == "user: play; it is kept until its files are home (games, elo)"
            })
    }

    @Test func `a new machine dearer than booked that was seen at work already is held, too`()
        async throws
    {
        let fleet = only(.vast)
        _ = try account.addFault(FaultOrder(.priceRaised, on: .create, count: 1), at: clock.now)
        _ = try await run(fleet, wish: 1)
        let report = try await run(fleet, wish: 1)
        #expect(report.decision.endings.map(\.cause) == [.budget])
        let held = try #require(try rentals().first)
        #expect(held.state == .draining && held.cause == .budget && held.readyAt != nil)
        #expect(try await run(fleet, wish: 1).decision.endings.isEmpty)
        #expect(account.population(at: clock.now) == 2)
    }

    @Test func `over an hourly limit no more are held than have to go, though those still bill`()
        async throws
    {
        var fleet = only(.vast)
        try await grow(fleet)
        fleet.budget.hourly = Dollars(microdollars: 900_000)
        for _ in 0..<5 { _ = try await run(fleet, wish: 3) }
        #expect(try rentals().count { $0.state == .draining && $0.cause == .budget } == 1)
        #expect(try rentals().count { $0.state == .ready } == 2)
    }

    @Test(arguments: [ProviderName.vast, .vultr])
    func `what holding costs is known as an interval, and the bill for it lies inside`(
        _ provider: ProviderName
    ) async throws {
        var fleet = only(provider)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 400_000))
        try await grow(fleet)
        clock.advance(.seconds(1234))
        fleet.retire = true
        _ = try await run(fleet, wish: 0, after: .zero)
        let before = bills
        for step in 1...30 {
            clock.advance(.seconds(Int64(step) * 37))
            _ = try await run(fleet, wish: 0, after: .seconds(11))
            for rental in try rentals() {
                let id = try #require(rental.instance?.value)
                let spent = try #require(bills[id]) - (try #require(before[id]))
                let known = rental.holdingCost(at: clock.now)
                let slack = Dollars(microdollars: 2)  // the bill rounds each machine by itself
                #expect(
                    known.lowerBound <= spent + slack && spent <= known.upperBound + slack,
                    "\(spent) of \(known)")
            }
        }
        #expect(try rentals().allSatisfy { $0.held.upperBound > .zero })
        #expect(try fleet.journal().totalCost(at: clock.now).contains(bill))
    }

    @Test
    func `at the limit a machine is destroyed where the user says so, and told with its files`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(
            perMachine: Dollars(microdollars: 50_000), then: .destroy)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        let waiting = try await run(fleet, wish: 0)
        #expect(waiting.actions.isEmpty && account.population(at: clock.now) == 1)
        #expect(
            waiting.lines.contains { $0.contains("at the limit it is destroyed, with its files") })
        clock.advance(.seconds(300))
        let report = try await run(fleet, wish: 0)
        let action = try #require(report.actions.first)
        #expect(action.kind == .retire && action.outcome == .done)
        #expect(action.detail.hasSuffix("its files were never copied home (games, elo)"))
        let rental = try #require(try rentals().first)
        #expect(rental.state == .ending && rental.cause == .policy)
        #expect(rental.held.upperBound >= Dollars(microdollars: 50_000))
        let events = try fleet.journal().events(of: rental.id)
        #expect(events.contains { $0.contains("never copied home (games, elo)") })
        #expect(account.population(at: clock.now) == 0)
        for _ in 0..<2 { _ = try await run(fleet, wish: 0) }
        #expect(try rentals().isEmpty)
    }

    @Test func `at the limit a machine that is to be kept is stopped at Vast, once`() async throws {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 20_000))
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        let calls = CallLog()
        var kinds: [Action.Kind] = []
        for _ in 0..<6 { kinds += try await run(fleet, wish: 0, calls).actions.map(\.kind) }
        #expect(kinds == [.stop])
        #expect(calls.all.count { $0.hasPrefix("PUT /api/v0/instances/") } == 1)
        let rental = try #require(try rentals().first)
        #expect(rental.state == .draining && rental.stopAcceptedAt != nil)
        let before = bill
        clock.advance(.seconds(36_000))
        let spent = bill - before
        #expect(spent > .zero && spent <= rental.stopped.ceiling(for: .seconds(36_001)))
        let rounding = Dollars(microdollars: 1)
        #expect(rental.rateAhead.perHour <= rental.stopped.perHour + rounding)
        #expect(rental.rateAhead < rental.worstRate)
        #expect(
            try fleet.journal().books(of: fleet.journal().openRentals(), at: clock.now).rate
                == rental.rateAhead)
        let report = try await run(fleet, wish: 0)
        #expect(report.lines.contains { $0.contains("and it is stopped; to do: start it at vast") })
    }

    @Test func `a machine that its owner starts again to copy from is not stopped again`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 20_000))
        try await grow(fleet, to: 1)
        for _ in 0..<4 { _ = try await run(fleet, wish: 0) }
        let rental = try #require(try rentals().first)
        _ = try await client.start(try #require(rental.instance))
        clock.advance(.seconds(300))
        let calls = CallLog()
        let report = try await run(fleet, wish: 0, calls)
        #expect(report.actions.isEmpty)
        #expect(!calls.all.contains { $0.hasPrefix("PUT") })
        #expect(
            report.lines.contains { $0.contains("its stop was accepted, and it is shown running") })
        #expect(try #require(try rentals().first).rateAhead == rental.worstRate)
    }

    @Test func `a machine of Vultr is not stopped: at rest it costs as much`() async throws {
        var fleet = only(.vultr)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 20_000))
        try await grow(fleet, to: 1)
        let calls = CallLog()
        for _ in 0..<5 { _ = try await run(fleet, wish: 0, calls) }
        #expect(!calls.all.contains { $0.hasSuffix("/halt") })
        let report = try await run(fleet, wish: 0)
        #expect(report.lines.contains { $0.contains("costs as much there, so it runs on") })
        #expect(try rentals().map(\.state) == [.draining])
    }
}
