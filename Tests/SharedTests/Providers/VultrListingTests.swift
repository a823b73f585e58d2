import Shared
import Testing

/// Promise T1: a listing is complete only when every page said so in the promised shape.
@Suite struct VultrListingTests {
    private let prices = vultrPage("plans")

    private func listing(_ bodies: String...) async throws -> Listing {
        // The prices of what was seen are asked for last, twice: the plans with GPUs, and all.
        let prices = ScriptedExchange.Outcome.status(200, body: prices)
        let vultr = try ScriptedVultr(
            bodies.map { .status(200, body: $0) } + [prices, prices])
        let listing = await vultr.client.listing()
        #expect(vultr.exchange.unused == (listing.instances.isEmpty ? 2 : 0))
        return listing
    }

    private func page(_ ids: String..., next: String = "", total: Int? = nil) throws -> String {
        let rows = try ids.map { try vultrRow($0) }.joined(separator: ", ")
        return #"{"instances": [\#(rows)], "meta": {"total": \#(total ?? ids.count), "#
            + #""links": {"next": "\#(next)", "prev": ""}}}"#
    }

    private func failure(_ outcomes: [ScriptedExchange.Outcome]) async throws -> String? {
        let listing = await (try ScriptedVultr(outcomes)).client.listing()
        guard case .failed(let reason) = listing.completeness, listing.instances.isEmpty
        else { return nil }
        return reason
    }

    @Test func `one page with an empty next is everything`() async throws {
        let listing = try await listing(page("a", "b"))
        #expect(listing.isComplete && listing.instances.map(\.id) == [vultr("a"), vultr("b")])
        #expect(listing.notes.isEmpty)
    }

    @Test func `the oldest of two of one label comes first, as labels are not unique`()
        async throws
    {
        let rows = try [
            vultrRow("b"), vultrRow("c", #"{"date_created": null}"#), vultrRow("a"),
            vultrRow("d", #"{"date_created": "2026-11-01T00:00:00+00:00"}"#),
        ].joined(separator: ", ")
        let listing = try await listing(vultrPage("instances", rows, total: 4))
        #expect(listing.instances.map(\.id.value) == ["d", "a", "b", "c"])
    }

    @Test func `an account without machines is known to have none`() async throws {
        let listing = try await listing(page())
        #expect(listing.isComplete && listing.instances.isEmpty)
    }

    @Test func `a null next ends the list like an empty one`() async throws {
        let body = #"{"instances": [], "meta": {"total": 0, "links": {"next": null}}}"#
        #expect(try await listing(body).isComplete)
    }

    @Test func `pages are as large as they get, and a cursor is sent back as it came`()
        async throws
    {
        let vultr = try ScriptedVultr([
            .status(200, body: page("a", next: "bmV4dF9fdmhmLTFjLTFnYg==", total: 2)),
            .status(200, body: page("b", total: 2)), .status(200, body: prices),
            .status(200, body: prices),
        ])
        #expect(await vultr.client.listing().isComplete)
        #expect(
            vultr.paths.prefix(2) == [
                "GET /instances?per_page=500",
                "GET /instances?per_page=500&cursor=bmV4dF9fdmhmLTFjLTFnYg%3D%3D",
            ])
    }

    @Test(arguments: [
        "", #""""#, "{}", "null", "[]", "0", "<html><body>Please log in.</body></html>",
        #"{"instances": []}"#, #"{"instances": [], "meta": {}}"#,
        #"{"instances": [], "meta": null}"#, #"{"instances": [], "meta": {"links": {}}}"#,
        #"{"instances": [], "meta": {"links": []}}"#,
        #"{"instances": [], "meta": {"links": {"next": 5}}}"#,
        #"{"instances": null, "meta": {"links": {"next": ""}}}"#,
        #"{"instances": {}, "meta": {"links": {"next": ""}}}"#,
        #"{"instances": [1], "meta": {"links": {"next": ""}}}"#,
        #"{"instances": [{}], "meta": {"links": {"next": ""}}}"#,
        #"{"instances": [null], "meta": {"links": {"next": ""}}}"#,
        #"{"instances": [{"id": ""}], "meta": {"links": {"next": ""}}}"#,
        #"{"instances": [{"id": null}], "meta": {"links": {"next": ""}}}"#,
        #"{"bare_metals": [], "meta": {"links": {"next": ""}}}"#,
        #"{"error": "x"}"#, #"{"instances": [{"id": "a""#,
    ])
    func `a body that is no list says nothing about what exists`(_ body: String) async throws {
        #expect(try await failure([.status(200, body: body)]) != nil)
    }

    @Test(arguments: [400, 401, 403, 404, 422, 500])
    func `an error is no empty list, and is not asked for again`(_ status: Int) async throws {
        let body = #"{"error": "Validation Error", "status": \#(status)}"#
        #expect(
            try await failure([.status(status, body: body)])?.contains("Validation Error") == true)
    }

    @Test func `gateway errors and lost answers are asked for again, then given up`() async throws {
        let vultr = try ScriptedVultr([
            .status(502, body: "<html>"), .lost, .status(200, body: page()),
        ])
        #expect(await vultr.client.listing().isComplete)
        #expect(try await failure([.lost, .lost, .lost, .lost]) != nil)
    }

    @Test func `a first page and then an error is a part`() async throws {
        let bad = ScriptedExchange.Outcome.status(502, body: "<html>Bad Gateway</html>")
        let prices = ScriptedExchange.Outcome.status(200, body: prices)
        let scripted = try ScriptedVultr(
            [.status(200, body: page("a", next: "t"))] + [bad, bad, bad, bad, prices, prices])
        let listing = await scripted.client.listing()
        guard case .partial(let reason) = listing.completeness else {
            Issue.record("it was \(listing.completeness)")
            return
        }
        #expect(reason.hasPrefix("page 2: ") && reason.contains("502"))
        #expect(listing.instances.map(\.id) == [vultr("a")])
    }

    @Test(arguments: [
        ("a repeated cursor", [("a", "t", 2), ("b", "t", 2)]),
        ("a repeated id", [("a", "t", 2), ("a", "", 2)]),
        ("a total that is not reached", [("a", "t", 3), ("b", "", 3)]),
    ])
    func `a list that contradicts itself is a part`(
        _ what: String, _ pages: [(id: String, next: String, total: Int)]
    ) async throws {
        let bodies = try pages.map { try page($0.id, next: $0.next, total: $0.total) }
        let vultr = try ScriptedVultr(
            (bodies + [prices, prices]).map { .status(200, body: $0) })
        guard case .partial = await vultr.client.listing().completeness else {
            Issue.record("\(what) was taken for a whole list")
            return
        }
    }

    @Test func `an empty page that points to a next one is a part`() async throws {
        let listing = try await listing(page("a", next: "t", total: 1), page(next: "u", total: 1))
        guard case .partial = listing.completeness else {
            Issue.record("it was \(listing.completeness)")
            return
        }
    }

    @Test func `one page that repeats an id or misses its total is no list`() async throws {
        for listing in [
            try await listing(page("a", "a")), try await listing(page("a", total: 2)),
        ] {
            guard case .failed = listing.completeness else {
                Issue.record("it was \(listing.completeness)")
                return
            }
        }
    }

    @Test func `a total that moves between pages is normal, and noted`() async throws {
        let listing = try await listing(page("a", next: "t", total: 3), page("b", total: 2))
        #expect(listing.isComplete)
        #expect(listing.notes == ["the total moved between pages, from 2 to 3"])
    }

    @Test func `a total as text, none, or fewer than the rows is no contradiction`() async throws {
        for total in [#""1""#, "null", "0"] {
            let body =
                #"{"instances": [\#(try vultrRow("a"))], "#
                + #""meta": {"total": \#(total), "links": {"next": ""}}}"#
            #expect(try await listing(body).isComplete)
        }
    }

    @Test func `a list is complete without its prices, and says that it has none`() async throws {
        let vultr = try ScriptedVultr([
            .status(200, body: page("a")), .status(400, body: #"{"error": "Bad request."}"#),
        ])
        let listing = await vultr.client.listing()
        #expect(listing.isComplete && listing.instances.map(\.running) == [nil])
        #expect(listing.instances.map(\.billing) == [nil])
        #expect(listing.notes.count == 1 && listing.notes[0].hasPrefix("prices are not known"))
    }

    @Test func `prices are asked for once in a run, and other plans only when there are some`()
        async throws
    {
        let plans = vultrPage("plans", try vultrPlan())
        let vultr = try ScriptedVultr([
            .status(200, body: page("a")), .status(200, body: plans),
            .status(200, body: page("a")),
        ])
        for _ in 1...2 {
            #expect(await vultr.client.listing().instances.map(\.running) == [rate(2_397_000)])
        }
        #expect(vultr.paths[1] == "GET /plans?type=vcg&per_page=500")
        #expect(vultr.exchange.unused == 0)
    }

    @Test func `a machine of another kind is priced from the whole catalogue`() async throws {
        let small = #"{"id": "vc2-1c", "type": "vc2", "hourly_cost": 0.007, "monthly_cost": 5}"#
        let row = try vultrRow("a", #"{"plan": "vc2-1c"}"#)
        let vultr = try ScriptedVultr(
            bodies: vultrPage("instances", row), vultrPage("plans", try vultrPlan()),
            vultrPage("plans", small, try vultrPlan()))
        #expect(await vultr.client.listing().instances.map(\.running) == [rate(7000)])
        #expect(vultr.paths.last == "GET /plans?type=all&per_page=500")
    }

    @Test func `the listing began when the first page was asked for, and ended with the last`()
        async throws
    {
        let vultr = try ScriptedVultr([
            .status(503), .status(200, body: page("a")), .retryAfter("20"),
            .status(200, body: vultrPage("plans", try vultrPlan())),
        ])
        let start = vultr.clock.now
        let listing = await vultr.client.listing()
        #expect(listing.begun.wall == start && listing.ended.wall > start)
        #expect(listing.ended.wall <= vultr.clock.now - .seconds(20))
    }
}
