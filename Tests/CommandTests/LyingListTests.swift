import Shared
import Testing

/// A provider that answers nonsense costs nothing: no machine is rented for it and none is lost.
@Suite struct LyingListTests {
    @Test(arguments: Lie.all)
    func `a lie rents nothing, ends nothing and is not a success`(_ lie: Lie) throws {
        let cloud = try Cloud(boot: "1s..2s")
        let between = try Between(cloud)
        let fleet = try TestFleet(cloud, at: between.url)
        fleet.configuration.step = 4
        try fleet.queue(100)
        for _ in 1...2 {
            #expect(try fleet.check().status == 0)
            cloud.pass(.seconds(4))
        }
        #expect(try cloud.bill().existing.count == 4)
        // A full queue and one more place, an empty queue, and a queue that nobody can read.
        fleet.configuration.max = 5
        between.tell(lie.story)
        for (queue, words) in [("100", []), ("0", ["--quiet"]), ("?", []), ("0", ["--dry-run"])] {
            try fleet.folder.write(queue, to: "queue")
            let finished = try fleet.start(["--check"] + words).wait()
            #expect([1, 69, 77].contains(finished.status), "\(finished)")
            #expect(!(finished.output + finished.errors).isEmpty)
        }
        #expect(between.changes.isEmpty)
        let open = try fleet.journal().openRentals()
        #expect(open.map(\.state) == Array(repeating: .ready, count: 4))
        between.tellTheTruth()
        try fleet.queue(100)
        let hasGrown = try fleet.checks(cloud) { _ in try cloud.bill().existing.count == 5 }
        #expect(hasGrown)
        #expect(try fleet.check().status == 0)
        let events = try fleet.events()
        #expect(events.allSatisfy { $0.contains("created") && !$0.contains("ended") })
        #expect(try cloud.bill().mostAtOnce == 5)
    }

    @Test(arguments: Lie.all.filter(\.isVisibleAtFirst))
    func `a lie at the first run leaves nothing behind`(_ lie: Lie) throws {
        let cloud = try Cloud(boot: "1s..2s")
        let between = try Between(cloud, lie.story)
        let fleet = try TestFleet(cloud, at: between.url)
        try fleet.queue(1)
        for words in [["--dry-run"], []] {
            let finished = try fleet.start(["--check"] + words).wait()
            #expect(finished.status == 69, "\(finished)")
            #expect(between.changes.isEmpty)
        }
        #expect(contents(of: fleet.statePath)["state.sqlite"] == nil)
        between.tellTheTruth()
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.count == 1)
    }
}
