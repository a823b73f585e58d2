import Shared
import Testing

@Suite struct VultrCallTests {
    @Test func `an account is named by a hash of its e-mail address, which is not shown`()
        async throws
    {
        let account = #"{"account": {"name": "A", "email": "Ada@Example.com", "balance": -100.55}}"#
        let first = try await ScriptedVultr(bodies: account).client.account()
        #expect(first.count == 16 && first.allSatisfy(\.isHexDigit))
        let again = #"{"account": {"email": " ada@example.com", "acls": ["billing"]}}"#
        #expect(try await ScriptedVultr(bodies: again).client.account() == first)
        let other = #"{"account": {"email": "bob@example.com"}}"#
        #expect(try await ScriptedVultr(bodies: other).client.account() != first)
    }

    @Test func `the hash is FNV-1a, so that it stays the same from version to version`()
        async throws
    {
        // The algorithm's published test vector for the text "a".
        let account = #"{"account": {"email": "a"}}"#
        #expect(try await ScriptedVultr(bodies: account).client.account() == "af63dc4c8601ec8c")
    }

    @Test(arguments: [
        "", "{}", "null", "[]", #"{"account": null}"#, #"{"account": {"email": " "}}"#,
        #"{"account": {"name": "x"}}"#, #"{"email": "a@b.c"}"#, "<html>",
    ])
    func `an account without an e-mail address is no account`(_ body: String) async throws {
        await #expect(throws: ProviderError.self) {
            _ = try await ScriptedVultr(bodies: body).client.account()
        }
    }

    @Test func `the key travels in one header, to the origin and its version`() async throws {
        let vultr = try ScriptedVultr(bodies: #"{"account": {"email": "a@b.c"}}"#)
        _ = try await vultr.client.account()
        let request = try #require(vultr.exchange.requests.first)
        #expect(request.url == "https://vultr.example/v2/account")
        #expect(
            request.headers.contains { $0 == ("Authorization", "Bearer \(ScriptedVultr.keyText)") })
    }

    @Test(arguments: [
        (401, #"{"error":"Unauthorized IP address: 203.0.113.9","status":401}"#),
        (401, #"{"error":"Invalid API token.","status":401}"#), (403, "no"), (401, ""),
    ])
    func `a key that is wrong, may not, or comes from elsewhere is told as refused`(
        _ status: Int, _ body: String
    ) async throws {
        let vultr = try ScriptedVultr(status, body)
        let error = await #expect(throws: ProviderError.self) { try await vultr.client.account() }
        #expect(error?.explanation.status == .credentials)
    }

    @Test(arguments: [
        (#"{"error": "Invalid plan chosen.", "status": 400}"#, "Invalid plan chosen."),
        ("plain words\nand more", "plain words"), ("<html>no</html>", "an HTML page"),
        ("", "an empty body"), ("{}", "no reason given"), (#"{"error": {}}"#, "no reason given"),
        (#"{"error": "a\u0007b\nc"}"#, "a b c"),
    ])
    func `an error is told in a few words on one line, JSON or not`(
        _ body: String, _ reason: String
    ) async throws {
        let vultr = try ScriptedVultr(400, body)
        await #expect(
            throws: ProviderError.refused(provider: .vultr, status: 400, reason: reason)
        ) { try await vultr.client.account() }
    }

    @Test func `a gateway's page is an outage, not a shape`() async throws {
        let page = ScriptedExchange.Outcome.status(502, body: "<html>502 Bad Gateway</html>")
        let vultr = try ScriptedVultr([page, page, page, page])
        let error = await #expect(throws: ProviderError.self) { try await vultr.client.account() }
        #expect(
            error
                == .unreachable(provider: .vultr, reason: "answered 502, 4 times: an HTML page"))
    }

    @Test func `an error of any length is cut`() async throws {
        let long = String(repeating: "x", count: 100_000)
        let vultr = try ScriptedVultr(400, #"{"error": "\#(long)"}"#)
        let error = await #expect(throws: ProviderError.self) { try await vultr.client.account() }
        #expect((error?.explanation.what.count ?? 1000) < 300)
    }

    @Test(arguments: [#"{"error": "Invalid API token KEY"}"#, "bad KEYKEY"])
    func `an answer that says our key does not bring it into an error`(
        _ body: String
    ) async throws {
        let vultr = try ScriptedVultr(
            401, body.replacing("KEY", with: ScriptedVultr.keyText))
        let error = await #expect(throws: ProviderError.self) { try await vultr.client.account() }
        let text = "\(String(describing: error))"
        #expect(text.contains("<redacted>") && !text.contains(ScriptedVultr.keyText))
    }

    @Test func `a client shows no key`() throws {
        let vultr = try ScriptedVultr([])
        var text = ""
        dump(vultr.client, to: &text)
        #expect(
            !text.contains(ScriptedVultr.keyText) && !"\(vultr.client)".contains("VULTR-SECRET"))
    }

    @Test func `too many requests waits as long as it is told`() async throws {
        let vultr = try ScriptedVultr([
            .status(
                429, [("Retry-After", "7")],
                body: #"{"status": 429,"error": "rate limit exceeded"}"#),
            .status(200, body: #"{"account": {"email": "a@b.c"}}"#),
        ])
        _ = try await vultr.client.account()
        #expect(vultr.clock.sleeps == [.seconds(7)])
    }

    @Test func `a label is put with its tag, and answered by 202`() async throws {
        let vultr = try ScriptedVultr(202, #"{"instance": {"id": "a-1"}, "job_ids": ["j"]}"#)
        try await vultr.client.setLabel("fk-a", of: Shared.InstanceID(provider: .vultr, value: "a"))
        #expect(vultr.paths == ["PATCH /instances/a"])
        #expect(vultr.lastBody == ["label": "fk-a", "tags": ["fk-a"]])
        let gone = try ScriptedVultr(404, #"{"error": "instance not found", "status": 404}"#)
        await #expect(throws: ProviderError.self) {
            try await gone.client.setLabel("x", of: InstanceID(provider: .vultr, value: "a"))
        }
    }

    @Test func `the provider's clock is known from its last dated answer`() async throws {
        let vultr = try ScriptedVultr([
            .status(200, [("Date", "Sat, 21 Nov 2026 13:42:48 GMT")], body: #"{"account": {}}"#)
        ])
        #expect(vultr.client.lastDate() == nil)
        _ = try? await vultr.client.account()
        #expect(vultr.client.lastDate()?.theirs == Instant(seconds: 1_795_268_568))
    }
}
