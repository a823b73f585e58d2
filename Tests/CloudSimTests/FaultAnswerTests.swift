import CloudSim
import Shared
import Testing

/// Faults that replace the answer of a call.
@Suite struct FaultAnswerTests {
    let renter = Renter()
    let vultr = VultrRenter()

    private func add(_ order: FaultOrder) throws {
        try renter.world.addFault(order, at: renter.now)
        try vultr.world.addFault(order, at: vultr.now)
    }

    private func creates() -> [SimOutcome] {
        [
            renter.outcome("PUT", "/api/v0/asks/101/", Renter.order()),
            vultr.outcome("POST", "instances", VultrRenter.order()),
        ]
    }

    private var machines: [Int] {
        [renter.world.population(at: renter.now), vultr.world.population(at: vultr.now)]
    }

    @Test func `a call that times out has done nothing`() throws {
        try add(FaultOrder(.timeout, on: .create))
        #expect(creates() == [.hang, .hang])
        #expect(machines == [0, 0])
    }

    @Test(arguments: [
        (FaultKind.http500, 500, 0), (.http502, 502, 0), (.http504, 504, 0),
        (.gatewayAfter, 504, 1),
    ])
    func `an error of the server has acted or not as its kind says`(
        kind: FaultKind, status: Int, population: Int
    ) throws {
        try add(FaultOrder(kind, on: .create))
        for outcome in creates() {
            guard case .answer(let answer) = outcome else { throw Renter.NoAnswer() }
            #expect(answer.status == status)
        }
        #expect(machines == [population, population])
    }

    @Test func `a broken server answers in its own words`() throws {
        try add(FaultOrder(.http500, count: 1))
        let theirs = try renter.json("GET", "/api/v0/users/current", status: 500)
        #expect(theirs["success"] == false && theirs["error"] == "internal_error")
        try vultr.refused("GET", "account", 500, "Internal server error.")
    }

    @Test func `another schema has everything one level deeper, and has acted`() throws {
        try add(FaultOrder(.changedSchema))
        let created = try renter.json("PUT", "/api/v0/asks/101/", Renter.order())
        #expect(created["new_contract"] == nil)
        #expect(created["data"]?["new_contract"]?.whole != nil)
        let machine = try vultr.json("POST", "instances", VultrRenter.order(), status: 202)
        #expect(machine["instance"] == nil)
        #expect(machine["data"]?["instance"]?["id"]?.text != nil)
        #expect(machines == [1, 1])
    }

    @Test func `renamed fields leave no id in any row`() throws {
        let id = try renter.rent(101)
        let machine = try vultr.rent()
        try add(FaultOrder(.renamedFields, on: .list))
        let row = try renter.json("GET", "/api/v1/instances/")["instances"]?.elements?.first
        #expect(row?["id"] == nil && row?["uid"] == .int(id))
        let other = try vultr.json("GET", "instances")["instances"]?.elements?.first
        #expect(other?["id"] == nil && other?["uid"] == .string(machine))
    }

    @Test func `the search quota is used up until midnight`() throws {
        try renter.world.addFault(FaultOrder(.searchQuota), at: renter.now)
        let refused = try renter.response("POST", "/api/v0/bundles/", [:])
        #expect(refused.status == 429)
        #expect(JSON(parsing: refused.body)?["error"] == "search_quota_exceeded")
        // The clock says 08:00 UTC.
        #expect(refused.headers.contains(SimRequest.Field("Retry-After", "57600")))
        #expect(refused.headers.contains(SimRequest.Field("X-RateLimit-Reset", "1800057600")))
        #expect(try renter.offers().isEmpty == false)
    }

    @Test func `lists show a destroyed machine for a while, a lookup does not`() throws {
        try add(FaultOrder(.destroyLag, amount: 30))
        let id = try renter.rent(101)
        let other = try renter.rent(102)
        _ = try renter.json("DELETE", "/api/v0/instances/\(id)/", [:])
        #expect(try renter.row(id) == nil)
        #expect(try renter.listedIDs() == [id, other])
        let spent = renter.bill.lines.first?.cost
        renter.wait(.seconds(30))
        #expect(try renter.listedIDs() == [other])
        #expect(renter.bill.lines.first?.cost == spent)

        let machine = try vultr.rent()
        let neighbour = try vultr.rent(VultrRenter.a16)
        vultr.wait(.seconds(100))
        try vultr.json("DELETE", "instances/\(machine)", status: 204)
        try vultr.refused("GET", "instances/\(machine)", 404, "instance not found")
        #expect(try vultr.listed() == [machine, neighbour])
        vultr.wait(.seconds(30))
        #expect(try vultr.listed() == [neighbour])
    }

    @Test func `limits are those of a key at an address at Vast, and of an address at Vultr`()
        throws
    {
        let renter = Renter(thresholds: true)
        func list(_ source: String) -> Int? {
            var request = SimRequest(
                method: "GET", target: "/api/v1/instances/",
                headers: [SimRequest.Field("Authorization", "Bearer simulated-key")])
            request.source = source
            guard case .answer(let answer) = renter.api.answer(request, at: renter.now) else {
                return nil
            }
            return answer.status
        }
        #expect(list("127.0.0.1") == 200)
        #expect(list("127.0.0.1") == 429)
        #expect(list("127.0.0.2") == 200)
        renter.key = "another"
        #expect(try renter.response("GET", "/api/v1/instances/").status == 401)
        renter.wait(.seconds(1))
        #expect(list("127.0.0.1") == 200)

        let limited = VultrRenter { $0.thresholds = true }
        let statuses = try (0..<31).map { _ in try limited.response("GET", "plans").status }
        #expect(statuses == Array(repeating: 200, count: 30) + [429])
        limited.key = "another"
        #expect(try limited.response("GET", "plans").status == 429)
        limited.wait(.seconds(1))
        #expect(try limited.response("GET", "plans").status == 200)
    }
}
