import Foundation
import Shared
import Testing

/// Where the account's key and what it opens must never appear.
@Suite struct SecretTests {
    let cloud: Cloud
    let between: Between
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        between = try Between(cloud)
        fleet = try TestFleet(cloud, at: between.url)
    }

    @Test func `the key appears in no output and in no file after an eventful life`() throws {
        var said = ""
        func check(_ words: String...) throws {
            let finished = try fleet.start(["--check", "--verbose"] + words).wait()
            said += finished.output + finished.errors
        }
        let key = cloud.key
        try fleet.queue(3)
        try check("--json")
        for lie in Lie.all {  // errors of every kind
            between.tell(lie.story)
            try check()
        }
        // A provider that repeats the key in its errors.
        between.tell { _, _ in .json(#"{"success": false, "msg": "bad key \#(key)"}"#, status: 401)
        }
        try check()
        between.tell { call, truth in
            call.isCreate ? .text("Bearer \(key) is not liked", status: 400) : truth()
        }
        try check()
        between.tellTheTruth()
        try fleet.queue(0)
        try check()
        fleet.environment["VAST_URL"] = "http://127.0.0.1:1"
        try check()
        #expect(said.contains("vast-"))
        #expect(!said.contains(key))
        for (name, bytes) in contents(of: fleet.folder.path) {
            #expect(bytes.firstRange(of: Data(key.utf8)) == nil, "\(name) holds the key")
        }
    }

    @Test(arguments: [
        FleetText(demand: "{ http: \"http://127.0.0.1:1/?apikey=KEY\" }"),
        FleetText(demand: "{ command: echo KEY }"), FleetText(group: "    onstart: echo KEY"),
        FleetText(top: "# KEY"),
    ])
    func `a key that stands in the configuration ends the run before anything is sent or kept`(
        _ story: FleetText
    ) throws {
        let text = story.text.replacingOccurrences(of: "KEY", with: cloud.key)
        try fleet.folder.write(text, to: "fleet.yaml")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(lines.firstIndex { $0.contains(cloud.key) })
        for words in [[], ["--dry-run"]] {
            let finished = try fleet.start(["--check"] + words).wait()
            #expect(finished.status == 78)
            #expect(finished.errors.contains("fleet.yaml:\(row + 1):"))
            #expect(finished.errors.contains("the API key of Vast stands here"))
            #expect(!(finished.output + finished.errors).contains(cloud.key))
        }
        #expect(between.calls.isEmpty)
        #expect(contents(of: fleet.statePath).isEmpty)
    }

    @Test func `the key stands in no command line, and travels in one header only`() throws {
        between.tell { call, truth in call.isList ? .silence : truth() }
        let run = try fleet.start(["--check"])
        try #require(eventually { between.calls.contains { $0.isList } })
        let line = FileManager.default.contents(atPath: "/proc/\(run.pid)/cmdline") ?? Data()
        #expect(!line.isEmpty)
        #expect(line.firstRange(of: Data(cloud.key.utf8)) == nil)
        run.signal(SIGTERM)
        run.wait()
        for call in between.calls {
            #expect(!(call.path + call.query).contains(cloud.key))
            #expect(!String(decoding: call.body, as: UTF8.self).contains(cloud.key))
        }
    }

    @Test func `everything we write is for its owner only, whatever the umask`() throws {
        try fleet.queue(1)
        let words = "umask 0; exec \"$0\" --check --config \"$1\""
        let finished = try Program(
            "/bin/sh", ["-c", words, built("autoscaler"), fleet.folder.path("fleet.yaml")],
            environment: fleet.environment, in: fleet.folder
        ).wait()
        #expect(finished.status == 0)
        #expect(try mode(fleet.statePath) == 0o700)
        let written = contents(of: fleet.statePath).keys
        #expect(written.contains("state.sqlite"))
        for name in written {
            #expect(try mode("\(fleet.statePath)/\(name)") == 0o600, "\(name)")
        }
    }

    @Test func `a key file of ours that others can read is refused`() throws {
        fleet.environment["VAST_API_KEY"] = nil
        try fleet.folder.write(cloud.key + "\n", to: "vast.key")
        fleet.configuration.vast = ", key_file: vast.key"
        for (permissions, status) in [(0o644, Int32(78)), (0o600, 0)] {
            try FileManager.default.setAttributes(
                [.posixPermissions: permissions], ofItemAtPath: fleet.folder.path("vast.key"))
            let finished = try fleet.check()
            #expect(finished.status == status)
            #expect(!finished.errors.contains(cloud.key))
        }
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
