import Foundation
import Shared
import Testing

/// A state that cannot be used is exit 74, and is left as it was found: never a fresh start.
@Suite struct StateTroubleTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    /// Two machines run, and the queue asks for two more.
    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        fleet = try TestFleet(cloud, at: between.url)
        try fleet.queue(2)
        #expect(try fleet.check().status == 0)
        try fleet.queue(4)
        between.tellTheTruth()
    }

    @Test(arguments: [0, 1, 100, 4096, 4097, 40_000])
    func `74 when the state was cut off`(_ bytes: Int) throws {
        try expectRefusal { Data($0.prefix(bytes)) }
    }

    @Test(arguments: [1, 100, 4096])
    func `74 when the end of the state is missing`(_ bytes: Int) throws {
        try expectRefusal { Data($0.dropLast(bytes)) }
    }

    @Test(arguments: ["garbage", "SQLite format 3\0garbage", "null", "{}"])
    func `74 when the state is something else`(_ text: String) throws {
        try expectRefusal { _ in Data(text.utf8) }
    }

    @Test(arguments: [0, 4096, 8192, 20_480, 40_960])
    func `74 when a page of the state is noise`(_ offset: Int) throws {
        try expectRefusal { state in
            var state = state
            for index in offset..<min(offset + 4096, state.count) { state[index] = 0xA5 }
            return state
        }
    }

    @Test func `74 when the state is another program's database`() throws {
        let made = try Program(
            "/usr/bin/env", ["sqlite3", fleet.folder.path("other"), "CREATE TABLE a (b)"],
            environment: ["PATH": "/usr/bin:/bin"], in: fleet.folder
        ).wait()
        guard made.status == 0 else { return }  // no sqlite3 program here
        let other = FileManager.default.contents(atPath: fleet.folder.path("other")) ?? Data()
        try expectRefusal { _ in other }
    }

    @Test func `74 when the state is of a newer version`() throws {
        do {
            let connection = try Connection(file: fleet.stateFile, mode: .write)
            try connection.run("PRAGMA user_version=999")
        }
        try expectRefusal(saying: "schema 999") { $0 }
    }

    @Test func `74 when the state is read-only`() throws {
        try expectRefusal(saying: "read-only", mode: 0o400, alsoDry: false) { $0 }
    }

    @Test func `74 when the state is a folder`() throws {
        try FileManager.default.removeItem(atPath: fleet.stateFile)
        try FileManager.default.createDirectory(
            atPath: fleet.stateFile, withIntermediateDirectories: false)
        #expect(try fleet.check().status == 74)
        #expect(between.changes.isEmpty)
    }

    @Test func `74 when the state folder is a file`() throws {
        try FileManager.default.moveItem(
            atPath: fleet.statePath, toPath: fleet.folder.path("elsewhere"))
        try fleet.folder.write("", to: "state")
        let finished = try fleet.check()
        #expect(finished.status == 74)
        #expect(finished.errors.contains("not a folder"))
        #expect(between.calls.isEmpty)
    }

    /// Spoils the state, and expects runs to leave it and the provider alone; put back, it works.
    private func expectRefusal(
        saying words: String = "state", mode: Int = 0o600, alsoDry: Bool = true,
        _ spoil: (Data) -> Data
    ) throws {
        let good = try #require(FileManager.default.contents(atPath: fleet.stateFile))
        let bad = spoil(good)
        try bad.write(to: URL(fileURLWithPath: fleet.stateFile))
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: fleet.stateFile)
        for run in alsoDry ? [[], ["--dry-run"]] : [[]] {
            let finished = try fleet.start(["--check"] + run).wait()
            #expect(finished.status == 74, "\(finished)")
            #expect(finished.errors.contains(words))
            #expect(finished.errors.contains("hint: "))
        }
        #expect(between.changes.isEmpty)
        #expect(FileManager.default.contents(atPath: fleet.stateFile) == bad)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: fleet.stateFile)
        guard bad != good else { return }
        try good.write(to: URL(fileURLWithPath: fleet.stateFile))
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.count == 4)
    }
}
