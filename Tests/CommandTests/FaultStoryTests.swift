import Foundation
import Shared
import Testing

/// What the provider can do to one machine, and what the journal says of it.
@Suite struct FaultStoryTests {
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

    @Test func `an answer lost after the effect is one machine`() throws {
        try cloud.fault("closed-after", "--on", "create")
        #expect(try fleet.check().status == 1)
        #expect(try fleet.events() == [["intended", "requested", "in doubt"]])
        try expectOneReady()
        // It may have booted by the time it is found.
        let events = try fleet.events()
        #expect(events.map { $0.prefix(4) } == [["intended", "requested", "in doubt", "found"]])
        #expect(between.creates == 1)
    }

    @Test func `a create that takes effect within the grace is one machine`() throws {
        try cloud.fault("late-effect", "--seconds", "25")
        #expect(try fleet.check().status == 1)
        #expect(try fleet.check().status == 0, "a doubt is a hold, not a failure")
        #expect(try cloud.bill().machines.isEmpty)
        try expectOneReady()
        #expect(between.creates == 1)
        let events = try fleet.events()
        #expect(events.map { $0.prefix(4) } == [["intended", "requested", "in doubt", "found"]])
    }

    @Test func `a create that takes effect after the grace reopens its rental`() throws {
        try cloud.fault("late-effect", "--seconds", "150")
        #expect(try fleet.check().status == 1)
        // Nobody knows the queue meanwhile, so nothing takes its place.
        try fleet.folder.write("?", to: "queue")
        let isClosed = try fleet.checks(cloud) { _ in
            try fleet.journal().openRentals().isEmpty
        }
        #expect(isClosed)
        #expect(try cloud.bill().machines.isEmpty)
        let isReopened = try fleet.checks(cloud) { _ in
            try !fleet.journal().openRentals().isEmpty
        }
        #expect(isReopened)
        let events = try fleet.events()
        #expect(
            events.map { $0.prefix(5) } == [
                ["intended", "requested", "in doubt", "never created", "reopened"]
            ])
        try fleet.queue(1)
        try expectOneReady()
        #expect(between.creates == 1)
    }

    @Test func `a create that never took effect is tried anew after the grace`() throws {
        try cloud.fault("http-503", "--on", "create")
        #expect(try fleet.check().status == 1)
        #expect(try fleet.check().status == 0)
        #expect(between.creates == 1)
        try expectOneReady()
        let events = try fleet.events()
        #expect(events.first == ["intended", "requested", "in doubt", "never created"])
        #expect(events.last?.last == "ready")
        #expect(between.creates == 2)
    }

    @Test func `a create refused for its haste is no machine and no doubt`() throws {
        try cloud.fault("http-429", "--on", "create")
        #expect(try fleet.check().status == 1)
        #expect(try fleet.events() == [["intended", "requested", "refused"]])
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().machines.count == 1)
    }

    @Test func `a lost label is put back`() throws {
        try cloud.fault("label-lost")
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.map(\.label) == [nil])
        #expect(try fleet.check().status == 0)
        let machine = try #require(try cloud.bill().existing.first)
        #expect(machine.label == machine.createdLabel)
        #expect(try fleet.events().last?.contains("label repaired") == true)
    }

    @Test func `a machine without label and answer keeps its place until it is gone`() throws {
        try cloud.fault("label-lost")
        try cloud.fault("closed-after", "--on", "create")
        #expect(try fleet.check().status == 1)
        cloud.pass(.seconds(80))
        let report = try fleet.report()
        #expect(report["alerts"]?.elements?.count == 1)
        #expect(between.creates == 1)
        #expect(between.destroys == 0)
        let machine = try #require(try cloud.bill().existing.first)
        _ = try Program(
            "/usr/bin/curl",
            [
                "-s", "-X", "DELETE", "-H", "Authorization: Bearer \(cloud.key)",
                "\(cloud.url)/api/v0/instances/\(machine.id)/",
            ], environment: [:], in: fleet.folder
        ).wait()
        try expectOneReady()
        #expect(between.creates == 2)
    }

    @Test(arguments: ["30", "200"])
    func `a machine that the list shows late is neither doubled nor given up`(
        _ seconds: String
    ) throws {
        try cloud.fault("listing-lag", "--seconds", seconds)
        #expect(try fleet.check().status == 0)
        // Beyond the lag that is usual its group is frozen, which is exit 1, and no more.
        for _ in 1...5 {
            let status = try fleet.check().status
            #expect([0, 1].contains(status))
            cloud.pass(.seconds(Int64(seconds).map { $0 / 4 } ?? 0))
        }
        try expectOneReady()
        #expect(between.creates == 1)
        #expect(between.destroys == 0)
    }

    @Test func `a machine dearer than its offer is ended at once, and another one taken`() throws {
        try cloud.fault("price-raised", "--percent", "40")
        #expect(try fleet.check().status == 0)
        let isReplaced = try fleet.checks(cloud) { _ in
            try fleet.journal().allRentals().map(\.state) == [.ended, .ready]
        }
        #expect(isReplaced)
        #expect(try fleet.journal().allRentals().first?.cause == .budget)
        let bill = try cloud.bill()
        #expect(bill.mostAtOnce == 1)
        #expect(bill.existing.count == 1)
    }

    @Test func `an offer that is gone costs nothing, and the next one is taken`() throws {
        try cloud.fault("offer-gone", "--count", "3")
        #expect(try fleet.check().status == 0)
        #expect(between.creates == 4)
        let gone = Array(repeating: ["intended", "requested", "refused"], count: 3)
        #expect(try fleet.events() == gone + [["intended", "requested", "created"]])
        #expect(try cloud.bill().machines.count == 1)
    }

    @Test func `a machine that never comes up is given up, and its host is avoided`() throws {
        fleet.configuration.top = "boot_deadline: 1m"
        try cloud.fault("stuck-loading")
        #expect(try fleet.check().status == 0)
        let isReplaced = try fleet.checks(cloud) { _ in
            try fleet.journal().allRentals().map(\.state) == [.ended, .ready]
        }
        #expect(isReplaced)
        let rentals = try fleet.journal().allRentals()
        #expect(rentals.first?.cause == .failedStart)
        #expect(rentals.first?.machine != rentals.last?.machine)
        #expect(try cloud.bill().mostAtOnce == 1)
    }

    @Test func `a destroy that fails is sent until it is taken, and counted until then`() throws {
        try expectOneReady()
        try fleet.queue(0)
        try cloud.fault("http-503", "--on", "destroy", "--count", "4")
        #expect(try fleet.check().status == 1)
        #expect(try cloud.bill().existing.count == 1)
        let isGone = try fleet.checks(cloud) { _ in
            try fleet.journal().openRentals().isEmpty
        }
        #expect(isGone)
        #expect(try cloud.bill().existing.isEmpty)
    }

    @Test func `a destroy whose answer is lost is found to have worked`() throws {
        try expectOneReady()
        try fleet.queue(0)
        try cloud.fault("closed-after", "--on", "destroy", "--count", "4")
        _ = try fleet.check()
        let isGone = try fleet.checks(cloud) { _ in try fleet.journal().openRentals().isEmpty }
        #expect(isGone)
        #expect(try fleet.journal().allRentals().map(\.cause) == [.policy])
    }

    private func expectOneReady() throws {
        let isReady = try fleet.checks(cloud) { _ in
            try fleet.journal().openRentals().map(\.state) == [.ready]
        }
        #expect(isReady)
        #expect(try cloud.bill().existing.count == 1)
        #expect(try cloud.bill().repeatedLabels.isEmpty)
    }
}
