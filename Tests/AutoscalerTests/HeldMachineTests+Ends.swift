import CloudSim
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// How a held machine ends, and what keeps it from that.
extension HeldMachineTests {
    @Test func `machines of a group that lost its sync sets are destroyed in the next run`()
        async throws
    {
        var fleet = only(.vast)
        try await grow(fleet, to: 2)
        for _ in 0..<3 { _ = try await run(fleet, wish: 0) }
        #expect(account.population(at: clock.now) == 2)
        fleet.sync = []
        let report = try await run(fleet, wish: 0)
        #expect(report.actions.map(\.outcome) == [.done, .done])
        #expect(
            report.actions.allSatisfy {
                $0.detail == "policy: group play has no sync any more"
            })
        for _ in 0..<2 { _ = try await run(fleet, wish: 0) }
        #expect(try rentals().isEmpty && account.population(at: clock.now) == 0)
    }

    @Test func `under the last good configuration nothing that holds files is destroyed`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(
            perMachine: Dollars(microdollars: 10_000), then: .destroy)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        var broken = CheckOptions()
        broken.protectOnly = true
        for sync in [[SyncSet].gamesAndElo, []] {
            fleet.sync = sync
            let report = try await run(fleet, wish: 0, options: broken)
            #expect(report.actions.map(\.kind) == (sync.isEmpty ? [] : [.stop]))
            #expect(report.holdings.map(\.step) == [.wait])
            #expect(
                report.lines.contains { $0.contains("the configuration is broken, so nothing") })
        }
        #expect(account.population(at: clock.now) == 1)
    }

    @Test func `what a group that is not configured held is held, stopped at the limit, and kept`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(
            perMachine: Dollars(microdollars: 40_000), then: .destroy)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        fleet.groupName = "other"
        fleet.sync = []
        var kinds: [Action.Kind] = []
        for _ in 0..<8 { kinds += try await run(fleet, wish: 0).actions.map(\.kind) }
        #expect(kinds == [.stop])
        let report = try await run(fleet, wish: 0)
        #expect(report.holdings.map(\.owed) == [.unknown])
        #expect(report.lines.contains { $0.contains("or put group play back") })
        #expect(try rentals().map(\.state) == [.draining])
        #expect(account.population(at: clock.now) == 1)
    }

    @Test func `a renamed group's machines wait for the sync sets of its new name`() async throws {
        var fleet = only(.vast)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        fleet.groupName = "selfplay"
        fleet.renamedFrom = "play"
        fleet.sync = [SyncSet.init(name: "nets", source: .folder("/n/"), destination: "/n/")]
        let report = try await run(fleet, wish: 0)
        #expect(report.actions.isEmpty && report.holdings.map(\.owed) == [.sets(["nets"])])
        fleet.sync = []
        _ = try await run(fleet, wish: 0)
        #expect(account.population(at: clock.now) == 0)
    }

    @Test
    func `while its provider cannot be reached a held machine stays as it is, and is told of`()
        async throws
    {
        var fleet = fleet
        fleet.budget.hold = HoldLimit(
            perMachine: Dollars(microdollars: 40_000), then: .destroy)
        try await grow(fleet)
        for _ in 0..<2 { _ = try await run(fleet, wish: 0) }
        let held = try rentals().filter { $0.state == .draining }.map(\.provider)
        #expect(Set(held) == [.vast, .vultr])
        clock.advance(.seconds(3600))
        let report = try await fleet.run(on: network(without: .vultr), wish: 0)
        #expect(report.lines.contains { $0.contains("vultr cannot be seen whole") })
        let left = try rentals().filter { $0.state == .draining }
        #expect(left.allSatisfy { $0.provider == .vultr } && !left.isEmpty)
        #expect(try rentals().filter { $0.provider == .vast }.allSatisfy { $0.state == .ending })
    }

    @Test func `a held machine that another process works on is left to it`() async throws {
        var fleet = only(.vast)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        let other = try RentalLocks(in: fleet.folder)
        #expect(other.acquire(try #require(try rentals().first).number))
        fleet.sync = []
        let report = try await run(fleet, wish: 0)
        #expect(report.holdings.map(\.because) == ["another process works on it"])
        #expect(account.population(at: clock.now) == 1)
        other.release(try #require(try rentals().first).number)
        _ = try await run(fleet, wish: 0)
        #expect(account.population(at: clock.now) == 0)
    }

    @Test func `a machine that is taken away with its files is a loss that is told`() async throws {
        let fleet = only(.vast)
        try await grow(fleet, to: 2)
        _ = try await run(fleet, wish: 1)
        let all = try rentals()
        #expect(Set(all.map(\.state)) == [.draining, .ready])
        for rental in all { try await client.destroy(try #require(rental.instance)) }
        var details: [String] = []
        for _ in 0..<4 {
            clock.advance(.seconds(60))
            details += try await run(fleet, wish: nil).actions.map(\.detail)
        }
        #expect(
            details.sorted() == [
                "ended: lost: its files were never copied home (games, elo)",
                "ended: policy: its files were never copied home (games, elo), unless by hand",
            ])
        let ended = try fleet.journal().allRentals()
        #expect(Set(ended.compactMap(\.cause)) == [.lost, .policy])
    }
}
