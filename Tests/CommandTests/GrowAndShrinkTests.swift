import Shared
import Testing

/// The one path that everything rests on, with cloudsim's bill as the judge.
@Suite struct GrowAndShrinkTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        fleet = try TestFleet(cloud, at: between.url)
    }

    @Test func `a long queue makes four machines and never a fifth`() throws {
        try fleet.queue(100)
        for run in 1...10 {
            let finished = try fleet.check()
            #expect(finished.status == 0, "run \(run): \(finished.errors)")
            #expect(try cloud.bill().existing.count == min(4, 2 * run))
            cloud.pass(.seconds(5))
        }
        let bill = try cloud.bill()
        #expect(Set(bill.existing.compactMap(\.label)).count == 4)
        #expect(bill.existing.allSatisfy { $0.label?.hasPrefix("fk-test-") ?? false })
        #expect(between.creates == 4)
        #expect(between.destroys == 0)
        #expect(try fleet.events().map { $0.last } == Array(repeating: "ready", count: 4))
    }

    @Test func `the bill lies inside what the reports say, machine by machine`() throws {
        try fleet.queue(3)
        _ = try fleet.check()
        _ = try fleet.check()
        for _ in 1...5 {
            cloud.pass(.seconds(20))
            let before = try costs(try fleet.report(), "cost_at_least")
            let bill = try cloud.bill()
            let after = try costs(try fleet.report(), "cost_at_most")
            #expect(bill.machines.count == 3)
            for machine in bill.machines {
                #expect(try #require(before[machine.id]) <= machine.microdollars)
                #expect(try #require(after[machine.id]) >= machine.microdollars)
            }
        }
    }

    @Test func `an empty queue leaves the minimum, and what ended cost what we say`() throws {
        fleet.configuration.min = 1
        try fleet.queue(100)
        for _ in 1...3 {
            _ = try fleet.check()
            cloud.pass(.seconds(10))
        }
        try fleet.queue(0)
        let isSmall = try fleet.checks(cloud) { finished in
            #expect(finished.status == 0)
            return try fleet.journal().openRentals().count == 1
        }
        #expect(isSmall)
        let bill = try cloud.bill()
        #expect(bill.existing.count == 1)
        #expect(bill.mostAtOnce == 4)
        let ended = try fleet.journal().allRentals().filter { $0.state == .ended }
        #expect(ended.count == 3)
        for rental in ended {
            let machine = try #require(bill.machines.first { $0.id == rental.instance?.value })
            #expect(rental.cause == .policy)
            #expect(machine.microdollars >= rental.accrual.low.microdollars)
            #expect(machine.microdollars <= rental.accrual.high.microdollars)
            #expect(rental.accrual.low > .zero)
        }
    }

    /// A figure of each machine, by its id at the provider, in micro-dollars.
    private func costs(_ report: JSONValue, _ figure: String) throws -> [String: Int64] {
        var costs: [String: Int64] = [:]
        for rental in try #require(report["rentals"]?.elements) {
            let instance = try #require(rental["instance"]?.string).dropFirst("vast-".count)
            let amount = try #require(rental[figure]?.string.flatMap { Dollars(text: $0) })
            costs[String(instance)] = amount.microdollars
        }
        return costs
    }
}
