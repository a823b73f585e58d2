import Shared
import Testing

@testable import CloudSim

@Suite struct VultrFaultTests {
    let renter = VultrRenter()

    private func add(_ order: FaultOrder) throws {
        try renter.world.addFault(order, at: renter.now)
    }

    private func create(_ more: JSONObject = [:]) -> SimOutcome {
        renter.outcome("POST", "instances", VultrRenter.order(more))
    }

    @Test func `an answer lost after the effect has rented a machine`() throws {
        try add(FaultOrder(.answerLost, on: .create))
        #expect(create() == .hang)
        try add(FaultOrder(.closedAfter, on: .create))
        #expect(create() == .closed)
        #expect(try renter.listed().count == 2)
    }

    @Test(arguments: [
        (FaultKind.http503, 503, "text/html"), (.http429, 429, "application/json"),
        (.html, 200, "text/html"), (.emptyObject, 200, "application/json"),
    ])
    func `a refusal on the way rents nothing`(kind: FaultKind, status: Int, type: String) throws {
        try add(FaultOrder(kind, on: .create))
        let answer = try renter.response("POST", "instances", VultrRenter.order())
        #expect(answer.status == status)
        #expect(answer.headers.first == SimRequest.Field("Content-Type", type))
        #expect(try renter.listed().isEmpty)
    }

    @Test func `a connection closed before or a slow answer is what it says`() throws {
        try add(FaultOrder(.closedBefore, on: .destroy))
        let id = try renter.rent()
        renter.wait(.seconds(100))
        #expect(renter.outcome("DELETE", "instances/\(id)") == .closed)
        #expect(try renter.listed() == [id])
        try add(FaultOrder(.slow, on: .destroy, amount: 2))
        guard case .delayed(.seconds(2), let answer) = renter.outcome("DELETE", "instances/\(id)")
        else { throw Renter.NoAnswer() }
        #expect(answer.status == 204)
    }

    @Test func `a late create happens although nobody heard of it`() throws {
        try add(FaultOrder(.lateEffect, amount: 60))
        #expect(create(["label": "late"]) == .closed)
        renter.wait(.seconds(59))
        #expect(try renter.listed().isEmpty)
        renter.wait(.seconds(2))
        let row = try renter.row(try #require(try renter.listed().first))
        #expect(row["label"] == "late")
        #expect(row["date_created"] == "2027-01-15T08:01:00+00:00")
    }

    @Test func `a plan sells out between availability and create`() throws {
        try add(FaultOrder(.offerGone))
        try renter.refused(
            "POST", "instances", VultrRenter.order(), 400,
            "Server add failed: Plan is not available in the selected datacenter.")
        try renter.rent()
    }

    @Test func `a lost label takes the tags with it, and the bill knows what was asked`() throws {
        try add(FaultOrder(.labelLost))
        let id = try renter.rent(["label": "fk-a-1", "tags": ["fk-a-1"]])
        #expect(try renter.row(id)["label"] == "" && renter.row(id)["tags"] == [])
        #expect(renter.bill.vultrLines.first?.createdLabel == "fk-a-1")
    }

    @Test func `a stuck machine never gets ready and can be destroyed`() throws {
        try add(FaultOrder(.stuckLoading))
        let id = try renter.rent()
        renter.wait(.seconds(86_400))
        #expect(try renter.row(id)["server_status"] == "installingbooting")
        try renter.json("DELETE", "instances/\(id)", status: 204)
    }

    @Test func `a raised price is what the hours and the month cost`() throws {
        try add(FaultOrder(.priceRaised, amount: 50))
        try renter.rent()
        #expect(renter.bill.total == Dollars(microdollars: 2_568_000))
    }

    @Test func `a new machine is missing from lists for a while and found by its id`() throws {
        try add(FaultOrder(.listingLag, amount: 30))
        let id = try renter.rent()
        renter.wait(.seconds(29))
        #expect(try renter.listed().isEmpty)
        #expect(try renter.row(id)["id"] == .string(id))
        renter.wait(.seconds(1))
        #expect(try renter.listed() == [id])
    }

    @Test func `another account has no machines and another address`() throws {
        let id = try renter.rent()
        try add(FaultOrder(.otherAccount, count: 3))
        #expect(try renter.listed().isEmpty)
        try renter.refused("GET", "instances/\(id)", 404, "instance not found")
        #expect(try renter.json("GET", "account")["account"]?["email"] == "other@example.com")
        #expect(try renter.listed() == [id])
    }

    @Test func `pages fail, end early, or lead back to themselves`() throws {
        let ids = [try renter.rent(), try renter.rent(), try renter.rent(VultrRenter.a16)]
        func page(_ cursor: String) throws -> SimResponse {
            let cursor = cursor.replacing("=", with: "%3D")
            return try renter.response("GET", "instances?per_page=2&cursor=\(cursor)")
        }
        func next(_ response: SimResponse) throws -> String {
            let json = try #require(JSON(parsing: response.body))
            return try #require(json["meta"]?["links"]?["next"]?.text)
        }
        let second = try next(page(""))
        try add(FaultOrder(.partialPage))
        #expect(try page("").status == 200)
        #expect(try page(second).status == 502)
        #expect(try page(second).status == 200)

        try add(FaultOrder(.truncatedList))
        let short = try page("")
        let json = try #require(JSON(parsing: short.body))
        #expect(json["instances"]?.elements?.map { $0["id"] } == [.string(ids[0])])
        #expect(json["meta"] == ["total": 1, "links": ["next": "", "prev": ""]])

        try add(FaultOrder(.truncatedList))
        let later = try #require(JSON(parsing: try page(second).body))
        #expect(later["instances"] == [])
        #expect(later["meta"]?["total"] == 2)

        try add(FaultOrder(.cursorRepeats, count: 2))
        #expect(try next(page(second)) == second)
        let first = try page("")
        #expect(try page(next(first)).body == page("").body)
    }
}
