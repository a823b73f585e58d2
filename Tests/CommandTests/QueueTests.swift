import Foundation
import Shared
import Testing

extension JSONValue {
    fileprivate var first: JSONValue? {
        guard case .array(let elements) = self else { return nil }
        return elements.first
    }
}

/// Queues and who works on them, seen by the whole program.
@Suite struct QueueTests {
    let cloud: Cloud
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        fleet = try TestFleet(
            cloud, FleetText(step: 4, group: "    busy: { file: busy.json, max_age: 24h }"))
    }

    @Test func `what works is not let go for want of work, and nothing is while that is unknown`()
        throws
    {
        try fleet.folder.write("[]", to: "busy.json")
        try fleet.queue(3)
        #expect(try fleet.check().status == 0)
        let machines = try fleet.journal().openRentals().compactMap(\.instance?.description)
        try #require(machines.count == 3)

        try fleet.queue(0)
        try fleet.folder.write("out of order", to: "busy.json")
        let blind = try fleet.check()
        #expect(blind.status == 0)
        #expect(blind.output.contains("none is let go for want of work"), "\(blind.output)")
        #expect(try fleet.journal().openRentals().allSatisfy { $0.state != .ending })

        try fleet.folder.write("{ \"\(machines[1])\": 2 }", to: "busy.json")
        let seeing = try fleet.check()
        #expect(seeing.status == 0)
        #expect(seeing.output.contains("busy: 1 machine works"), "\(seeing.output)")
        let kept = try fleet.journal().openRentals().filter { $0.state != .ending }
        #expect(kept.map(\.instance?.description) == [machines[1]])
    }

    @Test func `a command that says both what waits and who works is run once`() throws {
        let log = fleet.folder.path("runs")
        let command = "echo run >> '\(log)'; echo '{ \"n\": 1, \"m\": [] }'"
        let yaml = "\"\(command.replacing("\"", with: "\\\""))\""
        fleet.configuration.demand = "{ command: \(yaml), waiting: n }"
        fleet.configuration.group = "    busy: { command: \(yaml), machines: m }"
        let report = try fleet.report("--dry-run")
        let group = report["groups"]?.first
        #expect(group?["demand"]?["waiting"] == 1)
        #expect(group?["busy"]?.string?.hasPrefix("0 machines work") == true)
        #expect(try String(contentsOfFile: log, encoding: .utf8) == "run\n")
    }

    @Test func `a machine is wanted for what it gets done in time`() throws {
        try fleet.folder.write("[]", to: "busy.json")
        fleet.configuration.group += """

                drain_within: 2h
                jobs_per_hour: 12
                tolerance: 10%
            """
        try fleet.queue(60)
        let group = try fleet.report("--dry-run")["groups"]?.first
        #expect(group?["wish"] == 3 && group?["target"] == 3)
        #expect(
            group?["because"]?.first
                == "demand: 60 waiting + 0 running jobs, 12 an hour and machine, within 2h: 3")
        let told = [
            group?["jobs_per_hour"], group?["drain_within_seconds"], group?["tolerance_percent"],
        ]
        #expect(told == ["12", 7200, 10])
    }

    @Test func `a header's variable must be set, and its value is shown and kept nowhere`() throws {
        try fleet.folder.write("[]", to: "busy.json")
        fleet.configuration.demand =
            "{ http: \"http://127.0.0.1:9/q?k=hidden1\", headers: { A: \"Bearer ${QUEUE_TOKEN}\" } }"
        let unset = try fleet.check()
        #expect(unset.status == 78)
        #expect(unset.errors.contains("QUEUE_TOKEN, which is not set"), "\(unset.errors)")

        fleet.environment["QUEUE_TOKEN"] = "hidden2"
        let refused = try fleet.check("--verbose")
        #expect(refused.status == 0, "\(refused.errors)")
        #expect(refused.output.contains("unknown: 127.0.0.1:9: "), "\(refused.output)")
        #expect(!(refused.output + refused.errors).contains("hidden"))
        let folder = URL(fileURLWithPath: fleet.statePath)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
            #expect(bytes.range(of: Data("hidden2".utf8)) == nil, "\(name)")
        }
    }
}
