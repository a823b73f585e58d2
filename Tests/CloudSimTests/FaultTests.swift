import CloudSim
import Shared
import Testing

@Suite struct FaultTests {
    let renter = Renter()

    func create(_ offer: Int64 = 101, label: String = "fk-a-1") -> SimOutcome {
        renter.outcome(
            "PUT", "/api/v0/asks/\(offer)/", Renter.order(["label": .string(label)]))
    }

    var population: Int { renter.world.population(at: renter.now) }

    func add(_ order: FaultOrder) throws { try renter.world.addFault(order, at: renter.now) }

    @Test(arguments: [
        (FaultKind.answerLost, SimOutcome.hang, 1), (.closedAfter, .closed, 1),
        (.closedBefore, .closed, 0),
    ])
    func `a lost answer has acted or not as its kind says`(
        kind: FaultKind, outcome: SimOutcome, machines: Int
    ) throws {
        try add(FaultOrder(kind, on: .create))
        #expect(create() == outcome)
        #expect(population == machines)
        #expect(renter.world.faults.first?.fired == 1)
        #expect(try renter.json("GET", "/api/v0/users/current")["id"] != nil)
        _ = create(102)
        #expect(population == machines + 1)
    }

    @Test(arguments: [
        (FaultKind.http503, 503, "text/html"), (.http429, 429, "text/plain"),
        (.html, 200, "text/html"), (.emptyObject, 200, "application/json"),
    ])
    func `an answer that is none changes nothing`(kind: FaultKind, status: Int, type: String) throws
    {
        try add(FaultOrder(kind, on: .create))
        let answer = try renter.response("PUT", "/api/v0/asks/101/", Renter.order())
        #expect(answer.status == status)
        #expect(answer.headers.first == SimRequest.Field("Content-Type", type))
        #expect(population == 0)
    }

    @Test func `a slow answer has acted and comes later`() throws {
        try add(FaultOrder(.slow, on: .create, amount: 1.5))
        guard case .delayed(.milliseconds(1500), let answer) = create() else {
            Issue.record("the answer is not delayed by 1.5 s")
            return
        }
        #expect(answer.status == 200)
        #expect(population == 1)
    }

    @Test func `a create that would be refused is not put off`() throws {
        try add(FaultOrder(.lateEffect))
        _ = try renter.json("PUT", "/api/v0/asks/101/", ["image": ""], status: 400)
        #expect(renter.world.faults.first?.fired == 0)
    }

    @Test func `faults of a new machine wait for a create that works`() throws {
        try add(FaultOrder(.labelLost))
        _ = try renter.json("PUT", "/api/v0/asks/999/", Renter.order(), status: 404)
        #expect(renter.world.faults.first?.fired == 0)
    }

    @Test func `a rule skips, counts and then leaves calls alone`() throws {
        try add(FaultOrder(.http503, on: .user, skip: 1, count: 2))
        let statuses = try (0..<5).map { _ in
            try renter.response("GET", "/api/v0/users/current").status
        }
        #expect(statuses == [200, 503, 503, 200, 200])
    }

    @Test func `a window befalls every call until it ends`() throws {
        try add(FaultOrder(.http503, window: .seconds(30)))
        #expect(try renter.response("GET", "/api/v0/users/current").status == 503)
        renter.wait(.milliseconds(29_999))
        #expect(try renter.response("GET", "/api/v0/users/current").status == 503)
        renter.wait(.milliseconds(1))
        #expect(try renter.response("GET", "/api/v0/users/current").status == 200)
    }

    @Test func `a late create happens at its own time`() throws {
        try add(FaultOrder(.lateEffect, amount: 60))
        let asked = renter.now
        #expect(create() == .closed)
        #expect(population == 0)
        renter.wait(.milliseconds(59_999))
        #expect(try renter.listedIDs().isEmpty)
        renter.wait(.seconds(3600))
        #expect(try renter.listedIDs().count == 1)
        #expect(renter.bill.lines.first?.created == asked + .seconds(60))
    }

    @Test func `a lagging list leaves a new machine out for a while`() throws {
        try add(FaultOrder(.listingLag, amount: 30))
        let id = try renter.rent(101)
        #expect(try renter.listedIDs().isEmpty)
        #expect(try renter.row(id) != nil)
        renter.wait(.milliseconds(29_999))
        #expect(try renter.listedIDs().isEmpty)
        renter.wait(.milliseconds(1))
        #expect(try renter.listedIDs() == [id])
    }

    @Test func `a lost label stays lost until it is set`() throws {
        try add(FaultOrder(.labelLost))
        let id = try renter.rent(101, ["label": "fk-a-1"])
        #expect(try renter.row(id)?["label"] == .null)
        #expect(renter.bill.lines.first?.createdLabel == "fk-a-1")
        _ = try renter.json("PUT", "/api/v0/instances/\(id)/", ["label": "fk-a-1"])
        #expect(try renter.row(id)?["label"] == "fk-a-1")
    }

    @Test func `a raised price is shown and billed`() throws {
        let renter = Renter(boot: .seconds(0) ... .seconds(0))
        try renter.world.addFault(FaultOrder(.priceRaised, amount: 50), at: renter.now)
        let id = try renter.rent(101)
        #expect(try renter.row(id)?["dph_base"] == 0.45)
        renter.wait(.seconds(3600))
        #expect(renter.bill.total == Dollars(microdollars: 450_000 + 15_000))
    }

    @Test func `a stuck machine loads for ever`() throws {
        try add(FaultOrder(.stuckLoading))
        let id = try renter.rent(101)
        renter.wait(.seconds(86_400))
        #expect(try renter.status(id) == "loading")
        #expect(renter.bill.lines.first?.running == .zero)
    }

    @Test func `a gone offer is no such ask although it is free`() throws {
        try add(FaultOrder(.offerGone))
        let gone = try renter.json("PUT", "/api/v0/asks/101/", Renter.order(), status: 404)
        #expect(gone["error"] == "no_such_ask")
        try renter.rent(101)
    }

    @Test func `another account has no machines`() throws {
        let id = try renter.rent(101)
        let ours = try renter.json("GET", "/api/v0/users/current")["id"]
        try add(FaultOrder(.otherAccount, count: 3))
        #expect(try renter.json("GET", "/api/v0/users/current")["id"] != ours)
        #expect(try renter.listedIDs().isEmpty)
        #expect(try renter.row(id) == nil)
        #expect(try renter.row(id) != nil)
    }

    @Test func `mistakes in an order say what is valid`() {
        #expect(throws: FaultOrderError.self) { try FaultOrder(json: ["kind": "nonsense"]) }
        do throws(FaultOrderError) {
            _ = try FaultOrder(json: ["kind": "nonsense"])
        } catch {
            for kind in FaultKind.allCases { #expect(error.message.contains(kind.rawValue)) }
        }
        let wrong: [JSON] = [
            ["kind": "label-lost", "on": "list"], ["kind": "html", "on": "everything"],
            ["kind": "html", "count": 0], ["kind": "html", "skip": -1],
            ["kind": "html", "for": "30"], ["kind": "html", "seconds": 3],
            ["kind": "price-raised", "seconds": 3],
        ]
        for order in wrong {
            #expect(throws: FaultOrderError.self, "\(order)") { try FaultOrder(json: order) }
        }
    }
}
