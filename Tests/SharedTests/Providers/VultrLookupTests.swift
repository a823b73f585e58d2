import Shared
import Testing

/// What a machine's own answer says, and what ends it: sections 1.3 and 9 of the reference.
@Suite struct VultrLookupTests {
    private let id = vultr("4f0f12e5-1f84-404f-aa84-85f431ea5ec2")

    @Test func `a lookup shows the machine under its own name`() async throws {
        let scripted = try ScriptedVultr(bodies: #"{"instance": \#(try vultrRow(id.value))}"#)
        guard case .present(let instance) = try await scripted.client.lookup(id) else {
            Issue.record("it is there")
            return
        }
        #expect(instance.id == id && instance.status == .running)
        #expect(scripted.paths == ["GET /instances/\(id.value)"])
    }

    @Test(arguments: [
        (404, #"{"error":"instance not found","status":404}"#),
        (404, #"{"error":"Instance not found"}"#),
        (400, #"{"error":"invalid instance ID","status":400}"#),
        (400, #"{"error":"Invalid instance ID.","status":400}"#),
        (404, #"{"error":"Invalid instance ID","status":404}"#),
    ])
    func `a machine is gone by either text, with the status of today or of 2021`(
        _ status: Int, _ body: String
    ) async throws {
        #expect(try await ScriptedVultr(status, body).client.lookup(id) == .absent)
    }

    @Test(arguments: [
        (200, ""), (200, "{}"), (200, "null"), (200, "<html></html>"),
        (200, #"{"instance": null}"#), (200, #"{"instance": {}}"#), (200, #"{"instance": []}"#),
        (200, #"{"instance": {"id": "another"}}"#), (404, "<html>Not Found</html>"), (404, ""),
        (404, "{}"), (404, #"{"error": "Not found."}"#), (400, #"{"error":"Bad request."}"#),
        (401, #"{"error":"instance not found"}"#), (403, #"{"error":"invalid instance ID"}"#),
        (500, #"{"error":"instance not found"}"#), (410, #"{"error":"instance not found"}"#),
        (204, ""), (302, ""),
    ])
    func `any other answer to a lookup is no evidence`(_ status: Int, _ body: String) async throws {
        let vultr = try ScriptedVultr(status, body)
        await #expect(throws: ProviderError.self) { _ = try await vultr.client.lookup(id) }
    }

    @Test(arguments: [
        (204, ""), (404, #"{"error":"instance not found","status":404}"#),
        (400, #"{"error":"invalid instance ID","status":400}"#),
        (
            400,
            #"{"error":"Unable to destroy server: Server is already pending destruction."}"#
        ),
        (
            500,
            #"{"error":"Unable to destroy server: Server is already pending destruction."}"#
        ),
    ])
    func `a destroy is accepted, or was before, or has nothing to end`(
        _ status: Int, _ body: String
    ) async throws {
        let vultr = try ScriptedVultr(status, body)
        try await vultr.client.destroy(id)
        #expect(vultr.paths == ["DELETE /instances/\(id.value)"])
        #expect(vultr.exchange.requests.first?.body == nil)
    }

    @Test func `a locked server is not yet destroyed, no outage, and not asked again at once`()
        async throws
    {
        let vultr = try ScriptedVultr(
            500,
            #"{"error":"Unable to destroy server: Unable to remove VM: Server is currently locked","status":500}"#
        )
        let error = await #expect(throws: ProviderError.self) {
            try await vultr.client.destroy(id)
        }
        guard case .notYet(.vultr, let reason) = error else {
            Issue.record("it was \(String(describing: error))")
            return
        }
        #expect(reason.hasSuffix("Server is currently locked"))
    }

    @Test(arguments: [
        (500, ""), (400, #"{"error":"Bad request."}"#), (401, ""),
        (403, #"{"error":"invalid instance ID"}"#), (302, ""),
    ])
    func `a destroy that was not accepted is an error`(_ status: Int, _ body: String) async throws {
        let vultr = try ScriptedVultr(status, body)
        await #expect(throws: ProviderError.self) { try await vultr.client.destroy(id) }
    }

    @Test func `a destroy that was lost or came too often is sent again`() async throws {
        let vultr = try ScriptedVultr([
            .lost, .status(429), .status(504, body: "<html>"), .status(204),
        ])
        try await vultr.client.destroy(id)
        #expect(vultr.exchange.unused == 0)
    }

    @Test func `an id from the provider stays one segment of the path`() async throws {
        let vultr = try ScriptedVultr(204, "")
        try await vultr.client.destroy(InstanceID(provider: .vultr, value: "../account?x=#"))
        #expect(vultr.paths == ["DELETE /instances/..%2Faccount%3Fx%3D%23"])
    }
}
