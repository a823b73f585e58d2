import CloudSim
import Shared
import Testing

/// What a rule is aimed at.
@Suite struct FaultAimTests {
    let renter = Renter()

    private func add(_ order: FaultOrder) throws {
        try renter.world.addFault(order, at: renter.now)
    }

    private func status(_ method: String, _ target: String, _ body: JSON? = nil) throws -> Int {
        try renter.response(method, target, body).status
    }

    @Test func `a rule of one market leaves the other alone`() throws {
        let vultr = VultrAPI(world: renter.world)
        func account() -> SimOutcome {
            let headers = [SimRequest.Field("Authorization", "Bearer simulated-vultr-key")]
            return vultr.answer(
                SimRequest(method: "GET", target: "/v2/account", headers: headers), at: renter.now)
        }
        try add(FaultOrder(.closedBefore, aim: FaultAim(provider: .vultr)))
        #expect(try status("GET", "/api/v0/users/current") == 200)
        #expect(account() == .closed)
        #expect(account() != .closed)
    }

    @Test func `a rule of a path befalls that path only`() throws {
        try add(FaultOrder(.http503, aim: FaultAim(path: "/secrets")))
        #expect(try status("GET", "/api/v0/users/current") == 200)
        #expect(try status("GET", "/api/v0/secrets/") == 503)
        #expect(try status("GET", "/api/v0/secrets/") == 200)
    }

    @Test func `a rule of a machine befalls calls about it, bulk calls too`() throws {
        let spared = try renter.rent(101)
        let struck = try renter.rent(102)
        try add(FaultOrder(.http503, aim: FaultAim(machine: "\(struck)"), count: 3))
        #expect(try status("GET", "/api/v0/instances/\(spared)/") == 200)
        #expect(try status("GET", "/api/v1/instances/") == 200)
        #expect(try status("GET", "/api/v0/instances/\(struck)/") == 503)
        #expect(try status("PUT", "/api/v0/instances/reboot/\(struck)/", [:]) == 503)
        let both: JSON = ["instance_ids": [.int(spared), .int(struck)]]
        #expect(try status("DELETE", "/api/v0/instances/", both) == 503)
        #expect(try status("DELETE", "/api/v0/instances/", both) == 200)
    }

    @Test func `a probability befalls about as many, the same ones for the same seed`() throws {
        func pattern(seed: UInt64) throws -> [Bool] {
            let renter = Renter(seed: seed)
            let order = FaultOrder(.http503, on: .user, aim: FaultAim(probability: 0.3))
            try renter.world.addFault(order, at: renter.now)
            return try (0..<400).map { _ in
                try renter.response("GET", "/api/v0/users/current").status == 503
            }
        }
        let first = try pattern(seed: 7)
        #expect((80...160).contains(first.count { $0 }))
        #expect(try pattern(seed: 7) == first)
        #expect(try pattern(seed: 8) != first)
    }

    @Test func `a fault at the start is one argument of words`() throws {
        let order = try FaultOrder(words: "html on=list count=3 skip=1 provider=vast path=/v1/")
        #expect(
            order
                == FaultOrder(
                    .html, on: .list, aim: FaultAim(provider: .vast, path: "/v1/"), skip: 1,
                    count: 3))
        let event = try FaultOrder(words: "host-offline machine=26400001 for=5m seconds=30")
        #expect(
            event
                == FaultOrder(
                    .hostOffline, aim: FaultAim(machine: "26400001"), window: .seconds(300),
                    amount: 30))
        #expect(try FaultOrder(words: "slow probability=0.5").aim.probability == 0.5)
    }

    @Test(arguments: [
        "", "nonsense", "html list", "html on=", "html color=red", "html count=1 count=2",
        "html count=x", "html probability=0", "html probability=1.5", "locked provider=vast",
        "outbid provider=vultr", "host-offline on=list", "host-offline path=/x",
        "label-lost machine=1", "label-lost path=/x", "partial-page machine=1",
        "credit-out machine=1", "html provider=static",
    ])
    func `words that make no sense are refused`(_ words: String) {
        #expect(throws: FaultOrderError.self) { try FaultOrder(words: words) }
    }

    @Test func `the credit that was taken, hosts and bids come back when faults are cleared`()
        throws
    {
        let id = try renter.rent(101)
        renter.wait(.seconds(100))
        try add(FaultOrder(.hostOffline))
        try add(FaultOrder(.creditOut))
        #expect(try renter.status(id) == "offline")
        #expect(try renter.json("GET", "/api/v0/users/current")["credit"]?.number == 0)
        try renter.world.clearFaults(at: renter.now)
        #expect(try renter.json("GET", "/api/v0/users/current")["credit"]?.number ?? 0 > 999)
        renter.wait(.seconds(5))
        // The credit had stopped it.
        #expect(try renter.status(id) == "exited")
        #expect(try renter.json("PUT", "/api/v0/instances/\(id)/", ["state": "running"]) == ok)
    }

    private let ok: JSON = ["success": true]
}
