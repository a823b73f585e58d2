import Foundation
import Shared
import Testing

/// The real program under `kill -9`: whatever moment it strikes, no machine is lost or doubled.
@Suite struct KillTests {
    /// How many runs each campaign kills; `FLEETKEEPER_TEST_KILLS` raises it for a soak.
    static let kills =
        ProcessInfo.processInfo.environment["FLEETKEEPER_TEST_KILLS"].flatMap { Int($0) } ?? 60

    /// The first seed rents at Vast, the second at Vast and Vultr.
    @Test(arguments: [UInt64(1), 2])
    func `runs killed at random moments never pass max, repeat a label or lose a machine`(
        _ seed: UInt64
    ) throws {
        let cloud = try Cloud(boot: "1s..20s")
        let fleet = try TestFleet(cloud, seed == 1 ? FleetText() : BothProvidersTests.fleet)
        var random = SeededRandom(seed: seed)
        // Kills are spread over about as long as a run takes here, which it finds out by itself.
        var span = 60_000.0
        var died = 0
        for round in 0..<Self.kills / 2 {
            // The queue swings, so that kills strike while growing and while shrinking.
            try fleet.queue(round % 6 < 3 ? 100 : 0)
            let run = try fleet.start(["--check"])
            usleep(UInt32(Double.random(in: 0...span, using: &random)))
            run.signal(SIGKILL)
            let status = run.wait().status
            #expect([0, 1, 137].contains(status), "seed \(seed), round \(round): \(status)")
            if status == 137 { died += 1 }
            span *= status == 137 ? 1.1 : 0.7
            cloud.pass(.seconds(Int64.random(in: 0...20, using: &random)))
            guard round % 3 == 2 else { continue }
            let finished = try fleet.check()
            #expect([0, 1].contains(finished.status), "seed \(seed), round \(round): \(finished)")
            try expectAllKnown(cloud, fleet, "seed \(seed), round \(round)")
        }
        #expect(died > Self.kills / 8, "too few runs were still at work when they were killed")
        let bill = try cloud.bill()
        #expect(bill.mostAtOnce <= 4, "seed \(seed)")
        #expect(bill.repeatedLabels.isEmpty, "seed \(seed)")
        #expect(!bill.machines.isEmpty)
    }

    @Test(arguments: ["answer-lost", "slow", "closed-after"])
    func `a kill between a create and its answer is made good by the next run`(
        _ fault: String
    ) throws {
        let cloud = try Cloud()
        let between = try Between(cloud)
        let fleet = try TestFleet(cloud, at: between.url)
        for count in 1...3 {
            try fleet.queue(count)
            try cloud.fault(fault, "--on", "create")
            between.tellTheTruth()
            let run = try fleet.start(["--check"])
            let isMade = try eventually { try cloud.bill().machines.count == count }
            #expect(isMade)
            run.signal(SIGKILL)
            run.wait()
            try cloud.clearFaults()
            let report = try fleet.report("--dry-run")
            #expect(report["rentals"]?.elements?.count == count)
            #expect(try fleet.check().status == 0)
            try expectAllKnown(cloud, fleet, "\(fault) \(count)")
            #expect(between.creates == 1)
        }
        let bill = try cloud.bill()
        #expect(bill.machines.count == 3)
        #expect(bill.repeatedLabels.isEmpty)
    }

    private func expectAllKnown(_ cloud: Cloud, _ fleet: TestFleet, _ moment: String) throws {
        let bill = try cloud.bill()
        let known = Set(try fleet.journal().openRentals().compactMap(\.instance?.value))
        let unknown = bill.existing.filter { !known.contains($0.id) }
        #expect(unknown.isEmpty, "\(moment): no rental stands for \(unknown)")
    }
}

/// A repeatable source of randomness (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
