import Foundation
import Shared
import Testing

/// One run at a time, and what an interruption leaves.
@Suite struct BusyTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        fleet = try TestFleet(cloud, at: between.url)
    }

    /// A run that hangs in its create request.
    private func hangingCreate() throws -> Program {
        between.tell { call, truth in
            if call.isCreate { _ = truth() }
            return call.isCreate ? .silence : truth()
        }
        try fleet.queue(1)
        let run = try fleet.start(["--check"])
        let hangs = eventually { between.creates == 1 && cloudHasOne() }
        try #require(hangs)
        return run
    }

    private func cloudHasOne() -> Bool { (try? cloud.bill().machines.count) == 1 }

    @Test func `75 while another run is at work, which is named`() throws {
        let holder = try hangingCreate()
        let second = try fleet.check()
        #expect(second.status == 75)
        #expect(second.errors.contains("pid \(holder.pid)"))
        #expect(second.errors.contains("since 20"))
        #expect(second.errors.contains("step: renting 1x RTX 4090"))
        #expect(second.output.isEmpty)
        #expect(try fleet.check("--dry-run").status == 0, "a dry run needs no lock")
        #expect(between.creates == 1)
        holder.signal(SIGKILL)
        #expect(holder.wait().status == 137)
        between.tellTheTruth()
        let third = try fleet.check()
        #expect(third.status == 0, "a killed holder frees the lock: \(third.errors)")
        #expect(try fleet.events() == [["intended", "requested", "found"]])
        #expect(try cloud.bill().machines.count == 1)
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func `a signal during a create ends the run, and the next one finds the machine`(
        _ signal: Int32, _ status: Int32
    ) throws {
        let run = try hangingCreate()
        run.signal(signal)
        let finished = run.wait()
        #expect(finished.status == status)
        #expect(try fleet.events() == [["intended", "requested", "in doubt"]])
        between.tellTheTruth()
        #expect(try fleet.check().status == 0)
        #expect(try fleet.events() == [["intended", "requested", "in doubt", "found"]])
        #expect(try cloud.bill().machines.count == 1)
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func `a signal during the list ends the run before it does anything`(
        _ signal: Int32, _ status: Int32
    ) throws {
        between.tell { call, truth in call.isList ? .silence : truth() }
        try fleet.queue(1)
        let run = try fleet.start(["--check"])
        try #require(eventually { between.calls.contains { $0.isList } })
        run.signal(signal)
        #expect(run.wait().status == status)
        #expect(between.changes.isEmpty)
    }

    @Test func `a demand command that hangs does not outlive an interrupted run`() throws {
        let mark = fleet.folder.path("pid")
        fleet.configuration.demand = "{ command: \"echo $$ > \(mark); exec sleep 1000\" }"
        let run = try fleet.start(["--check"])
        try #require(eventually { FileManager.default.fileExists(atPath: mark) })
        usleep(50_000)
        run.signal(SIGTERM)
        #expect(run.wait().status == 143)
        let text = String(
            decoding: FileManager.default.contents(atPath: mark) ?? Data(), as: UTF8.self)
        let child = try #require(pid_t(text.filter(\.isNumber)))
        let isGone = eventually { kill(child, 0) != 0 }
        #expect(isGone)
    }

    @Test func `of twenty runs at once one acts, and nothing is doubled`() throws {
        try fleet.queue(100)
        let runs = try (1...20).map { _ in try fleet.start(["--check"]) }
        let statuses = runs.map { $0.wait().status }
        #expect(statuses.allSatisfy { $0 == 0 || $0 == 75 }, "\(statuses)")
        #expect(statuses.contains(0))
        let bill = try cloud.bill()
        // Each run that came after another one's end rents up to two more, as it should.
        #expect(bill.machines.count <= min(4, 2 * statuses.count { $0 == 0 }))
        #expect(bill.repeatedLabels.isEmpty)
        #expect(between.creates == bill.machines.count)
        let known = try fleet.journal().openRentals().compactMap(\.instance?.value)
        #expect(Set(known) == Set(bill.existing.map(\.id)))
    }

    @Test func `while one run hangs all of twenty others exit 75`() throws {
        let holder = try hangingCreate()
        let runs = try (1...20).map { _ in try fleet.start(["--check"]) }
        #expect(runs.map { $0.wait().status } == Array(repeating: 75, count: 20))
        #expect(between.creates == 1)
        holder.signal(SIGTERM)
        #expect(holder.wait().status == 143)
    }
}
