import Shared
import Testing

/// Promise T1: a listing is complete only when every page said so in the promised shape.
@Suite struct VastListingTests {
    private func listing(_ bodies: String...) async throws -> Listing {
        let vast = try ScriptedVast(bodies.map { .status(200, body: $0) })
        let listing = await vast.client.listing()
        #expect(vast.exchange.unused == 0)
        return listing
    }

    private func failed(_ outcomes: ScriptedExchange.Outcome...) async throws -> String? {
        let vast = try ScriptedVast(outcomes)
        let listing = await vast.client.listing()
        #expect(listing.instances.isEmpty)
        guard case .failed(let reason) = listing.completeness else { return nil }
        return reason
    }

    @Test func `one page without a token is everything`() async throws {
        let listing = try await listing(page(row(1), row(2)))
        #expect(listing.isComplete && listing.instances.map(\.id) == [vast(1), vast(2)])
        #expect(listing.notes.isEmpty)
    }

    @Test func `an account without machines is known to have none`() async throws {
        let listing = try await listing(page())
        #expect(listing.isComplete && listing.instances.isEmpty)
    }

    @Test func `a missing token ends the list like a null one`() async throws {
        #expect(try await listing(#"{"instances": []}"#).isComplete)
        #expect(
            try await listing(#"{"success": true, "instances": [], "next_token": ""}"#).isComplete)
    }

    @Test func `pages are asked for in id order, 25 at a time, by the cursor of the one before`()
        async throws
    {
        let vast = try ScriptedVast([
            .status(200, body: page(row(1), next: "a+b/c=", total: 2)),
            .status(200, body: page(row(2), total: 2)),
        ])
        #expect(await vast.client.listing().isComplete)
        let names = [
            "id", "label", "actual_status", "intended_status", "machine_id", "gpu_name", "num_gpus",
            "dph_total", "storage_total_cost", "storage_cost", "disk_space", "start_date", "ports",
            "public_ipaddr", "ssh_host", "ssh_port",
        ]
        let query =
            "limit=25&order_by=%5B%7B%22col%22%3A%20%22id%22%2C%20%22dir%22%3A%20%22asc%22%7D%5D"
            + "&select_cols=%5B%22\(names.joined(separator: "%22%2C%22"))%22%5D"
        #expect(
            vast.paths == [
                "GET /api/v1/instances/?\(query)",
                "GET /api/v1/instances/?\(query)&after_token=a%2Bb%2Fc%3D",
            ])
    }

    @Test(arguments: [
        "", #""""#, "{}", "null", "[]", "0", "true", "<html><body>Please log in.</body></html>",
        #"{"instances": null}"#, #"{"instances": {}}"#, #"{"instances": "none"}"#,
        #"{"instances": [1]}"#, #"{"instances": [{}]}"#, #"{"instances": [null]}"#,
        #"{"instances": [{"id": null}]}"#, #"{"instances": [{"id": "C.5"}]}"#,
        #"{"instances": [{"id": 1.5}]}"#, #"{"instances": [{"id": true}]}"#,
        #"{"success": false, "error": "x", "msg": "y"}"#,
        #"{"success": false, "instances": []}"#, #"{"success": "no", "instances": []}"#,
        #"{"instances": [], "next_token": 5}"#, #"{"instances": [], "next_token": {}}"#,
        #"{"offers": []}"#, #"{"instances": [{"id": 1}"#,
    ])
    func `a body that is no list says nothing about what exists`(_ body: String) async throws {
        #expect(try await failed(.status(200, body: body)) != nil)
    }

    @Test func `quirk 11, the withdrawn list is no empty list`() async throws {
        let reason = try await failed(
            .status(
                410,
                body:
                    #"{"success":false,"error":"deprecated_endpoint","msg":"/api/v0/instances/ is deprecated."}"#
            ))
        #expect(reason?.contains("deprecated_endpoint") == true)
    }

    /// Promise S1: credentials of machines that nobody asked for do not travel.
    @Test func `every column that is read is asked for, and no other`() async throws {
        let all = row(
            1,
            more:
                #""storage_cost": 0.15, "disk_space": 40, "start_date": 1787000000, "ssh_port": 12344, "ssh_host": "ssh4.vast.ai", "public_ipaddr": "203.0.113.10", "ports": {"22/tcp": [{"HostPort": "40000"}]}"#
        )
        guard case .object(let members) = JSONValue(json: Array(all.utf8)) else { return }
        let scripted = try ScriptedVast([.status(200, body: page(all))])
        let whole = await scripted.client.listing().instances
        let asked = try #require(scripted.paths.first?.split(separator: "select_cols=").last)
        #expect(Set(members.keys) == Set(asked.matches(of: /[a-z_]{2,}/).map { String($0.output) }))
        #expect(whole.first?.routes.count == 2 && whole.first?.created != nil)
    }

    @Test func `a service that sends every column all the same is understood`() async throws {
        let more = #""jupyter_token": "x", "extra_env": [["A", "b"]], "search": {"totalHour": 0.4}"#
        let listing = try await listing(page(row(1, more: more), row(2, more: more)))
        #expect(listing.isComplete && listing.instances.map(\.id) == [vast(1), vast(2)])
    }

    @Test(arguments: [
        ScriptedExchange.Outcome.status(400, body: #"{"success": false, "error": "invalid_args"}"#),
        .status(200, body: page(#"{"id": 1, "intended_status": null}"#)),
        .status(200, body: page(#"{"id": 1, "storage_cost": null}"#)),
    ])
    func `a service that does not take the names is asked once more, for all columns`(
        _ answer: ScriptedExchange.Outcome
    ) async throws {
        let scripted = try ScriptedVast([answer, .status(200, body: page(row(1), row(2)))])
        let listing = await scripted.client.listing()
        #expect(listing.isComplete && listing.instances.map(\.id) == [vast(1), vast(2)])
        #expect(scripted.paths.map { $0.contains("select_cols") } == [true, false])
        #expect(listing.notes == ["the columns asked for did not come: listed again with all"])
    }

    @Test func `a machine without an address yet is no reason to ask again`() async throws {
        let new = row(1, more: #""public_ipaddr": null, "ports": null"#)
        #expect(try await listing(page(new)).notes == [])
    }

    @Test func `a service that refuses either way has no list`() async throws {
        let refusal = ScriptedExchange.Outcome.status(400, body: "no")
        #expect(try await failed(refusal, refusal) != nil)
    }

    @Test(arguments: [401, 403, 404, 500])
    func `an error is no empty list, and is not asked for again`(_ status: Int) async throws {
        #expect(try await failed(.status(status, body: "no")) != nil)
    }

    @Test func `gateway errors and lost answers are asked for again, then given up`() async throws {
        let vast = try ScriptedVast([
            .status(502, body: "<html>Bad Gateway</html>"), .lost, .status(200, body: page(row(1))),
        ])
        #expect(await vast.client.listing().isComplete)
        #expect(try await failed(.lost, .lost, .lost, .lost) != nil)
        #expect(
            try await failed(.status(429), .status(429), .status(429), .status(429)) != nil)
    }

    @Test func `a first page and then an error is a part`() async throws {
        let bad = ScriptedExchange.Outcome.status(502, body: "<html>Bad Gateway</html>")
        let scripted = try ScriptedVast(
            [.status(200, body: page(row(1), next: "t"))] + [bad, bad, bad, bad])
        let listing = await scripted.client.listing()
        guard case .partial(let reason) = listing.completeness else {
            Issue.record("it was \(listing.completeness)")
            return
        }
        #expect(reason.hasPrefix("page 2: ") && reason.contains("502"))
        #expect(listing.instances.map(\.id) == [vast(1)])
    }

    @Test(arguments: [
        ("a repeated cursor", [page(row(1), next: "t"), page(row(2), next: "t")]),
        ("a repeated id", [page(row(1), next: "t"), page(row(1))]),
        ("pages out of order", [page(row(5), next: "t"), page(row(4))]),
        ("an empty page with a cursor", [page(row(1), next: "t"), page(next: "u")]),
        (
            "a total that is not reached",
            [page(row(1), next: "t", total: 3), page(row(2), total: 3)]
        ),
        ("a second page of garbage", [page(row(1), next: "t"), "{}"]),
    ])
    func `a list that contradicts itself is a part`(
        _ what: String, _ bodies: [String]
    ) async throws {
        let vast = try ScriptedVast(bodies.map { .status(200, body: $0) })
        guard case .partial = await vast.client.listing().completeness else {
            Issue.record("\(what) was taken for a whole list")
            return
        }
    }

    @Test func `one page that repeats an id or misses its total is no list`() async throws {
        #expect(try await failedWithRows(page(row(1), row(1))))
        #expect(try await failedWithRows(page(row(1), total: 2)))
    }

    private func failedWithRows(_ body: String) async throws -> Bool {
        guard case .failed = try await listing(body).completeness else { return false }
        return true
    }

    @Test func `a total that moves between pages is normal, and noted`() async throws {
        let listing = try await listing(
            page(row(1), next: "t", total: 3), page(row(2), total: 2))
        #expect(listing.isComplete)
        #expect(listing.notes == ["the total moved between pages, from 2 to 3"])
    }

    @Test func `fewer in the total than rows is no contradiction`() async throws {
        #expect(try await listing(page(row(1), row(2), total: 1)).isComplete)
    }

    @Test func `the listing began when the first page was asked for`() async throws {
        let vast = try ScriptedVast([.status(503), .status(200, body: page(row(1)))])
        let start = vast.clock.now
        let listing = await vast.client.listing()
        #expect(listing.begun.wall == start && listing.ended.wall > start)
    }
}
