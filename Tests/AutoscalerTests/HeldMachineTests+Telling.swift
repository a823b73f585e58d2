import CloudSim
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// What is said of held machines, and how often.
extension HeldMachineTests {
    @Test func `each run tells what a machine waits for, since when, for how much, and what to do`()
        async throws
    {
        let fleet = only(.vast)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        let report = try await run(fleet, wish: 0)
        let line = try #require(report.lines.first { $0.hasPrefix("draining: ") })
        let rental = try #require(try rentals().first)
        let since = try #require(rental.drainingAt).wall
        for part in [
            "\(try #require(rental.instance)) (policy) is held since \(since)",
            "until its files are home: games, elo", "of $5.00, ", " a day",
            "at the limit it is stopped and kept", "copy them from ssh://root@",
            "then destroy it at vast or take sync out of group play",
        ] { #expect(line.contains(part), "\(part)") }
        guard case .array(let holdings) = report.json["holdings"] else { return }
        let held = try #require(holdings.first)
        #expect(held["waits_for"] == ["games", "elo"] && held["next"] == "wait")
        #expect(held["limit"] == "5.000000" && held["then"] == "keep")
        #expect(held["since"] == .string(since.description))
        #expect(report.standings.map(\.kind) == [.draining])
    }

    @Test func `with --quiet it is news when it begins and once a day, not in every run`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 100_000_000))
        try await grow(fleet, to: 1)
        var news: [Int] = []
        for number in 0..<300 {
            if try await run(fleet, wish: 0).isEventful { news.append(number) }
        }
        #expect(news == [0, 287])
    }

    @Test func `a dry run says what would become of a held machine, and does nothing`() async throws
    {
        var fleet = only(.vast)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        fleet.sync = []
        var dry = CheckOptions()
        dry.dryRun = true
        let report = try await run(fleet, wish: 0, options: dry)
        #expect(report.holdings.map(\.step) == [.release])
        #expect(report.actions.map(\.outcome) == [.planned])
        #expect(report.actions.first?.detail == "group play has no sync any more")
        #expect(account.population(at: clock.now) == 1)
    }
}
