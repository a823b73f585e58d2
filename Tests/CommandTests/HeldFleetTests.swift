import Foundation
import Shared
import Testing

/// The built program and a group whose files must come home: held machines, with the market's bill
/// as the judge.
@Suite(.timeLimit(.minutes(15))) struct HeldFleetTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    /// Two machines were seen ready, and then the queue is empty.
    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        var text = FleetText()
        text.group = Self.sync
        fleet = try TestFleet(cloud, at: between.url, text)
        try fleet.queue(2)
        let isReady = try fleet.checks(cloud) { _ in
            let states = try fleet.journal().openRentals().map(\.state)
            return states == [.ready, .ready]
        }
        #expect(isReady)
        try fleet.queue(0)
    }

    static let sync = """
            sync:
              - { name: games, from: /root/data/games/, to: "data/games/{instance}/" }
              - { name: elo, sqlite: /root/data/elo.db, to: "data/elo/{instance}.db" }
        """

    private func hold(_ limit: String) {
        fleet.configuration.top = "budget: { hold: \(limit) }"
    }

    private func states() throws -> [RentalState] {
        try fleet.journal().openRentals().map(\.state)
    }

    @Test func `a fleet that shrinks is held: nothing is destroyed and the bill goes on`() throws {
        let isHeld = try fleet.checks(cloud) { _ in
            try states() == [.draining, .draining]
        }
        #expect(isHeld)
        let before = try cloud.bill().total
        cloud.pass(.seconds(60))
        let finished = try fleet.check()
        #expect(finished.status == 0)
        let lines = finished.output.split(separator: "\n").filter { $0.hasPrefix("draining: ") }
        #expect(lines.count == 2, "\(finished.output)")
        #expect(lines.allSatisfy { $0.contains("until its files are home: games, elo") })
        #expect(try fleet.check("--quiet").output.isEmpty)
        let bill = try cloud.bill()
        #expect(bill.existing.count == 2 && bill.total > before)
        #expect(between.destroys == 0)
        let holdings = try #require(try fleet.report()["holdings"]?.elements)
        #expect(holdings.map { $0["waits_for"] } == [["games", "elo"], ["games", "elo"]])
    }

    @Test func `taking sync out destroys what was held for it`() throws {
        #expect(try fleet.checks(cloud) { _ in try states() == [.draining, .draining] })
        fleet.configuration.group = ""
        #expect(try fleet.checks(cloud) { _ in try states().isEmpty })
        #expect(try cloud.bill().existing.isEmpty)
    }

    @Test func `at the limit they are destroyed where the file says so, and that is told`() throws {
        hold("{ per_machine: 0.01, then: destroy }")
        var told = ""
        let isOver = try fleet.checks(cloud) { finished in
            told += finished.output
            return try states().isEmpty
        }
        #expect(isOver)
        #expect(told.contains("its files were never copied home (games, elo)"))
        #expect(try cloud.bill().existing.isEmpty)
        let rentals = try fleet.journal().allRentals()
        #expect(rentals.allSatisfy { $0.held.upperBound >= Dollars(microdollars: 10_000) })
    }

    @Test func `at the limit they are stopped where they are kept, and the bill falls to storage`()
        throws
    {
        hold("{ per_machine: 0.01, then: keep }")
        let isStopped = try fleet.checks(cloud) { _ in
            let held = try fleet.journal().openRentals()
            return held.allSatisfy { $0.stopAcceptedAt != nil && $0.rateAhead < $0.worstRate }
        }
        #expect(isStopped)
        let (before, begun) = (try cloud.bill().total, cloud.now)
        cloud.pass(.seconds(600))
        let (after, ended) = (try cloud.bill().total, cloud.now)
        let rentals = try fleet.journal().openRentals()
        let most = rentals.reduce(Dollars.zero) {
            $0 + $1.stopped.ceiling(for: ended - begun + .seconds(60))
        }
        #expect(after > before && after - before <= most.microdollars)
        #expect(try fleet.check().status == 0)
        #expect(between.destroys == 0 && rentals.count == 2)
    }
}
