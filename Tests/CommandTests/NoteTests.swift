import Foundation
import Shared
import Testing

/// What a run says of keys that no tool of this version acts on, and of those that it does.
@Suite struct NoteTests {
    let cloud: Cloud
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        let top = "inventory: hosts.yaml\nssh: { user: ubuntu, parallel: 8 }"
        fleet = try TestFleet(
            cloud,
            FleetText(top: top, group: "    workers: { stop: a }"))
        try fleet.queue(1)
    }

    private var notes: [String] {
        let file = fleet.folder.path("fleet.yaml")
        return [
            "autoscaler: note: \(file):5:1: inventory: no tool of this version edits an inventory",
            "autoscaler: note: \(file):6:22: ssh.parallel: no tool of this version logs in to "
                + "machines",
            "autoscaler: note: \(file):15:5: groups[0].workers: no tool of this version runs them; "
                + "onstart runs at first boot",
        ]
    }

    @Test func `notes are told on standard error, in a dry run too, and not with --quiet`() throws {
        for words in [["--dry-run"], []] {
            let told = try fleet.start(["--check"] + words).wait()
            #expect(told.status == 0)
            #expect(told.errors.split(separator: "\n").map(String.init) == notes)
            #expect(!told.output.contains("note:"))
        }
        #expect(try fleet.check("--quiet").errors == "")
    }

    @Test func `the JSON has them in both, and says who logs in`() throws {
        _ = try fleet.check()
        cloud.pass(.seconds(400))
        let report = try fleet.report("--quiet")
        let told = try #require(report["notes"]?.elements)
        #expect(told.map { $0["key"] } == ["inventory", "ssh.parallel", "groups[0].workers"])
        #expect(told.first?["place"] == .string(fleet.folder.path("fleet.yaml") + ":5:1"))
        #expect(told.first?["note"] == "no tool of this version edits an inventory")
        let routes = try #require(report["rentals"]?.elements?.first?["ssh"]?.elements)
        #expect(!routes.isEmpty)
        for route in routes {
            guard case .string(let text) = route else { continue }
            #expect(text.hasPrefix("ssh://ubuntu@"))
        }
    }
}
