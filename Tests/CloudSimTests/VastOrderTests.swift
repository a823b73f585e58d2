import CloudSim
import Shared
import Testing

@Suite struct VastOrderTests {
    let renter = Renter(catalog: manyOffers(6))
    let ids: [Int64]

    init() throws {
        let labels: [JSON] = ["b", "a", .null, "b", "c", "a"]
        let renter = renter
        ids = try labels.enumerated().map { try renter.rent(Int64($0 + 1), ["label": $1]) }
    }

    /// The positions of what complete walks in pages of two find.
    func walk(_ order: String) throws -> [Int?] {
        var found: [Int?] = []
        var token: String?
        repeat {
            let page = try renter.json(
                "GET",
                "/api/v1/instances/?limit=2&order_by=\(order)"
                    + (token.map { "&after_token=\($0)" } ?? ""))
            found += (page["instances"]?.elements ?? []).map { row in
                row["id"]?.whole.flatMap { ids.firstIndex(of: $0) }
            }
            token = page["next_token"]?.text
        } while token != nil && found.count < 20
        return found
    }

    @Test(arguments: [
        ("[]", [0, 1, 2, 3, 4, 5]), ("[{\"col\":\"id\",\"dir\":\"desc\"}]", [5, 4, 3, 2, 1, 0]),
        ("[{\"col\":\"label\"}]", [1, 5, 0, 3, 4, 2]),
        ("[{\"col\":\"label\",\"dir\":\"desc\"}]", [4, 0, 3, 1, 5, 2]),
        (
            "[{\"col\":\"label\",\"dir\":\"asc\"},{\"col\":\"id\",\"dir\":\"desc\"}]",
            [5, 1, 3, 0, 4, 2]
        ),
        ("[{\"col\":\"is_bid\"},{\"col\":\"label\"}]", [1, 5, 0, 3, 4, 2]),
    ])
    func `pages follow any order of stored columns`(order: String, expected: [Int]) throws {
        #expect(try walk(order) == expected)
    }

    @Test func `a row that vanishes between pages moves no other`() throws {
        let order = "order_by=[{\"col\":\"label\"}]"
        let first = try renter.json("GET", "/api/v1/instances/?limit=2&\(order)")
        let token = try #require(first["next_token"]?.text)
        _ = try renter.json("DELETE", "/api/v0/instances/\(ids[5])/", [:])
        let second = try renter.json(
            "GET", "/api/v1/instances/?limit=2&\(order)&after_token=\(token)")
        #expect(
            second["instances"]?.elements?.map { $0["id"] } == [.int(ids[0]), .int(ids[3])])
    }

    @Test(arguments: [
        "[{\"col\":\"dph_total\"}]", "[{\"col\":\"label\",\"dir\":\"up\"}]", "{}", "x",
    ])
    func `an order that cannot be is refused`(order: String) throws {
        let answer = try renter.json(
            "GET", "/api/v1/instances/?order_by=\(order)", status: 400)
        #expect(answer["error"] == "invalid_args")
    }

    @Test func `a cursor of another order is not valid`() throws {
        let first = try renter.json("GET", "/api/v1/instances/?limit=2")
        let token = try #require(first["next_token"]?.text)
        let answer = try renter.json(
            "GET", "/api/v1/instances/?order_by=[{\"col\":\"label\"}]&after_token=\(token)",
            status: 400)
        #expect(answer["error"] == "invalid_token")
    }

    @Test func `filters know null, and tell what could be filtered by`() throws {
        let page = try renter.json(
            "GET", "/api/v1/instances/?select_filters={\"label\":{\"in\":[null,\"c\"]}}")
        #expect(page["instances_found"] == 2)
        let filters = try renter.json("GET", "/api/v0/instances/filters/")["filters"]
        #expect(
            filters == [
                ["actual_status": .null, "verification": "verified", "gpu_name": "RTX 4090"]
            ])
    }
}
