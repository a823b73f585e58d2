import Shared
import Testing

/// Power calls: sections 1.3, 4.1 and 8 of the reference.
@Suite struct VultrPowerTests {
    private let id = vultr("a")
    private static let locked =
        #"{"error":"Unable to halt server: Server is currently locked","status":500}"#

    private func shown(_ power: String) throws -> ScriptedExchange.Outcome {
        .status(
            200,
            body: #"{"instance": \#(try vultrRow("a", #"{"power_status": "\#(power)"}"#))}"#)
    }

    @Test func `a machine that is off is started, once`() async throws {
        let vultr = try ScriptedVultr([shown("stopped"), .status(204)])
        #expect(try await vultr.client.start(id) == .accepted)
        #expect(vultr.paths == ["GET /instances/a", "POST /instances/a/start"])
        #expect(vultr.exchange.requests.last?.body == nil)
        #expect(vultr.exchange.requests.last?.travelsAlone == true)
    }

    @Test func `a start would restart a machine that runs, so none is sent`() async throws {
        let vultr = try ScriptedVultr([shown("running")])
        #expect(try await vultr.client.start(id) == .accepted)
        #expect(vultr.paths == ["GET /instances/a"])
    }

    @Test func `a start that was lost is not sent again`() async throws {
        let vultr = try ScriptedVultr([shown("stopped"), .lost])
        await #expect(throws: ProviderError.self) { _ = try await vultr.client.start(id) }
    }

    @Test(arguments: [
        (404, #"{"error":"instance not found","status":404}"#),
        (400, #"{"error":"invalid instance ID","status":400}"#),
    ])
    func `a machine that Vultr does not know is gone, by either answer`(
        _ status: Int, _ body: String
    ) async throws {
        let answer = ScriptedExchange.Outcome.status(status, body: body)
        let vultr = try ScriptedVultr([answer, answer, answer])
        #expect(try await vultr.client.start(id) == .gone)
        #expect(try await vultr.client.stop(id) == .gone)
        #expect(try await vultr.client.reboot(id) == .gone)
    }

    @Test(arguments: [
        (200, "{}"), (200, #"{"instance": {"id": "b", "power_status": "stopped"}}"#),
        (200, #"{"instance": {"id": "a"}}"#), (404, "<html>"), (500, ""), (401, ""),
    ])
    func `a machine of which nobody knows its power is not started`(
        _ status: Int, _ body: String
    ) async throws {
        let vultr = try ScriptedVultr(status, body)
        await #expect(throws: ProviderError.self) { _ = try await vultr.client.start(id) }
    }

    @Test func `a halt is sent again when it was lost: twice is like once`() async throws {
        let vultr = try ScriptedVultr([.lost, .status(429), .status(204)])
        #expect(try await vultr.client.stop(id) == .accepted)
        #expect(vultr.paths == Array(repeating: "POST /instances/a/halt", count: 3))
    }

    @Test func `a machine that is locked refuses, with 500, and that is no outage`() async throws {
        let locked = ScriptedExchange.Outcome.status(500, body: Self.locked)
        let vultr = try ScriptedVultr([locked, locked, try shown("stopped"), locked])
        for outcome in [
            try await vultr.client.stop(id), try await vultr.client.reboot(id),
            try await vultr.client.start(id),
        ] {
            guard case .refused(let reason) = outcome else {
                Issue.record("it was \(outcome)")
                return
            }
            #expect(reason.contains("locked"))
        }
    }

    @Test(arguments: [ScriptedExchange.Outcome.lost, .status(502), .status(429), .status(500)])
    func `a reboot is sent once`(_ outcome: ScriptedExchange.Outcome) async throws {
        let vultr = try ScriptedVultr([outcome])
        await #expect(throws: ProviderError.self) { _ = try await vultr.client.reboot(id) }
        #expect(vultr.paths == ["POST /instances/a/reboot"])
    }

    @Test func `a stopped machine bills in full there, and its disk only at Vast`() throws {
        #expect(try ScriptedVultr([]).client.billsStopped == .inFull)
        #expect(try ScriptedVast([]).client.billsStopped == .storageOnly)
    }

    @Test func `a way to a machine is its own address, at the port of the settings`() async throws {
        let settings = VultrSettings(regions: ["ewr"], sshPort: 2222)
        let vultr = try ScriptedVultr(
            bodies: #"{"instance": \#(try vultrRow("a"))}"#, settings: settings)
        guard case .present(let instance) = try await vultr.client.lookup(id) else {
            Issue.record("it is there")
            return
        }
        #expect(instance.routes.map(\.description) == ["ssh://root@203.0.113.7:2222"])
    }

    @Test(arguments: ["0.0.0.0", "", "-v", "a b"])
    func `an address that is none yet, or never, is no way`(_ address: String) async throws {
        let row = try vultrRow("a", #"{"main_ip": "\#(address)"}"#)
        let vultr = try ScriptedVultr(bodies: #"{"instance": \#(row)}"#)
        guard case .present(let instance) = try await vultr.client.lookup(id) else {
            Issue.record("it is there")
            return
        }
        #expect(instance.routes.isEmpty)
    }
}
