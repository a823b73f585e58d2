import CloudSim
import Shared
import Testing

/// A catalog of many one-GPU machines.
func manyOffers(_ count: Int64) -> Catalog {
    Catalog(
        (1...count).map {
            Offer(
                id: $0, machineID: $0, gpuIDs: [$0], gpuRate: Dollars(microdollars: 100_000 + $0))
        })
}

@Suite struct ListTests {
    let renter = Renter(catalog: manyOffers(60))
    let ids: [Int64]

    init() throws {
        let renter = renter
        ids = try (1...60).map { try renter.rent($0, ["label": $0 % 2 == 0 ? "even" : "odd"]) }
    }

    func page(_ query: String = "", status: Int = 200) throws -> JSON {
        try renter.json("GET", "/api/v1/instances/\(query)", status: status)
    }

    func ids(of page: JSON) -> [Int64] {
        page["instances"]?.elements?.compactMap { $0["id"]?.whole } ?? []
    }

    @Test func `pages of 25 follow each other to a null token`() throws {
        let first = try page()
        #expect(ids(of: first) == Array(ids[0..<25]))
        #expect(first["total_instances"] == 60)
        #expect(first["instances_found"] == 60)
        #expect(first["label_counts"] == ["even": 30, "odd": 30])
        let second = try page("?after_token=\(try #require(first["next_token"]?.text))")
        #expect(ids(of: second) == Array(ids[25..<50]))
        let third = try page("?after_token=\(try #require(second["next_token"]?.text))")
        #expect(ids(of: third) == Array(ids[50...]))
        #expect(third["next_token"] == .null)
    }

    @Test func `a machine that vanishes between pages moves no other`() throws {
        let first = try page()
        _ = try renter.json("DELETE", "/api/v0/instances/\(ids[24])/", [:])
        let second = try page("?after_token=\(try #require(first["next_token"]?.text))")
        #expect(ids(of: second) == Array(ids[25..<50]))
    }

    @Test(arguments: [("10", 10), ("25", 25), ("26", 25), ("0", 5), ("-1", 5)])
    func `a limit is kept within the page size`(limit: String, rows: Int) throws {
        #expect(try ids(of: page("?limit=\(limit)")).count == rows)
    }

    @Test func `descending order turns the pages round`() throws {
        let query = "?order_by=%5B%7B%22col%22%3A+%22id%22%2C+%22dir%22%3A+%22desc%22%7D%5D"
        let first = try page(query)
        #expect(ids(of: first) == Array(ids.reversed()[0..<25]))
        let token = try #require(first["next_token"]?.text)
        #expect(try ids(of: page("\(query)&after_token=\(token)")).first == ids[34])
    }

    @Test func `filters and columns choose what is shown`() throws {
        let page = try page(
            "?select_filters={\"label\":{\"in\":[\"even\"]}}&select_cols=[\"id\",\"label\",\"x\"]")
        #expect(page["instances_found"] == 30)
        #expect(page["total_instances"] == 60)
        #expect(
            page["instances"]?.elements?.first
                == ["id": .int(ids[1]), "label": "even", "x": .null])
    }

    @Test(arguments: [
        ("after_token=bm9uZQ==", "invalid_token"), ("after_token=%25", "invalid_token"),
        ("select_filters={\"dph_total\":{\"lt\":1}}", "invalid_args"),
        ("select_filters=[", "invalid_args"), ("order_by=[{\"col\":\"nope\"}]", "invalid_args"),
        ("limit=many", "invalid_args"),
    ])
    func `a bad query is refused`(query: String, code: String) throws {
        #expect(try page("?\(query)", status: 400)["error"] == .string(code))
    }

    @Test func `the withdrawn list says where to go`() throws {
        let gone = try renter.json("GET", "/api/v0/instances/?owner=me", status: 410)
        #expect(gone["error"] == "deprecated_endpoint")
    }

    @Test func `a partial page spoils the second page only`() throws {
        try renter.world.addFault(FaultOrder(.partialPage), at: renter.now)
        let token = try #require(try page()["next_token"]?.text)
        let second = try renter.response("GET", "/api/v1/instances/?after_token=\(token)")
        #expect(second.status == 502)
        #expect(try ids(of: page("?after_token=\(token)")).count == 25)
    }

    @Test func `a truncated list looks complete`() throws {
        try renter.world.addFault(FaultOrder(.truncatedList, amount: 20), at: renter.now)
        let short = try page()
        #expect(ids(of: short) == Array(ids[0..<5]))
        #expect(short["next_token"] == .null)
        #expect(short["instances_found"] == 5)
        #expect(short["total_instances"] == 5)
        #expect(try renter.listedIDs() == ids)
    }

    @Test func `a repeated cursor leads back to the same page`() throws {
        let token = try #require(try page()["next_token"]?.text)
        try renter.world.addFault(FaultOrder(.cursorRepeats, skip: 1), at: renter.now)
        _ = try page()
        let second = try page("?after_token=\(token)")
        #expect(second["next_token"] == .string(token))
        #expect(ids(of: second) == Array(ids[25..<50]))
    }
}
