import CloudSim
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// Whole runs over a simulated account in memory.
@Suite struct CheckTests {
    let scratch: ScratchFolder
    let clock = SimulatedClock()
    let account: SimulatedWorld
    var fleet: SimulatedFleet

    init() throws {
        scratch = try ScratchFolder()
        account = SimulatedWorld(
            WorldSettings(seed: 1, account: .init(apiKey: SimulatedFleet.key)), start: clock.now)
        fleet = SimulatedFleet(
            folder: "\(scratch.path)/state", clock: clock, random: SeededRandom(seed: 1))
    }

    var network: WorldExchange { WorldExchange(account, now: { [clock] in clock.now }) }

    /// Runs until the fleet has its three machines, all running.
    private func grow() async throws {
        for _ in 0..<3 {
            _ = try await fleet.run(on: network, wish: 3)
            clock.advance(.seconds(300))
        }
        #expect(account.population(at: clock.now) == 3)
    }

    @Test func `a fleet follows its queue up and down, and the journal ends with it`() async throws
    {
        try await grow()
        for _ in 0..<5 {
            _ = try await fleet.run(on: network, wish: 0)
            clock.advance(.seconds(300))
        }
        #expect(account.population(at: clock.now) == 0)
        let rentals = try fleet.journal().allRentals()
        #expect(rentals.map(\.state) == [.ended, .ended, .ended])
        #expect(rentals.map(\.cause) == [.policy, .policy, .policy])
    }

    @Test func `while only protecting, neither the queue nor a floor moves the fleet`() async throws
    {
        try await grow()
        var options = CheckOptions()
        options.protectOnly = true
        for wish in [0, 3, nil] {
            let report = try await fleet.run(on: network, wish: wish, options)
            #expect(report.actions.isEmpty)
        }
        #expect(account.population(at: clock.now) == 3)
    }

    @Test func `while only protecting, what was ending is still confirmed`() async throws {
        try await grow()
        _ = try await fleet.run(on: network, wish: 0)
        var options = CheckOptions()
        options.protectOnly = true
        for _ in 0..<3 {
            clock.advance(.seconds(300))
            _ = try await fleet.run(on: network, wish: 3, options)
        }
        let states = try fleet.journal().allRentals().map(\.state)
        #expect(states.filter { $0 == .ended }.count == 2)
    }

    @Test func `a passed budget ends machines even while only protecting`() async throws {
        try await grow()
        var tight = fleet
        tight.budget.hourly = Dollars(microdollars: 400_000)
        var options = CheckOptions()
        options.protectOnly = true
        let report = try await tight.run(on: network, wish: 3, options)
        #expect(report.actions.map(\.kind) == [.retire])
        #expect(report.actions.map(\.outcome) == [.done])
        #expect(try fleet.journal().allRentals().compactMap(\.cause) == [.budget])
    }

    @Test func `another account is refused and changes nothing`() async throws {
        try await grow()
        try account.addFault(FaultOrder(.otherAccount, window: .seconds(60)), at: clock.now)
        let before = try fleet.journal().allRentals()
        await #expect(
            throws: CheckError.otherAccount(provider: .vast, bound: "417001", seen: "417002")
        ) {
            try await fleet.run(on: network, wish: 0)
        }
        #expect(try fleet.journal().allRentals() == before)
    }

    @Test func `another account is bound by name only when nothing is left in the old one`()
        async throws
    {
        try await grow()
        try account.addFault(FaultOrder(.otherAccount, window: .seconds(86_400)), at: clock.now)
        var options = CheckOptions()
        options.rebind = true
        await #expect(
            throws: CheckError.rentalsElsewhere(provider: .vast, bound: "417001", open: 3)
        ) {
            try await fleet.run(on: network, wish: 0, options)
        }
        try account.clearFaults(at: clock.now)
        for _ in 0..<5 {
            _ = try await fleet.run(on: network, wish: 0)
            clock.advance(.seconds(300))
        }
        try account.addFault(FaultOrder(.otherAccount, window: .seconds(86_400)), at: clock.now)
        _ = try await fleet.run(on: network, wish: 0, options)
        #expect(try fleet.journal().account(of: .vast) == "417002")
    }

    @Test(arguments: [119, -119, 122, -122])
    func `a clock over two minutes from the provider's creates, ends and dates nothing`(
        seconds: Int
    ) async throws {
        try await grow()
        let runs = try fleet.journal().recentRuns(of: "autoscaler").count
        let theirs = (clock.now + .seconds(seconds)).httpDate
        let dated = DatedExchange(base: network, date: theirs)
        let report = try await fleet.run(on: dated, wish: 0)
        let trusted = abs(seconds) <= 120
        #expect(report.actions.isEmpty != trusted)
        #expect(report.status == (trusted ? .done : .incomplete))
        #expect(try fleet.journal().recentRuns(of: "autoscaler").count == runs + (trusted ? 1 : 0))
    }

    @Test(arguments: [120, 121])
    func `a record from over two minutes ahead creates and ends nothing`(seconds: Int) async throws
    {
        try await grow()
        let newest = try #require(try fleet.journal().newestRecord())
        clock.step(newest - .seconds(seconds) - clock.now)
        let undated = DatedExchange(base: network, date: nil)
        let report = try await fleet.run(on: undated, wish: 0)
        #expect(report.actions.isEmpty == (seconds > 120))
    }

    @Test func `a list that failed closes no create in doubt`() async throws {
        try account.addFault(FaultOrder(.closedBefore, on: .create), at: clock.now)
        _ = try await fleet.run(on: network, wish: 1)
        #expect(try fleet.journal().openRentals().map(\.state) == [.requested])
        clock.advance(.seconds(1200))
        try account.addFault(FaultOrder(.html, on: .list, window: .seconds(60)), at: clock.now)
        let report = try await fleet.run(on: network, wish: 1)
        #expect(report.status == .unreachable)
        #expect(try fleet.journal().openRentals().map(\.state) == [.requested])
        clock.advance(.seconds(300))
        _ = try await fleet.run(on: network, wish: 0)
        #expect(try fleet.journal().openRentals() == [])
    }

    @Test func `a list that failed is no absence`() async throws {
        try await grow()
        try account.addFault(FaultOrder(.html, on: .list, window: .seconds(60)), at: clock.now)
        _ = try await fleet.run(on: network, wish: 3)
        #expect(try fleet.journal().openRentals().allSatisfy { $0.missing == nil })
        #expect(try fleet.journal().openRentals().count == 3)
    }

    @Test func `a reservation reaches over the longest gap between two runs, a day at the most`()
        async throws
    {
        let first = try await fleet.run(on: network, wish: 1)
        #expect(first.seen.limits.horizon == .seconds(300 + 120))
        clock.advance(.seconds(7200))
        let late = try await fleet.run(on: network, wish: 1)
        let gap = late.seen.limits.horizon - .seconds(120)
        #expect(gap >= .seconds(7200) && gap < .seconds(7260))
        clock.advance(.seconds(300))
        let after = try await fleet.run(on: network, wish: 1)
        #expect(after.seen.limits.horizon - .seconds(120) >= .seconds(7200))
        clock.advance(.seconds(3 * 86_400))
        let weekend = try await fleet.run(on: network, wish: 1)
        #expect(weekend.seen.limits.horizon == .seconds(86_400 + 120))
    }

    @Test func `a daily limit keeps a machine away that the longest gap could make too dear`()
        async throws
    {
        _ = try await fleet.run(on: network, wish: 0)
        clock.advance(.seconds(7200))
        // Two hours and two minutes of the cheapest machine cost more than half a dollar.
        var limited = fleet
        limited.budget.daily = Dollars(microdollars: 500_000)
        let report = try await limited.run(on: network, wish: 1)
        #expect(report.actions.map(\.outcome) == [.held])
        #expect(account.population(at: clock.now) == 0)
        limited.budget.daily = Dollars(microdollars: 700_000)
        clock.advance(.seconds(60))
        _ = try await limited.run(on: network, wish: 1)
        #expect(account.population(at: clock.now) == 1)
    }

    @Test func `a destroy that nobody accepted is sent again, even while the list fails`()
        async throws
    {
        try await grow()
        try account.addFault(
            FaultOrder(.http503, on: .destroy, window: .seconds(120)), at: clock.now)
        let refused = try await fleet.run(on: network, wish: 0)
        #expect(refused.status == .incomplete)
        #expect(account.population(at: clock.now) == 3)
        clock.advance(.seconds(300))
        try account.addFault(FaultOrder(.html, on: .list, window: .seconds(60)), at: clock.now)
        let blind = try await fleet.run(on: network, wish: 3)
        #expect(blind.actions.map(\.kind) == [.retire, .retire])
        #expect(blind.actions.map(\.outcome) == [.done, .done])
        #expect(account.population(at: clock.now) == 1)
        // Once accepted, it waits for a list that says something.
        clock.advance(.seconds(300))
        try account.addFault(FaultOrder(.html, on: .list, window: .seconds(60)), at: clock.now)
        #expect(try await fleet.run(on: network, wish: 3).actions.isEmpty)
    }

    @Test func `no list, however short, makes room under max for a machine that may bill`()
        async throws
    {
        try await grow()
        try account.addFault(
            FaultOrder(.http500, on: .destroy, window: .seconds(3000)), at: clock.now)
        for _ in 0..<2 {
            _ = try await fleet.run(on: network, wish: 0)
            clock.advance(.seconds(300))
        }
        try account.addFault(
            FaultOrder(.truncatedList, on: .list, window: .seconds(3000), amount: 3), at: clock.now)
        for _ in 0..<3 {
            _ = try await fleet.run(on: network, wish: 3)
            #expect(account.population(at: clock.now) <= SimulatedFleet.most)
            clock.advance(.seconds(300))
        }
    }

    @Test func `a destroy answered by a page is sent again, and what goes on billing is an alert`()
        async throws
    {
        try await grow()
        try account.addFault(
            FaultOrder(.html, on: .destroy, window: .seconds(86_400)), at: clock.now)
        for minute in stride(from: 0, through: 20, by: 5) {
            let report = try await fleet.run(on: network, wish: 0)
            #expect(report.status == .incomplete)
            #expect(report.actions.allSatisfy { $0.outcome == .failed })
            #expect(report.seen.alerts.count == (minute >= 20 ? 3 : minute >= 15 ? 2 : 0))
            clock.advance(.seconds(300))
        }
        #expect(account.population(at: clock.now) == 3)
        try account.clearFaults(at: clock.now)
        for _ in 0..<3 {
            _ = try await fleet.run(on: network, wish: 0)
            clock.advance(.seconds(300))
        }
        #expect(try fleet.journal().openRentals().isEmpty)
    }

    @Test func `runs without news leave records for two days, and the newest`() async throws {
        for _ in 0..<101 {
            _ = try await fleet.run(on: network, wish: 0)
            clock.advance(.seconds(3600))
        }
        let kept = try fleet.journal().database.read { connection in
            try connection.rows("SELECT record FROM run ORDER BY number")
        }.map { $0.text("record") != nil }
        #expect(kept.count == 101)
        #expect(kept.prefix(50).allSatisfy { !$0 } && kept.suffix(48).allSatisfy(\.self))
    }

    @Test func `a dry run changes neither the account nor a byte of the state`() async throws {
        try await grow()
        let before = try fleet.journal().allRentals()
        let report = try await fleet.run(on: network, wish: 0, CheckOptions(dryRun: true))
        #expect(report.decision.groups.first?.retire.count == 2)
        #expect(report.actions.map(\.kind) == [.retire, .retire])
        #expect(report.actions.allSatisfy { $0.outcome == .planned })
        #expect(try fleet.journal().allRentals() == before)
        #expect(account.population(at: clock.now) == 3)
    }
}

/// Answers with a `Date` of the test's choosing, or without one.
private struct DatedExchange: HTTPExchange {
    let base: any HTTPExchange
    let date: String?

    func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var response = try await base.exchange(request)
        response.headers.removeAll { $0.name == "Date" }
        if let date { response.headers.append((name: "Date", value: date)) }
        return response
    }
}
