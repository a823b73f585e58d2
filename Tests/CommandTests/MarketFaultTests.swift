import Foundation
import Shared
import Testing

/// What the market does to answers and to machines that run, and what the autoscaler makes of it.
@Suite struct MarketFaultTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        fleet = try TestFleet(cloud, at: between.url)
        fleet.configuration.top = "doubt_grace: 1m"
        fleet.configuration.max = 1
        try fleet.queue(1)
    }

    @Test(arguments: [
        "http-500", "http-502", "http-504", "changed-schema", "renamed-fields", "gateway-after",
    ])
    func `a list that cannot be read changes nothing`(_ kind: String) throws {
        try expectOneReady()
        try fleet.queue(0)
        try cloud.fault(kind, "--on", "list", "--for", "2h")
        between.tellTheTruth()
        let finished = try fleet.check()
        #expect([1, 69].contains(finished.status), "\(finished)")
        #expect(between.changes.isEmpty)
        try cloud.clearFaults()
        let isEmpty = try fleet.checks(cloud) { _ in try fleet.journal().openRentals().isEmpty }
        #expect(isEmpty)
        #expect(try cloud.bill().existing.isEmpty)
    }

    @Test(arguments: [
        ("gateway-after", 1), ("changed-schema", 1), ("http-500", 2), ("http-502", 2),
        ("http-504", 2),
    ])
    func `a create whose answer says nothing is one machine`(_ kind: String, creates: Int) throws {
        try cloud.fault(kind, "--on", "create")
        #expect(try fleet.check().status == 1)
        try expectOneReady()
        #expect(between.creates == creates)
    }

    @Test func `a search quota that is used up is not waited for`() throws {
        try cloud.fault("search-quota", "--for", "1h")
        let finished = try fleet.check()
        #expect(finished.status != 0)
        #expect(between.creates == 0)
        try cloud.clearFaults()
        try expectOneReady()
    }

    @Test func `a host out of reach keeps its machine, its place and its rental`() throws {
        try expectOneReady()
        try cloud.fault("host-offline")
        for _ in 1...3 {
            _ = try fleet.check()
            #expect(try fleet.journal().openRentals().map(\.state) == [.unreachable])
            cloud.pass(.seconds(30))
        }
        #expect(between.creates == 1 && between.destroys == 0)
        try cloud.clearFaults()
        try expectOneReady()
        #expect(between.creates == 1)
    }

    @Test func `a machine whose contract has ended is stopped, and ended when nobody needs it`()
        throws
    {
        try expectOneReady()
        try cloud.fault("contract-end")
        _ = try fleet.check()
        #expect(try fleet.journal().openRentals().map(\.state) == [.stopped])
        #expect(between.creates == 1)
        try fleet.queue(0)
        let isEmpty = try fleet.checks(cloud) { _ in try fleet.journal().openRentals().isEmpty }
        #expect(isEmpty)
        #expect(try cloud.bill().existing.isEmpty)
    }

    @Test func `without credit machines stop, and none is rented or forgotten`() throws {
        fleet.configuration.max = 2
        try expectOneReady()
        try cloud.fault("credit-out")
        try fleet.queue(2)
        for _ in 1...2 {
            _ = try fleet.check()
            cloud.pass(.seconds(20))
        }
        #expect(try cloud.bill().machines.count == 1)
        #expect(try fleet.journal().openRentals().map(\.state) == [.stopped])
        let later = try fleet.events().dropFirst()
        #expect(later.allSatisfy { $0.last == "refused" })
        try cloud.clearFaults()
        let isGrown = try fleet.checks(cloud) { _ in try cloud.bill().machines.count == 2 }
        #expect(isGrown)
    }

    @Test func `a machine that lists show after its end is not gone until they do not`() throws {
        try expectOneReady()
        try fleet.queue(0)
        try cloud.fault("destroy-lag", "--seconds", "240")
        _ = try fleet.check()
        #expect(try cloud.bill().existing.isEmpty)
        for _ in 1...3 {
            cloud.pass(.seconds(20))
            _ = try fleet.check()
            #expect(try fleet.journal().openRentals().map(\.state) == [.ending])
        }
        let isEmpty = try fleet.checks(cloud) { _ in try fleet.journal().openRentals().isEmpty }
        #expect(isEmpty)
        #expect(try fleet.journal().allRentals().map(\.cause) == [.policy])
    }

    private func expectOneReady() throws {
        let isReady = try fleet.checks(cloud) { _ in
            try fleet.journal().openRentals().map(\.state) == [.ready]
        }
        #expect(isReady)
        #expect(try cloud.bill().existing.count == 1)
    }
}
