import Shared
import Testing

/// Starts, stops and reboots: section 3.4 of the reference.
@Suite struct VastPowerTests {
    private static let five = InstanceID(provider: .vast, value: "5")
    private static let queued =
        #"{"success": false, "error": "resources_unavailable", "msg": "Required resources are "#
        + #"currently unavailable, state change queued."}"#

    @Test func `a start and a stop put the state that is wanted`() async throws {
        let vast = try ScriptedVast([
            .status(200, body: #"{"success": true}"#), .status(200, body: #"{"success": true}"#),
        ])
        #expect(try await vast.client.start(Self.five) == .accepted)
        #expect(try await vast.client.stop(Self.five) == .accepted)
        #expect(vast.paths == Array(repeating: "PUT /api/v0/instances/5/", count: 2))
        #expect(
            vast.exchange.requests.map(\.body) == [
                Array(#"{"state":"running"}"#.utf8), Array(#"{"state":"stopped"}"#.utf8),
            ])
    }

    @Test func `quirk 10, a start that waits for GPUs is queued, although it is a 200`()
        async throws
    {
        let outcome = try await ScriptedVast(body: Self.queued).client.start(Self.five)
        guard case .queued(let reason) = outcome else {
            Issue.record("it was \(outcome)")
            return
        }
        #expect(reason.contains("state change queued"))
    }

    @Test(arguments: [
        (400, #"{"success": false, "error": "missing_billing", "msg": "You lack credit"}"#),
        (400, #"{"success": false, "error": "insufficient_credit", "msg": "x"}"#),
        (200, #"{"success": false, "error": "other", "msg": "x"}"#),
        (400, #"{"success": false, "error": "invalid_args", "msg": "Invalid target state"}"#),
        (404, "<html>Not Found</html>"),
    ])
    func `a start that is not taken is refused, with the reason`(
        _ status: Int, _ body: String
    ) async throws {
        let vast = try ScriptedVast([.status(status, body: body)])
        guard case .refused(let reason) = try await vast.client.start(Self.five) else {
            Issue.record("it was not refused")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func `a machine that Vast does not know is gone`() async throws {
        let answer = ScriptedExchange.Outcome.status(
            404, body: #"{"success": false, "error": "no_such_instance", "msg": "x"}"#)
        let vast = try ScriptedVast([answer, answer, answer])
        #expect(try await vast.client.start(Self.five) == .gone)
        #expect(try await vast.client.stop(Self.five) == .gone)
        #expect(try await vast.client.reboot(Self.five) == .gone)
    }

    @Test(arguments: [
        (401, ""), (403, #"{"error": "auth_error"}"#), (404, #"{"error": "auth_error"}"#),
        (500, ""), (200, ""), (200, "{}"), (200, "[]"), (200, "<html></html>"), (302, ""),
    ])
    func `any other answer is neither yes nor no`(_ status: Int, _ body: String) async throws {
        let vast = try ScriptedVast(Array(repeating: .status(status, body: body), count: 3))
        await #expect(throws: ProviderError.self) { _ = try await vast.client.start(Self.five) }
        await #expect(throws: ProviderError.self) { _ = try await vast.client.stop(Self.five) }
        await #expect(throws: ProviderError.self) { _ = try await vast.client.reboot(Self.five) }
    }

    @Test func `a start that was lost or came too often is sent again`() async throws {
        let vast = try ScriptedVast([
            .lost, .status(429, body: "API requests too frequent"),
            .status(200, body: #"{"success": true}"#),
        ])
        #expect(try await vast.client.start(Self.five) == .accepted)
    }

    @Test(arguments: [ScriptedExchange.Outcome.lost, .status(502), .status(429)])
    func `a reboot is sent once, over a connection of its own`(
        _ outcome: ScriptedExchange.Outcome
    ) async throws {
        let vast = try ScriptedVast([outcome])
        await #expect(throws: ProviderError.self) { _ = try await vast.client.reboot(Self.five) }
        #expect(vast.paths == ["PUT /api/v0/instances/reboot/5/"])
        #expect(vast.exchange.requests.first?.travelsAlone == true)
    }

    @Test func `a reboot of a container that is not running is refused by a 200`() async throws {
        let body =
            #"{"success":false,"error":"invalid_id","msg":"Invalid instance id. Is the container started?"}"#
        let outcome = try await ScriptedVast(body: body).client.reboot(Self.five)
        #expect(
            outcome
                == .refused(
                    reason: "invalid_id: Invalid instance id. Is the container started?"))
    }
}
