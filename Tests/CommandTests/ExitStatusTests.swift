import Foundation
import Shared
import Testing

/// Each exit status of the tools, as a script meets it.
@Suite struct ExitStatusTests {
    let cloud: Cloud
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        fleet = try TestFleet(cloud)
    }

    @Test(arguments: [
        [], ["--dry-run"], ["--check", "--nonsense"], ["--check", "now"],
        ["--check", "--deadline", "soon"], ["--check", "--deadline", "0s"],
        ["--check", "--deadline", "-5m"],
    ])
    func `64 when the command line is wrong`(_ words: [String]) throws {
        let finished = try fleet.start(words).wait()
        #expect(finished.status == 64)
        #expect(finished.output.isEmpty)
        #expect(finished.errors.contains("autoscaler"))
        #expect(contents(of: fleet.statePath).isEmpty)
    }

    @Test func `69 when nobody listens, at the first run and later`() throws {
        let nobody = "http://127.0.0.1:1"
        fleet.environment["VAST_URL"] = nobody
        let first = try fleet.check()
        #expect(first.status == 69)
        #expect(first.errors.contains("vast cannot be reached"))
        #expect(!FileManager.default.fileExists(atPath: fleet.stateFile))
        fleet.environment["VAST_URL"] = cloud.url
        try fleet.queue(1)
        #expect(try fleet.check().status == 0)
        fleet.environment["VAST_URL"] = nobody
        #expect(try fleet.check().status == 69)
        fleet.environment["VAST_URL"] = cloud.url
        cloud.pass(.seconds(5))
        #expect(try fleet.check().status == 0)
        #expect(try fleet.events() == [["intended", "requested", "created", "ready"]])
    }

    @Test(arguments: [
        (500, "vast answered 500: "), (429, "vast answered 429, 4 times: "),
        (503, "vast answered 503, 4 times: "),
    ])
    func `69 when a provider answers nothing of use, and it says what came`(
        _ status: Int, _ words: String
    ) throws {
        let between = try Between(cloud) { _, _ in .text("no", status: status) }
        fleet.environment["VAST_URL"] = between.url
        let first = try fleet.check()
        #expect(first.status == 69)
        #expect(first.errors.contains(words), "\(first.errors)")
        #expect(!first.errors.contains("cannot be reached"))
        between.tellTheTruth()
        #expect(try fleet.check().status == 0)
        between.tell { _, _ in .text("no", status: status) }
        let later = try fleet.check()
        #expect(later.status == 69)
        #expect(later.output.contains(words), "\(later.output)")
    }

    @Test func `69 when no time was left, which is no fault of the provider`() throws {
        #expect(try fleet.check().status == 0)
        let finished = try fleet.check("--deadline", "1ms")
        #expect(finished.status == 69)
        #expect(finished.output.contains("vast was not asked: no time was left"))
        #expect(!finished.output.contains("cannot be reached"))
    }

    @Test func `69 with what each provider said, as JSON once there is a state`() throws {
        fleet.configuration.vultr = "{ regions: [ewr], max_price: 2.00, spacing: off }"
        let between = try Between(nil) { _, _ in .text("no", status: 500) }
        let truth = fleet.environment
        fleet.environment["VAST_URL"] = between.url
        fleet.environment["VULTR_API_URL"] = between.url + "/v2"
        let first = try fleet.check("--json")
        #expect(first.status == 69 && first.output.isEmpty)
        #expect(first.errors.contains("vast answered 500"), "\(first.errors)")
        #expect(first.errors.contains("vultr answered 500"), "\(first.errors)")

        fleet.environment = truth
        #expect(try fleet.check().status == 0)
        fleet.environment["VAST_URL"] = between.url
        fleet.environment["VULTR_API_URL"] = between.url + "/v2"
        let report = try fleet.report()
        #expect(report["status"] == 69)
        let held = (report["held"]?.elements ?? []).compactMap(\.string).joined(separator: "\n")
        #expect(
            held.contains("vast answered 500") && held.contains("vultr answered 500"), "\(held)")
    }

    @Test func `77 names where the refused key was found, and never the key`() throws {
        fleet.environment["VAST_API_KEY"] = "wrong-key-1234567890"
        #expect(try fleet.check().errors.contains("(the key is that of VAST_API_KEY)"))
        fleet.environment["VAST_API_KEY"] = nil
        for (key, words) in [
            ("wrong-key-1234567890", "(the key is that of VAST_API_KEY in "),
            ("'wrong key'", ".env:1:14: VAST_API_KEY: this is no API key"),
        ] {
            try fleet.folder.write("VAST_API_KEY=\(key)\n", to: ".env")
            chmod(fleet.folder.path(".env"), 0o600)
            let finished = try fleet.check()
            #expect(finished.status == 77)
            #expect(finished.errors.contains(words), "\(finished.errors)")
            #expect(!finished.errors.contains("wrong"))
        }
    }

    @Test func `1 when something was not done, and it says what`() throws {
        try cloud.fault("http-503", "--on", "create")
        try fleet.queue(1)
        let finished = try fleet.check()
        #expect(finished.status == 1)
        #expect(finished.output.contains("in-doubt"))
    }

    @Test func `77 when the key is refused`() throws {
        fleet.environment["VAST_API_KEY"] = "wrong-key-1234567890"
        let finished = try fleet.check()
        #expect(finished.status == 77)
        #expect(finished.errors.contains("refuses the key"))
        #expect(!finished.errors.contains("wrong-key"))
        #expect(!FileManager.default.fileExists(atPath: fleet.stateFile))
    }

    @Test func `77 when there is no key`() throws {
        fleet.environment["VAST_API_KEY"] = nil
        let finished = try fleet.check()
        #expect(finished.status == 77)
        #expect(finished.errors.contains("VAST_API_KEY"))
    }

    @Test func `77 when the key belongs to another account`() throws {
        try fleet.queue(1)
        #expect(try fleet.check().status == 0)
        try cloud.fault("other-account", "--for", "24h")
        let before = contents(of: fleet.statePath)["state.sqlite"]
        let finished = try fleet.check()
        #expect(finished.status == 77)
        #expect(finished.errors.contains("belongs to account"))
        #expect(contents(of: fleet.statePath)["state.sqlite"] == before)
        try cloud.clearFaults()
        #expect(try fleet.check().status == 0)
    }

    @Test func `78 when the clock is simulated and the provider is not`() throws {
        fleet.environment["VAST_URL"] = "https://console.vast.ai"
        let finished = try fleet.check()
        #expect(finished.status == 78)
        #expect(finished.errors.contains("FLEETKEEPER_CLOCK"))
        fleet.environment["VAST_URL"] = cloud.url
        fleet.environment["FLEETKEEPER_CLOCK"] = "noon"
        #expect(try fleet.check().status == 78)
    }

    @Test func `78 when the state is lost and machines carry our label`() throws {
        try fleet.queue(2)
        #expect(try fleet.check().status == 0)
        try FileManager.default.moveItem(
            atPath: fleet.statePath, toPath: fleet.folder.path("elsewhere"))
        for words in [["--dry-run"], []] {
            let finished = try fleet.start(["--check"] + words).wait()
            #expect(finished.status == 78)
            #expect(finished.errors.contains("2 machines carry this fleet's label"))
        }
        #expect(!FileManager.default.fileExists(atPath: fleet.stateFile))
        #expect(try cloud.bill().existing.count == 2)
        try? FileManager.default.removeItem(atPath: fleet.statePath)
        try FileManager.default.moveItem(
            atPath: fleet.folder.path("elsewhere"), toPath: fleet.statePath)
        #expect(try fleet.check().status == 0)
    }

    @Test func `78 when another installation runs a fleet of this name`() throws {
        let other = try TestFleet(cloud)
        // Both begin with an empty account, so each makes a state of its own.
        #expect(try fleet.check().status == 0)
        #expect(try other.check().status == 0)
        try fleet.queue(1)
        #expect(try fleet.check().status == 0)
        try other.queue(1)
        let finished = try other.check()
        #expect(finished.status == 78)
        #expect(finished.errors.contains("belong to another state file"))
        #expect(try finished.errors.contains(fleet.journal().installation))
        #expect(try cloud.bill().machines.count == 1)
        #expect(try fleet.check().status == 0)
    }

    @Test func `78 when the state is another fleet's`() throws {
        #expect(try fleet.check().status == 0)
        fleet.configuration.fleet = "other"
        let finished = try fleet.check()
        #expect(finished.status == 78)
        #expect(finished.errors.contains("belongs to fleet test"))
    }

    @Test(arguments: [-3600, 36_000, 31_557_600])
    func `1 while the clock is wrong, and nothing remains of it`(_ seconds: Int64) throws {
        try fleet.queue(1)
        #expect(try fleet.check().status == 0)
        try fleet.queue(4)
        let right = try #require(fleet.environment["FLEETKEEPER_CLOCK"])
        let scale = try #require(ClockScale(text: right))
        var wrong = scale
        wrong.simulatedStart = scale.simulatedStart + .seconds(seconds)
        fleet.environment["FLEETKEEPER_CLOCK"] = wrong.text
        let finished = try fleet.check()
        #expect(finished.status == 1)
        #expect(finished.output.contains("held: "))
        #expect(try cloud.bill().machines.count == 1)
        fleet.environment["FLEETKEEPER_CLOCK"] = right
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.count == 3)
    }
}
