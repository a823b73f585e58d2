import Foundation
import Shared
import Testing

/// The built program over HTTP, renting at Vast and at Vultr at once.
@Suite(.timeLimit(.minutes(15))) struct BothProvidersTests {
    /// Cheap cards at Vast, of which there is one under this price, then Vultr's.
    static let fleet: FleetText = {
        var text = FleetText()
        text.gpus =
            "[{ name: RTX 4090, max_price: 0.17 }, { name: A16, count: 2, max_price: 1.00 }]"
        text.vultr = "{ regions: [sjc, ewr], spacing: off }"
        text.step = 4
        return text
    }()

    @Test func `one run rents at Vast and at Vultr, and the bill of both ends with the work`()
        async throws
    {
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud, Self.fleet)
        try fleet.queue(4)
        let first = try fleet.check()
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        #expect(
            try Set(cloud.bill().existing.map(\.provider)) == ["vast", "vultr"],
            "\(first.output)")
        #expect(try cloud.bill().existing.count == 4)
        let isReady = try fleet.checks(cloud) { _ in
            try fleet.journal().openRentals().allSatisfy { $0.state == .ready }
        }
        #expect(isReady)
        try fleet.queue(0)
        let isOver = try fleet.checks(cloud) { _ in
            try fleet.journal().openRentals().isEmpty
        }
        #expect(isOver)
        let bill = try cloud.bill()
        #expect(bill.existing.isEmpty && bill.machines.count == 4 && bill.repeatedLabels.isEmpty)
        let cost = try fleet.journal().totalCost(at: cloud.now)
        #expect(cost.contains(Dollars(microdollars: bill.total)), "\(bill.total) of \(cost)")
    }

    @Test func `an answer of Vultr that is lost leaves one machine, found by its label`()
        async throws
    {
        let cloud = try Cloud()
        var text = Self.fleet
        text.gpus = "[{ name: A16, count: 2, max_price: 1.00 }]"
        text.max = 2
        let fleet = try TestFleet(cloud, text)
        try fleet.queue(1)
        try cloud.fault("closed-after", "--on", "create")
        let first = try fleet.check()
        #expect(first.status == 1)
        #expect(try fleet.journal().openRentals().map(\.inDoubt) == [true])
        #expect(try fleet.check().status == 0)
        let rentals = try fleet.journal().openRentals()
        #expect(rentals.count == 1 && rentals.first?.instance?.provider == .vultr)
        #expect(try cloud.bill().machines.count == 1)
    }

    @Test func `a key that only Vultr refuses holds what is there, and Vast goes on`() async throws
    {
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud, Self.fleet)
        #expect(try fleet.check().status == 0)
        fleet.environment["VULTR_KEY"] = "another-key"
        try fleet.queue(1)
        let told = try fleet.check()
        #expect(told.status == 1)
        #expect(told.output.contains("held: vultr: "))
        #expect(try cloud.bill().existing.map(\.provider) == ["vast"])
        #expect(!told.output.contains("another-key") && !told.errors.contains("another-key"))
    }

    @Test func `without a key of a configured provider nothing is done`() async throws {
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud, Self.fleet)
        fleet.environment["VULTR_KEY"] = nil
        try fleet.queue(1)
        let told = try fleet.check()
        #expect(told.status == 77)
        #expect(told.errors.contains("there is no API key of Vultr"))
        #expect(try cloud.bill().machines.isEmpty)
    }
}
