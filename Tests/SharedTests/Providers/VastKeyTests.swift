import Shared
import Testing

/// Section 5.2 of the reference.
@Suite struct VastKeyTests {
    private static let text = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOurs"
    private static let five = InstanceID(provider: .vast, value: "5")

    private func key() throws -> SSHPublicKey {
        try #require(SSHPublicKey(line: "\(Self.text) me@here\n"))
    }

    @Test(arguments: ["public_key", "key"])
    func `a key is known under the new and the old name of its text, the oldest first`(
        _ member: String
    ) async throws {
        let body = #"""
            [{"id": 7, "\#(member)": "ssh-ed25519 AAAAC3Nztheirs me@here"}, 5, {},
             {"id": 100, "\#(member)": "\#(Self.text) you@there"},
             {"id": 20, "\#(member)": "\#(Self.text)", "deleted_at": "2026-01-01"},
             {"id": 99, "\#(member)": "\#(Self.text) x\n", "deleted_at": null}]
            """#
        let vast = try ScriptedVast(body: body)
        #expect(try await vast.client.ensureKey(key()) == "99")
        #expect(vast.paths == ["GET /api/v0/ssh/"])
    }

    @Test func `a key that the account does not know is put there once`() async throws {
        let vast = try ScriptedVast([
            .status(200, body: "[]"),
            .status(200, body: #"{"success": true, "key": {"id": 8}}"#),
            .status(200, body: #"[{"id": 8, "public_key": "\#(Self.text)"}]"#),
        ])
        #expect(try await vast.client.ensureKey(key()) == "8")
        #expect(vast.paths == ["GET /api/v0/ssh/", "POST /api/v0/ssh/", "GET /api/v0/ssh/"])
        #expect(
            vast.exchange.requests[1].body == Array(#"{"ssh_key":"\#(Self.text)"}"#.utf8))
        #expect(vast.exchange.requests[1].travelsAlone)
    }

    @Test(arguments: ["{}", "", "null", #"{"success": true, "ssh_keys": []}"#, "<html></html>"])
    func `what is no list of keys is no reason to add one`(_ body: String) async throws {
        let vast = try ScriptedVast([.status(200, body: body)])
        await #expect(throws: ProviderError.self) { _ = try await vast.client.ensureKey(key()) }
    }

    @Test(
        arguments: [
            .status(400, body: #"{"success": false, "error": "no_ssh_key"}"#), .lost,
            .status(200, body: #"{"success": false, "error": "x"}"#), .status(200, body: "{}"),
        ] as [ScriptedExchange.Outcome])
    func `a key that was not taken is an error, and one that is there all the same is not`(
        _ outcome: ScriptedExchange.Outcome
    ) async throws {
        let none = ScriptedExchange.Outcome.status(200, body: "[]")
        let vast = try ScriptedVast([none, outcome, none])
        await #expect(throws: ProviderError.self) { _ = try await vast.client.ensureKey(key()) }
        let there = ScriptedExchange.Outcome.status(
            200, body: #"[{"id": "9", "public_key": "\#(Self.text)"}]"#)
        let other = try ScriptedVast([none, outcome, there])
        #expect(try await other.client.ensureKey(key()) == "9")
    }

    @Test func `quirk 7, a key that came too late for a machine is attached to it`() async throws {
        let vast = try ScriptedVast(body: #"{"success": true, "msg": "SSH key added."}"#)
        try await vast.client.attachKey(key(), to: Self.five)
        #expect(vast.paths == ["POST /api/v0/instances/5/ssh/"])
        #expect(
            vast.exchange.requests.first?.body == Array(#"{"ssh_key":"\#(Self.text)"}"#.utf8))
    }

    @Test(arguments: [
        #"{"success": true, "ssh_keys": "[{\"id\": 1, \"public_key\": \"TEXT c\"}]"}"#,
        #"{"success": true, "ssh_keys": [{"id": 1, "key": "TEXT"}]}"#,
    ])
    func `a key that is on the machine already is attached, the list being text in JSON or not`(
        _ list: String
    ) async throws {
        let refused = ScriptedExchange.Outcome.status(
            400, body: #"{"success": false, "error": "invalid_args", "msg": "already"}"#)
        let body = list.replacing("TEXT", with: Self.text)
        let vast = try ScriptedVast([refused, .status(200, body: body)])
        try await vast.client.attachKey(key(), to: Self.five)
        #expect(vast.paths.last == "GET /api/v0/instances/5/ssh/")
        let other = body.replacing("IOurs", with: "IOther")
        let without = try ScriptedVast([refused, .status(200, body: other)])
        await #expect(throws: ProviderError.self) {
            try await without.client.attachKey(key(), to: Self.five)
        }
    }

    @Test func `a missing machine's 200 with success false attaches nothing`() async throws {
        let vast = try ScriptedVast([
            .status(200, body: #"{"success": false, "error": "no_such_instance", "msg": "x"}"#),
            .status(200, body: #"{"success": false, "error": "no_such_instance", "msg": "x"}"#),
        ])
        await #expect(throws: ProviderError.self) {
            try await vast.client.attachKey(key(), to: Self.five)
        }
    }
}
