import Shared
import Testing

@Suite struct VastCallTests {
    @Test(arguments: [#"{"id": 417001, "email": "a@b.c"}"#, #"{"id": "417001"}"#])
    func `an account is named by its id`(_ body: String) async throws {
        #expect(try await ScriptedVast(body: body).client.account() == "417001")
    }

    @Test(arguments: ["", "{}", "null", "[]", #"{"id": null}"#, #"{"id": 1.5}"#, "<html>"])
    func `an account without an id is no account`(_ body: String) async throws {
        await #expect(throws: ProviderError.self) {
            _ = try await ScriptedVast(body: body).client.account()
        }
    }

    @Test(arguments: [
        (401, #"{"success": false, "error": "auth_error", "msg": "Invalid user key"}"#),
        (403, #"{"success": false, "error": "auth_error", "msg": "This action requires login."}"#),
        (404, #"{"success": false, "error": "auth_error", "msg": "x"}"#),
        (404, #"{"detail": "Invalid user key"}"#), (401, "no"),
    ])
    func `a refused key is told as one, whatever the status`(
        _ status: Int, _ body: String
    ) async throws {
        let vast = try ScriptedVast([.status(status, body: body)])
        let error = await #expect(throws: ProviderError.self) { try await vast.client.account() }
        guard case .unauthorized = error else {
            Issue.record("it was \(String(describing: error))")
            return
        }
        #expect(error?.explanation.status == .credentials)
    }

    @Test(arguments: [
        (#"{"success": false, "error": "bad", "msg": "one"}"#, "bad: one"),
        (#"{"error": "bad"}"#, "bad"), (#"{"message": "two"}"#, "two"),
        (#"{"detail": "three"}"#, "three"), ("plain words\nand more", "plain words"),
        ("<html><h1>no</h1></html>", "an HTML page"), ("", "an empty body"),
        (#"{}"#, "no reason given"), (#"{"msg": {"a": 1}}"#, "no reason given"),
        (#"{"msg": "a\u0007b\nc"}"#, "a b c"),
    ])
    func `an error is told in a few words on one line, in each of its shapes`(
        _ body: String, _ reason: String
    ) async throws {
        let vast = try ScriptedVast([.status(400, body: body)])
        await #expect(
            throws: ProviderError.refused(provider: .vast, status: 400, reason: reason)
        ) { try await vast.client.account() }
    }

    @Test func `an error of any length is cut`() async throws {
        let long = String(repeating: "x", count: 100_000)
        let vast = try ScriptedVast([.status(400, body: #"{"msg": "\#(long)"}"#)])
        let error = await #expect(throws: ProviderError.self) { try await vast.client.account() }
        #expect((error?.explanation.what.count ?? 0) < 300)
    }

    @Test(arguments: [
        #"{"success": false, "error": "auth_error", "msg": "Invalid key KEY"}"#, "bad key KEY",
        #"{"error": "KEY"}"#, #"{"detail": "KEYKEY"}"#,
    ])
    func `quirk 27, an answer that says our key does not bring it into an error`(
        _ body: String
    ) async throws {
        let answer = ScriptedExchange.Outcome.status(
            401, body: body.replacing("KEY", with: ScriptedVast.keyText))
        let vast = try ScriptedVast([answer, answer])
        let error = await #expect(throws: ProviderError.self) { try await vast.client.account() }
        #expect(!"\(String(describing: error))".contains(ScriptedVast.keyText))
        let outcome = await vast.client.create(
            CreateOrder(offer: "1", label: "x", image: "x", diskGB: 1))
        #expect(!"\(outcome)".contains(ScriptedVast.keyText))
    }

    @Test func `a client shows no key`() throws {
        let vast = try ScriptedVast([])
        var text = ""
        dump(vast.client, to: &text)
        #expect(!text.contains(ScriptedVast.keyText) && !"\(vast.client)".contains("secret-key"))
    }

    @Test func `a lookup shows the machine under the plural name`() async throws {
        let vast = try ScriptedVast(body: #"{"instances": {"id": 5, "actual_status": "running"}}"#)
        #expect(
            try await vast.client.lookup(Self.five)
                == .present(Instance(id: Self.five, status: .running)))
        #expect(vast.paths == ["GET /api/v0/instances/5/?owner=me"])
    }

    @Test func `only a null says that a machine is gone`() async throws {
        #expect(
            try await ScriptedVast(body: #"{"instances": null}"#).client.lookup(Self.five)
                == .absent)
    }

    @Test(arguments: [
        (200, ""), (200, "{}"), (200, "null"), (200, #""""#), (200, "<html></html>"),
        (200, #"{"instances": []}"#), (200, #"{"instances": {}}"#), (200, #"{"instances": 0}"#),
        (200, #"{"instances": {"id": 6}}"#), (200, #"{"success": false, "instances": null}"#),
        (404, #"{"success": false, "error": "no_such_instance"}"#), (410, "gone"), (400, ""),
        (401, #"{"error": "auth_error"}"#), (500, ""),
    ])
    func `any other answer to a lookup is no evidence`(_ status: Int, _ body: String) async throws {
        let vast = try ScriptedVast([.status(status, body: body)])
        await #expect(throws: ProviderError.self) { _ = try await vast.client.lookup(Self.five) }
    }

    @Test func `quirk 25, a destroy is a DELETE, and one that is gone already is accepted`()
        async throws
    {
        let vast = try ScriptedVast([
            .status(200, body: #"{"success": true}"#),
            .status(404, body: #"{"success": false, "error": "no_such_instance", "msg": "x"}"#),
        ])
        try await vast.client.destroy(Self.five)
        try await vast.client.destroy(Self.five)
        #expect(vast.paths == Array(repeating: "DELETE /api/v0/instances/5/", count: 2))
    }

    @Test(arguments: [
        (200, #"{"success": false, "msg": "no"}"#), (200, "<html>Welcome</html>"), (200, "{}"),
        (200, ""), (200, #"{"success": "true"}"#), (204, ""), (400, ""), (401, ""),
        (404, #"{"error": "auth_error", "msg": "Invalid user key"}"#), (500, ""),
    ])
    func `a destroy that was not accepted is an error`(_ status: Int, _ body: String) async throws {
        let vast = try ScriptedVast([.status(status, body: body)])
        await #expect(throws: ProviderError.self) { try await vast.client.destroy(Self.five) }
    }

    @Test func `a destroy that was lost or came too often is sent again`() async throws {
        let vast = try ScriptedVast([
            .lost, .status(429), .status(200, body: #"{"success": true}"#),
        ])
        try await vast.client.destroy(Self.five)
        #expect(vast.exchange.unused == 0)
    }

    @Test func `a label is put by its own call`() async throws {
        let vast = try ScriptedVast(body: #"{"success": true}"#)
        try await vast.client.setLabel("fk-a", of: Self.five)
        #expect(vast.paths == ["PUT /api/v0/instances/5/"])
        #expect(vast.exchange.requests.first?.body == Array(#"{"label":"fk-a"}"#.utf8))
        let refused = try ScriptedVast(body: #"{"success": false, "error": "label_too_long"}"#)
        await #expect(throws: ProviderError.self) {
            try await refused.client.setLabel("x", of: Self.five)
        }
    }

    @Test(arguments: ["<html>Welcome</html>", "{}", ""])
    func `a label is put only where the answer says so`(_ body: String) async throws {
        let vast = try ScriptedVast(body: body)
        await #expect(throws: ProviderError.self) {
            try await vast.client.setLabel("fk-a", of: Self.five)
        }
    }

    @Test func `a GPU is known by any way to write its name, and else the closest is told`()
        async throws
    {
        let names = #"{"gpu_names": ["RTX 3090", "RTX 4090", "H100 SXM"]}"#
        for (name, answer) in [
            ("RTX 4090", GPUKnowledge.known), ("rtx_4090", .known),
            ("RTX4090", .unknown(closest: "RTX 4090")), ("Voodoo 2", .unknown(closest: nil)),
        ] {
            let vast = try ScriptedVast(body: names)
            #expect(try await vast.client.knows(gpu: name) == answer)
            #expect(vast.paths == ["GET /api/v0/gpu_names/unique/"])
        }
    }

    @Test(arguments: ["{}", "[]", #"{"gpu_names": []}"#, #"{"gpu_names": null}"#, "<html>"])
    func `an answer without names knows nothing of a GPU`(_ body: String) async throws {
        let vast = try ScriptedVast(body: body)
        await #expect(throws: ProviderError.self) {
            try await vast.client.knows(gpu: "RTX 4090")
        }
    }

    @Test func `an id from the provider stays one segment of the path`() async throws {
        let vast = try ScriptedVast([.status(404, body: "{}")])
        try await vast.client.destroy(InstanceID(provider: .vast, value: "../users/current?x=#"))
        #expect(vast.paths == ["DELETE /api/v0/instances/..%2Fusers%2Fcurrent%3Fx%3D%23/"])
    }

    @Test func `the provider's clock is known from its last dated answer`() async throws {
        let vast = try ScriptedVast([
            .status(200, [("Date", "Sat, 21 Nov 2026 13:42:48 GMT")], body: #"{"id": 1}"#),
            .status(200, [("date", "soon")], body: #"{"id": 1}"#),
        ])
        #expect(vast.client.lastDate() == nil)
        _ = try await vast.client.account()
        #expect(vast.client.lastDate()?.theirs == Instant(seconds: 1_795_268_568))
        _ = try await vast.client.account()
        #expect(vast.client.lastDate()?.ours == vast.clock.now)
    }

    static let five = InstanceID(provider: .vast, value: "5")
}
