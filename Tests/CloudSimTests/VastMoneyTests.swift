import Shared
import Testing

@testable import CloudSim

/// Volumes and the billing history; 1,800,000,000 is 08:00 UTC.
@Suite struct VastMoneyTests {
    let renter = Renter(boot: .seconds(60) ... .seconds(60))

    func charges(_ more: String = "", filters: String = "{\"day\":{\"gte\":0,\"lte\":2e9}}") throws
        -> JSON
    {
        try renter.json("GET", "/api/v0/charges/?select_filters=\(filters)\(more)")
    }

    func amount(_ rows: JSON?) -> Double {
        (rows?.elements ?? []).compactMap { $0["amount"]?.number }.reduce(0, +)
    }

    func rentVolume(_ size: Int64 = 72) throws -> Int64 {
        let answer = try renter.json(
            "PUT", "/api/v0/volumes/", ["size": .int(size), "id": 7_000_001, "name": "x"])
        let name = try #require(answer["volume_name"]?.text)
        #expect(name.hasPrefix("V."))
        return try #require(Int64(name.dropFirst(2)))
    }

    @Test func `charges are one a day for each thing, and add up to the bill`() throws {
        let id = try renter.rent(101, ["label": "a"])
        let volume = try rentVolume()
        renter.wait(.seconds(3 * 86_400))
        let page = try charges()
        #expect(page["total"] == 8)
        #expect(page["count"] == 8)
        #expect(page["next_token"] == .null)
        #expect(abs(amount(page["results"]) - renter.bill.total.asNumber) < 0.000_008)
        let first = page["results"]?.elements?.first
        #expect(first?["type"] == "instance")
        #expect(first?["source"] == .string("instance-\(id)"))
        #expect(first?["metadata"] == ["label": "a"])
        #expect(first?["start"] == 1_800_000_000)
        // The first midnight is sixteen hours away.
        #expect(first?["end"] == .int(1_800_000_000 + 16 * 3600))
        #expect(first?["items"]?.elements?.map { $0["type"] } == ["gpu", "disk"])
        #expect(abs(amount(first?["items"]) - amount(.array([first ?? .null]))) < 0.000_002)
        let volumes = try charges(
            filters: "{\"day\":{\"gte\":0,\"lte\":2e9},\"type\":{\"in\":[\"volume\"]}}")
        #expect(volumes["total"] == 4)
        #expect(volumes["results"]?.elements?.first?["source"] == .string("volume-\(volume)"))
    }

    @Test func `charges of a part of the time are that part's`() throws {
        try renter.rent(101)
        renter.wait(.seconds(60 + 7200))
        let hour = "{\"day\":{\"gte\":1800000060,\"lte\":1800003660}}"
        #expect(amount(try charges(filters: hour)["results"]) == 0.315)
        let before = "{\"day\":{\"gte\":0,\"lte\":1800000000}}"
        #expect(try charges(filters: before)["results"] == [])
    }

    @Test func `charges come in pages, either end first`() throws {
        try renter.rent(101)
        renter.wait(.seconds(3 * 86_400))
        let all = try charges()["results"]?.elements ?? []
        #expect(all.count == 4)
        let first = try charges("&limit=3&latest_first=true")
        #expect(first["results"]?.elements == Array(all.reversed()[0..<3]))
        let token = try #require(first["next_token"]?.text)
        let second = try charges("&limit=3&latest_first=true&after_token=\(token)")
        #expect(second["results"]?.elements == [all[0]])
        #expect(second["next_token"] == .null)
        let bad = try renter.json(
            "GET", "/api/v0/charges/?select_filters={\"day\":{\"gte\":0,\"lte\":1}}&after_token=x",
            status: 400)
        #expect(bad["error"] == "invalid_token")
    }

    @Test func `a missing range is 400 for charges, and 200 without success for invoices`() throws {
        for filters in ["", "?select_filters={}", "?select_filters={\"day\":{\"gte\":1}}"] {
            #expect(
                try renter.json("GET", "/api/v0/charges/\(filters)", status: 400)["error"]
                    == "invalid_args")
        }
        #expect(try renter.json("GET", "/api/v1/invoices/")["success"] == false)
        let page = try renter.json(
            "GET", "/api/v1/invoices/?select_filters={\"when\":{\"gte\":0,\"lte\":1}}")
        #expect(page["success"] == true)
        #expect(page["results"] == [])
    }

    @Test func `the older history has a row for GPU and disk`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(60 + 3600))
        let target = "/api/v0/users/me/invoices?owner=me&sdate=0&edate=2e9&inc_charges="
        let answer = try renter.json("GET", target + "true")
        let rows = answer["invoices"]?.elements ?? []
        #expect(rows.map { $0["instance_id"] } == [.int(id), .int(id)])
        #expect(rows.map { $0["amount"] } == [0.3, 0.01525])
        #expect(rows.first?["quantity"] == 1.0)
        #expect(answer["current"]?["charges"] == 0.31525)
        #expect(try renter.json("GET", target + "false")["invoices"] == [])
    }

    @Test func `a volume is billed by its size until it is deleted`() throws {
        let id = try rentVolume()
        renter.wait(.seconds(3600))
        #expect(renter.bill.total == Dollars(microdollars: 15_000))
        #expect(try renter.json("GET", "/api/v0/users/current")["credit"] == 999.985)
        let row = try renter.json("GET", "/api/v0/volumes?owner=me&type=all_volume")["volumes"]?
            .elements?.first
        #expect(row?["id"] == .int(id))
        #expect(row?["label"] == "x")
        #expect(row?["start_date"] == 1_800_000_000.0)
        #expect(row?["machine_id"] == 1)
        #expect(
            try renter.json("GET", "/api/v0/volumes?type=network_volume")["volumes"] == [])
        _ = try renter.json("DELETE", "/api/v0/volumes/?id=\(id)", [:])
        renter.wait(.seconds(3600))
        #expect(renter.bill.total == Dollars(microdollars: 15_000))
        #expect(renter.bill.vastVolumes.first?.size == 72)
        #expect(renter.bill.json["volumes"]?.elements?.first?["microdollars"] == 15_000)
        #expect(try renter.json("GET", "/api/v0/volumes")["volumes"] == [])
        let again = try renter.json("DELETE", "/api/v0/volumes/", ["id": .int(id)], status: 404)
        #expect(again["error"] == "no_such_volume")
    }

    @Test func `a machine offers the disk that its volumes leave`() throws {
        func offers(_ more: JSONObject = [:]) throws -> [JSON] {
            var query: JSONObject = ["disk_space": ["gte": 1, "gt": "10"]]
            query.append(contentsOf: more)
            return try renter.json("POST", "/api/v0/volumes/search/", .object(query))["offers"]?
                .elements ?? []
        }
        #expect(try offers().count == 8)
        #expect(try offers(["limit": 2]).count == 2)
        _ = try rentVolume(400)
        let machine: JSONObject = ["machine_id": ["eq": "1"]]
        #expect(try offers(machine).first?["disk_space"] == 100.0)
        _ = try rentVolume(100)
        #expect(try offers(machine).isEmpty)
        #expect(try renter.offers().count == 10)
    }

    @Test(
        arguments: [
            (["id": 7_000_001], 400, "invalid_args"),
            (["id": 7_000_001, "size": 0], 400, "invalid_args"),
            (["id": 7_000_001, "size": 501], 400, "invalid_args"),
            (["id": 101, "size": 10], 404, "no_such_ask"),
        ] as [(JSON, Int, String)])
    func `a volume that cannot be rented costs nothing`(
        body: JSON, status: Int, code: String
    ) throws {
        let answer = try renter.json("PUT", "/api/v0/volumes/", body, status: status)
        #expect(answer["error"] == .string(code))
        #expect(renter.bill.vastVolumes.isEmpty)
    }

    @Test func `there are no templates`() throws {
        let answer = try renter.json(
            "GET", "/api/v0/template/?select_cols=[\"*\"]&select_filters={}")
        #expect(answer["templates"] == [])
    }
}
