import Shared
import Testing

/// Section 3.1 of the reference: only what is certain counts as no.
@Suite struct VastCreateTests {
    private let order = CreateOrder(
        offer: "9100010", label: "fk-a-inst0001-00000001", image: "image", diskGB: 60,
        onstart: "echo \"hello\"")

    private func outcome(_ outcome: ScriptedExchange.Outcome) async throws -> CreateOutcome {
        let scripted = try ScriptedVast([outcome])
        let result = await scripted.client.create(order)
        #expect(scripted.exchange.requests.count == 1)
        return result
    }

    private func outcome(_ status: Int, _ body: String) async throws -> CreateOutcome {
        try await outcome(.status(status, body: body))
    }

    @Test func `the order travels alone, once, with the body of the reference`() async throws {
        let scripted = try ScriptedVast(body: #"{"success": true, "new_contract": 5}"#)
        #expect(await scripted.client.create(order) == .accepted(vast(5)))
        let request = try #require(scripted.exchange.requests.first)
        #expect(scripted.paths == ["PUT /api/v0/asks/9100010/"])
        #expect(request.travelsAlone)
        let body = try #require(request.body.flatMap { JSONValue(json: $0) })
        #expect(body["label"] == .string(order.label) && body["image"] == "image")
        #expect(body["disk"] == 60 && body["price"] == .null && body["env"] == [:])
        #expect(body["onstart"] == "echo \"hello\"" && body["cancel_unavail"] == true)
        #expect(body["runtype"] == "ssh_direc ssh_proxy" && body["target_state"] == "running")
        #expect(
            request.headers.contains { $0 == ("Authorization", "Bearer \(ScriptedVast.keyText)") })
        #expect(!request.url.contains(ScriptedVast.keyText))
    }

    @Test(arguments: [#""5""#, "5"])
    func `the new contract may be a number or text`(_ id: String) async throws {
        #expect(
            try await outcome(200, #"{"success": true, "new_contract": \#(id)}"#)
                == .accepted(vast(5)))
        #expect(try await outcome(200, #"{"new_contract": \#(id)}"#) == .accepted(vast(5)))
    }

    @Test func `quirk 3, success false with a contract is a machine that bills`() async throws {
        let body = #"{"success": false, "new_contract": 5, "error": "no_gpu", "msg": "stopped"}"#
        for status in [200, 400, 410] {
            #expect(
                try await outcome(status, body)
                    == .acceptedWithoutStart(vast(5), reason: "no_gpu: stopped"))
        }
    }

    @Test(arguments: [
        (
            404,
            #"{"success": false, "error": "no_such_ask", "msg": "No ask by id 1 is available."}"#
        ),
        (
            404,
            #"{"success": false, "error": "invalid_args", "msg": "error 404/3603: no_such_ask Instance type by id 1 is not available.", "ask_id": 1}"#
        ),
        (410, #"{"success": false, "error": "no_such_ask", "msg": "It is no longer available."}"#),
        (200, #"{"success": false, "error": "no_such_ask", "msg": "gone"}"#),
        (400, #"{"detail": "no_such_ask"}"#),
    ])
    func `quirk 1, an offer that is gone is told as that, wherever the word stands`(
        _ status: Int, _ body: String
    ) async throws {
        guard case .refused(_, offerGone: true) = try await outcome(status, body) else {
            Issue.record("it was \(try await outcome(status, body))")
            return
        }
    }

    @Test(arguments: [
        (400, #"{"success": false, "error": "insufficient_credit", "msg": "You lack credit."}"#),
        (401, #"{"success": false, "error": "auth_error", "msg": "Invalid user key"}"#),
        (403, #"{"error": "invalid_args"}"#), (429, "API requests too frequent"),
        (200, #"{"success": false, "msg": "no"}"#), (404, "Not Found"), (301, ""),
    ])
    func `another no is a no that other offers do not help`(
        _ status: Int, _ body: String
    ) async throws {
        guard case .refused(_, offerGone: false) = try await outcome(status, body) else {
            Issue.record("it was \(try await outcome(status, body))")
            return
        }
    }

    @Test(arguments: [
        (200, ""), (200, #""""#), (200, "{}"), (200, "null"), (200, "[]"), (200, "<html></html>"),
        (200, #"{"success": true}"#), (200, #"{"success": true, "new_contract": null}"#),
        (200, #"{"success": true, "new_contract": ""}"#), (204, ""), (408, ""), (500, "oops"),
        (502, "<html></html>"), (503, ""), (504, ""),
    ])
    func `an answer without a contract that is no plain no leaves the doubt`(
        _ status: Int, _ body: String
    ) async throws {
        guard case .unknown = try await outcome(status, body) else {
            Issue.record("it was \(try await outcome(status, body))")
            return
        }
    }

    @Test func `quirks 15 and 23, the environment is an object, and on demand has no price`()
        async throws
    {
        let scripted = try ScriptedVast(body: #"{"success": true, "new_contract": 5}"#)
        _ = await scripted.client.create(order)
        let body = scripted.exchange.requests.first?.body.flatMap { JSONValue(json: $0) }
        #expect(body?["env"] == [:] && body?["price"] == .null)
    }

    @Test func `quirk 2, a lost answer is in doubt, and what never left was not sent`() async throws
    {
        #expect(try await outcome(.lost) == .unknown(reason: "h:1: lost"))
        #expect(try await outcome(.unsent) == .notSent(reason: "h:1: refused"))
        guard case .unknown = try await outcome(.failure(.tooLarge(limit: 5))),
            case .unknown = try await outcome(.failure(.cancelled(sent: true))),
            case .notSent = try await outcome(.failure(.cancelled(sent: false)))
        else {
            Issue.record("an answer that was sent and not read is in doubt")
            return
        }
    }
}
