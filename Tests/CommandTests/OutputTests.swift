import Foundation
import Shared
import Testing

/// What is printed where, and what a dry run leaves alone.
@Suite struct OutputTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        fleet = try TestFleet(cloud, at: between.url)
    }

    @Test func `the report as JSON is read by another program`() throws {
        try fleet.queue(2)
        for run in 1...2 {
            let printed = try fleet.start(["--check", "--json"]).wait()
            try fleet.folder.write(printed.output, to: "report.json")
            let read = try Program(
                "/usr/bin/env", ["python3", "-m", "json.tool", fleet.folder.path("report.json")],
                environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""],
                in: fleet.folder
            ).wait()
            #expect(read.status == 0, "\(read.errors)")
            let report = try #require(JSONValue(json: Array(printed.output.utf8)))
            #expect(report["fleet"] == "test")
            #expect(report["status"]?.double == 0)
            #expect(report["rentals"]?.elements?.count == 2)
            #expect(report["actions"]?.elements?.count == (run == 1 ? 2 : 0))
            #expect(printed.errors.isEmpty)
        }
    }

    @Test func `--quiet prints nothing on an uneventful run, and the table on any other`() throws {
        try fleet.queue(2)
        let first = try fleet.check("--quiet")
        #expect(first.output.contains("rent vast-"))
        cloud.pass(.seconds(5))
        for _ in 1...3 {
            let quiet = try fleet.check("--quiet")
            #expect(quiet.status == 0)
            #expect(quiet.output.isEmpty)
            #expect(quiet.errors.isEmpty)
        }
        try fleet.folder.write("a lot", to: "queue")
        #expect(try fleet.check("--quiet").output.contains("held: demand is unknown"))
    }

    @Test func `--verbose tells each step on standard error`() throws {
        try fleet.queue(1)
        let finished = try fleet.check("--verbose", "--json")
        #expect(finished.errors.contains("autoscaler: recorded: intent"))
        #expect(JSONValue(json: Array(finished.output.utf8)) != nil)
    }

    @Test func `a dry run before the first changes nothing`() throws {
        try fleet.queue(100)
        let before = contents(of: fleet.folder.path)
        let finished = try fleet.check("--dry-run")
        #expect(finished.status == 0)
        #expect(finished.output.contains("rent 2"))
        #expect(finished.output.contains("dry run"))
        #expect(contents(of: fleet.folder.path) == before)
        #expect(between.changes.isEmpty)
        #expect(!between.calls.isEmpty)
    }

    @Test func `a dry run changes no byte of the state, whatever it plans`() throws {
        try fleet.queue(4)
        #expect(try fleet.check().status == 0)
        cloud.pass(.seconds(5))
        for (jobs, plan) in [(4, "rent 2"), (0, "retire 2")] {
            try fleet.queue(jobs)
            let before = contents(of: fleet.folder.path)
            between.tellTheTruth()
            for _ in 1...2 {
                let finished = try fleet.check("--dry-run")
                #expect(finished.status == 0)
                #expect(finished.output.contains(plan))
            }
            #expect(contents(of: fleet.folder.path) == before)
            #expect(between.changes.isEmpty)
        }
    }

    @Test func `a dry run after a kill reads what the killed run had written`() throws {
        between.tell { call, truth in call.isCreate ? .silence : truth() }
        try fleet.queue(1)
        let run = try fleet.start(["--check"])
        try #require(eventually { between.creates == 1 })
        run.signal(SIGKILL)
        run.wait()
        between.tellTheTruth()
        let before = contents(of: fleet.statePath)
        let report = try fleet.report("--dry-run")
        #expect(report["rentals"]?.elements?.map { $0["state"] } == ["requested"])
        let after = contents(of: fleet.statePath)
        #expect(after["state.sqlite"] == before["state.sqlite"])
        #expect(after["state.sqlite-wal"] == before["state.sqlite-wal"])
        #expect(between.changes.isEmpty)
    }

    @Test func `a reader that goes away, or a full disk behind the output, harms no run`() throws {
        try fleet.queue(1)
        let words = "exec \"$0\" --check --config \"$1\" >/dev/full 2>/dev/full"
        let full = try Program(
            "/bin/sh", ["-c", words, built("autoscaler"), fleet.folder.path("fleet.yaml")],
            environment: fleet.environment, in: fleet.folder
        ).wait()
        #expect(full.status != 13)
        #expect(try cloud.bill().existing.count == 1)
        try fleet.queue(2)
        let closed = "exec \"$0\" --check --config \"$1\" <&- >&- 2>&-"
        _ = try Program(
            "/bin/sh", ["-c", closed, built("autoscaler"), fleet.folder.path("fleet.yaml")],
            environment: fleet.environment, in: fleet.folder
        ).wait()
        #expect(try cloud.bill().existing.count == 2)
        let locks = contents(of: fleet.statePath).filter { $0.key.hasSuffix(".lock") }
        #expect(locks.values.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("GROUP") })
        #expect(try fleet.check().status == 0)
        #expect(try fleet.journal().openRentals().count == 2)
    }

    @Test func `--help and --version need no configuration`() throws {
        for word in ["--help", "--version"] {
            let finished = try Program(
                built("autoscaler"), [word], environment: [:], in: fleet.folder
            ).wait()
            #expect(finished.status == 0)
            #expect(!finished.output.isEmpty)
            #expect(finished.errors.isEmpty)
        }
    }
}
