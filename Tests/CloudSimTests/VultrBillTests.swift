import Shared
import Testing

@testable import CloudSim

/// An A40 is $1.712 for each started hour, and at most $1250 a calendar month.
@Suite struct VultrBillTests {
    let renter = VultrRenter()

    private func dollars(_ text: String) throws -> Dollars { try #require(Dollars(text: text)) }

    @Test func `every started hour is charged whole`() throws {
        try renter.rent()
        let start = renter.now
        // Seconds since the create, and started hours times 1.712.
        let cases: [(Int64, String)] = [
            (0, "1.712"), (1, "1.712"), (3600, "1.712"), (3601, "3.424"), (7200, "3.424"),
            (7201, "5.136"),
        ]
        for (seconds, cost) in cases {
            renter.now = start + .seconds(seconds)
            #expect(try renter.bill.total == dollars(cost), "\(seconds) s")
        }
    }

    @Test func `a halted machine costs the same`() throws {
        let id = try renter.rent()
        renter.wait(.seconds(100))
        try renter.json("POST", "instances/\(id)/halt", status: 204)
        renter.wait(.seconds(3600 * 10 - 100))
        #expect(try renter.bill.total == dollars("17.12"))
    }

    @Test func `a destroyed machine costs nothing more`() throws {
        let id = try renter.rent()
        renter.wait(.seconds(3601))
        try renter.json("DELETE", "instances/\(id)", status: 204)
        let ended = renter.now
        renter.wait(.seconds(864_000))
        #expect(try renter.bill.total == dollars("3.424"))
        let line = try #require(renter.bill.vultrLines.first)
        #expect(line.ended == ended && line.hours == 2 && line.existing == .seconds(3601))
    }

    @Test func `a calendar month costs no more than the plan's month`() throws {
        let renter = VultrRenter()
        renter.now = Instant(microseconds: 1_801_440_000_000_000)  // 1 February 2027, 00:00 UTC
        try renter.rent()
        let february = renter.now
        // 28 days: 672 hours, below the cap.
        renter.now = february + .seconds(672 * 3600)
        #expect(try renter.bill.total == dollars("1150.464"))
        // March has 744 hours; 730 are $1249.76, and one more would be $1251.472.
        renter.now = february + .seconds((672 + 730) * 3600)
        #expect(try renter.bill.total == dollars("2400.224"))
        renter.now = february + .seconds((672 + 731) * 3600)
        #expect(try renter.bill.total == dollars("2400.464"))
        renter.now = february + .seconds((672 + 744) * 3600)
        #expect(try renter.bill.total == dollars("2400.464"))
        // April begins with an hour of its own.
        renter.now = february + .seconds((672 + 744) * 3600 + 1)
        #expect(try renter.bill.total == dollars("2402.176"))
    }

    @Test func `each month counts its own started hours`() throws {
        let renter = VultrRenter()
        // 31 January 2027, 23:30 UTC.
        renter.now = Instant(microseconds: 1_801_440_000_000_000 - 1_800_000_000)
        let id = try renter.rent()
        renter.wait(.seconds(1800))
        #expect(try renter.bill.total == dollars("1.712"))
        renter.wait(.seconds(1))
        #expect(try renter.bill.total == dollars("3.424"))
        // The present month's part only.
        #expect(try renter.row(id)["pending_charges"] == 1.712)
    }

    @Test func `a region may have a price of its own`() throws {
        try renter.rent(VultrRenter.slice, in: "sjc")
        try renter.rent(VultrRenter.slice, in: "ewr")
        #expect(try renter.bill.total == dollars("0.273"))
    }

    @Test func `a volume costs a 672nd of its month an hour, attached or not`() throws {
        // 15 GB: $1.50 a month; 40 GB of the large kind: $1 a month.
        let order: JSON = ["region": "ewr", "size_gb": 15]
        let made = try renter.json("POST", "blocks", order, status: 202)
        let id = try #require(made["block"]?["id"]?.text)
        try renter.json(
            "POST", "blocks", ["region": "ewr", "size_gb": 40, "block_type": "storage_opt"],
            status: 202)
        renter.wait(.seconds(3600))
        // 2.5 / 672 = 0.00372023…
        #expect(try renter.bill.total == dollars("0.00372"))
        #expect(renter.bill.volumes.map(\.cost.microdollars) == [2232, 1488])
        try renter.json("DELETE", "blocks/\(id)", status: 204)
        renter.wait(.seconds(3600))
        // 3.5 / 672 = 0.00520833…
        #expect(try renter.bill.total == dollars("0.005208"))
    }

    @Test func `a volume that grew has a line of hours for each size`() throws {
        let order: JSON = ["region": "ewr", "size_gb": 15]
        let made = try renter.json("POST", "blocks", order, status: 202)
        let id = try #require(made["block"]?["id"]?.text)
        renter.wait(.seconds(1800))
        try renter.json("PATCH", "blocks/\(id)", ["size_gb": 30], status: 204)
        renter.wait(.seconds(1800))
        // An hour at $1.50 a month and one at $3: 4.5 / 672 = 0.00669642…
        #expect(try renter.bill.total == dollars("0.006696"))
    }

    @Test func `both markets are on one bill and neither account pays for the other`() throws {
        let vast = VastAPI(world: renter.world)
        let headers = [SimRequest.Field("Authorization", "Bearer simulated-key")]
        func call(_ method: String, _ target: String, _ body: JSON = .null) throws -> JSON {
            let request = SimRequest(
                method: method, target: target, headers: headers, body: body.encoded)
            guard case .answer(let answer) = vast.answer(request, at: renter.now) else {
                throw Renter.NoAnswer()
            }
            return try #require(JSON(parsing: answer.body))
        }
        _ = try call("PUT", "/api/v0/asks/101/", Renter.order())
        try renter.rent(["label": "w"])
        // Vast: 72 GB of disk for an hour, and 3500 s of GPU at $0.30 an hour.
        renter.wait(.seconds(3600))
        let bill = renter.bill
        #expect(bill.lines.map(\.cost.microdollars) == [15_000 + 291_667])
        #expect(bill.vultrLines.map(\.cost.microdollars) == [1_712_000])
        #expect(bill.total == Dollars(microdollars: 15_000 + 291_667 + 1_712_000))
        let rows = bill.json["instances"]?.elements ?? []
        #expect(rows.map { $0["provider"] } == ["vast", "vultr"])
        #expect(rows.last?["label"] == "w" && rows.last?["started_hours"] == 1)
        let user = try call("GET", "/api/v0/users/current/")
        #expect(user["credit"] == 999.693333)
        let account = try renter.json("GET", "account")["account"]
        #expect(account?["balance"] == -1000 && account?["pending_charges"] == 1.712)
        #expect(account?["email"] == "renter@example.com")
    }

    @Test func `the past is invoiced and the present month is pending`() throws {
        renter.now = Instant(microseconds: 1_801_440_000_000_000 - 7_200_000_000)
        try renter.rent()
        renter.wait(.seconds(7200 + 3600 * 2 + 1))
        let account = try renter.json("GET", "account")["account"]
        // Two hours of January, three started ones of February.
        #expect(account?["balance"] == -996.576)
        #expect(account?["pending_charges"] == 5.136)
        let pending = try renter.json("GET", "billing/pending-charges")
        #expect(pending["meta"] == nil)
        let item = try #require(pending["pending_charges"]?.elements?.first)
        #expect(item["units"] == 3 && item["unit_type"] == "hours")
        #expect(item["unit_price"] == 1.712 && item["total"] == 5.136)
        #expect(item["start_date"] == "2027-02-01T00:00:00+00:00")
        #expect(item["product"] == "vcg-a40-24c-120g-48vram")
    }

    @Test func `each month that is over has an invoice, whose lines add up to it`() throws {
        #expect(
            try renter.json("GET", "billing/invoices")["billing_invoices"]?.elements?.isEmpty
                == true)
        renter.now = Instant(microseconds: 1_801_440_000_000_000 - 7_200_000_000)
        let id = try renter.rent()
        renter.wait(.seconds(7200 + 3600 * 2 + 1))
        _ = try renter.json("DELETE", "instances/\(id)", status: 204)
        renter.wait(.seconds(60 * 86_400))
        let list = try renter.json("GET", "billing/invoices")
        let invoices = try #require(list["billing_invoices"]?.elements)
        #expect(invoices.map { $0["id"] } == [202_701, 202_702])
        #expect(
            invoices.map { $0["date"] } == [
                "2027-02-01T00:00:00+00:00", "2027-03-01T00:00:00+00:00",
            ])
        // Two hours of January, three started ones of February.
        #expect(invoices.map { $0["amount"] } == [3.424, 5.136])
        #expect(invoices.last?["balance"] == -991.44)
        let page = try renter.json("GET", "billing/invoices/202701/items")
        let item = try #require(page["invoice_items"]?.elements?.first)
        #expect(item["units"] == 2 && item["total"] == 3.424)
        #expect(item["end_date"] == "2027-02-01T00:00:00+00:00")
        #expect(page["meta"]?["total"] == 1)
        let one = try renter.json("GET", "billing/invoices/202702")
        #expect(one["billing_invoice"] == invoices.last)
        try renter.refused("GET", "billing/invoices/202703", 404, "Invalid invoice ID")
        let pending = try renter.json("GET", "billing/pending-charges")
        #expect(pending["pending_charges"]?.elements?.isEmpty == true)
    }
}
