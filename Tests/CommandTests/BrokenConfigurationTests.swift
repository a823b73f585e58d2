import Foundation
import Shared
import Testing

/// A configuration with a mistake: where it is, all at once, and nothing else happens.
@Suite struct BrokenConfigurationTests {
    /// A way to spoil the text of a good configuration.
    struct Mistake: CustomTestStringConvertible {
        var testDescription: String
        var from: String
        var to: String
        /// What the message names.
        var words: String
    }

    @Test(arguments: [
        Mistake(testDescription: "an unknown key", from: "max:", to: "maxx:", words: "maxx"),
        Mistake(
            testDescription: "a word for a number", from: "max: 4", to: "max: four", words: "max"),
        Mistake(
            testDescription: "no unit", from: "autoscaler: 1h", to: "autoscaler: 60",
            words: "autoscaler"),
        Mistake(testDescription: "min above max", from: "min: 0", to: "min: 9", words: "min"),
        Mistake(testDescription: "a negative number", from: "min: 0", to: "min: -1", words: "min"),
        Mistake(
            testDescription: "a huge number", from: "max: 4", to: "max: 99999999999999999999",
            words: "max"),
        Mistake(
            testDescription: "no price", from: "max_price: 0.60", to: "max_price: cheap",
            words: "max_price"),
        Mistake(
            testDescription: "not finite", from: "max_price: 0.60", to: "max_price: .inf",
            words: "max_price"),
        Mistake(testDescription: "a tab", from: "    min:", to: "\tmin:", words: "tab"),
        Mistake(
            testDescription: "an open bracket", from: "[RTX 4090, RTX 3090]", to: "[RTX 4090",
            words: "]"),
        Mistake(
            testDescription: "a key twice", from: "min: 0", to: "min: 0\n    min: 1", words: "min"),
        Mistake(
            testDescription: "two documents", from: "groups:", to: "---\ngroups:",
            words: "second document"),
        Mistake(
            testDescription: "an unknown alias", from: "min: 0", to: "min: *least", words: "least"),
        Mistake(testDescription: "no groups", from: "groups:", to: "# groups:", words: "mapping"),
        Mistake(
            testDescription: "a list for a name", from: "fleet: test", to: "fleet: [test]",
            words: "fleet"),
        Mistake(
            testDescription: "a fleet name no label can hold", from: "fleet: test",
            to: "fleet: Täst", words: "fleet"),
        Mistake(
            testDescription: "a NUL", from: "fleet: test", to: "fleet: te\0st", words: "control"),
        Mistake(
            testDescription: "an unknown zone", from: "fleet: test",
            to: "fleet: test\ntimezone: Europe/Berln", words: "Europe/Berlin"),
        Mistake(
            testDescription: "a window below the floor", from: "min: 0",
            to: "schedule: [{ at: \"22:00-06:00\", max: 1 }]\n    min: 2", words: "schedule[0].max"),
        Mistake(
            testDescription: "two sources of demand", from: "{ file: queue,",
            to: "{ file: queue, command: x,", words: "demand"),
    ])
    func `a mistake is exit 78 with its place, and no call`(_ mistake: Mistake) throws {
        let between = try Between(nil) { _, _ in .closed }
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud, at: between.url)
        let good = fleet.configuration.text
        let bad = good.replacingOccurrences(of: mistake.from, with: mistake.to)
        #expect(bad != good)
        try fleet.folder.write(bad, to: "fleet.yaml")
        for words in [["--check"], ["--check", "--dry-run"], ["--check", "--quiet", "--json"]] {
            let finished = try fleet.start(words).wait()
            #expect(finished.status == 78)
            #expect(finished.output.isEmpty)
            #expect(places(in: finished) > 0, "\(finished.errors)")
            #expect(finished.errors.contains(mistake.words))
        }
        #expect(between.calls.isEmpty)
        #expect(contents(of: fleet.statePath).isEmpty)
    }

    @Test func `every mistake is told at once`() throws {
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud)
        let bad = fleet.configuration.text
            .replacingOccurrences(of: "max: 4", with: "max: four")
            .replacingOccurrences(of: "min: 0", with: "mni: 0")
            .replacingOccurrences(of: "0.60", with: "free")
        try fleet.folder.write(bad, to: "fleet.yaml")
        let finished = try fleet.check()
        #expect(finished.status == 78)
        #expect(places(in: finished) == 3)
        #expect(finished.errors.contains("did you mean min?"))
    }

    @Test(arguments: [
        "", "\n\n", "# nothing\n", "null", "[]", "text", "\u{1}\u{2}", "%YAML 9.9\n---\n",
    ])
    func `a file that is no configuration is exit 78`(_ text: String) throws {
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud)
        try fleet.folder.write(text, to: "fleet.yaml")
        #expect(try fleet.check().status == 78)
        #expect(contents(of: fleet.statePath).isEmpty)
    }

    @Test func `a configuration that is missing, a folder or a device is exit 78`() throws {
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud)
        for path in [fleet.folder.path("none"), fleet.folder.path, "/dev/zero", "/dev/null"] {
            let finished = try Program(
                built("autoscaler"), ["--check", "--config", path],
                environment: fleet.environment, in: fleet.folder
            ).wait()
            #expect(finished.status == 78, "\(path): \(finished)")
        }
    }

    @Test func `a link to nothing hides no other fleet's file behind it`() throws {
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud)
        let here = fleet.folder.path("work")
        let own = fleet.folder.path("home/.config/fleetkeeper")
        for folder in ["\(here)/config", own] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        }
        try fleet.folder.write(
            fleet.configuration.text, to: "home/.config/fleetkeeper/fleet.yaml")
        let words = "cd '\(here)' && exec \"$0\" --check"
        func check() throws -> Finished {
            try Program(
                "/bin/sh", ["-c", words, built("autoscaler")], environment: fleet.environment,
                in: fleet.folder
            ).wait()
        }
        #expect(try check().status == 0)
        try FileManager.default.createSymbolicLink(
            atPath: "\(here)/config/fleet.yaml", withDestinationPath: "gone.yaml")
        let finished = try check()
        #expect(finished.status == 78)
        #expect(
            finished.errors.contains("config/fleet.yaml: the configuration is a link to nothing"),
            "\(finished.errors)")
    }

    @Test func `under a broken file machines that are going go, and none comes`() throws {
        let cloud = try Cloud()
        let between = try Between(cloud)
        let fleet = try TestFleet(cloud, at: between.url)
        try fleet.queue(2)
        #expect(try fleet.check().status == 0)
        try fleet.queue(0)
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.isEmpty)
        try fleet.queue(100)
        let broken = fleet.configuration.text.replacingOccurrences(of: "max: 4", with: "max: four")
        try fleet.folder.write(broken, to: "fleet.yaml")
        let isConfirmed = try fleet.checks(cloud) { finished in
            #expect(finished.status == 78)
            #expect(places(in: finished) > 0)
            return try fleet.journal().openRentals().isEmpty
        }
        #expect(isConfirmed)
        #expect(between.creates == 2)
    }
}

/// How many errors say the line and the column.
private func places(in finished: Finished) -> Int {
    finished.errors.matches(of: #/error: \S*fleet\.yaml:\d+:\d+: /#).count
}
