import Shared
import Testing

@testable import CloudSim

/// Which machines the faults of bodies befall, and which machines have a body at all.
@Suite struct BodyAimTests {
    let renter = Renter(boot: .seconds(60) ... .seconds(60))

    private func add(_ order: FaultOrder) throws {
        try renter.world.addFault(order, at: renter.now)
    }

    private func state() throws -> WorldState {
        try renter.world.perform(at: renter.now) { $0 }
    }

    /// The trouble of a machine; a healthy one has one too.
    private func trouble(_ id: Int64) throws -> BodyTrouble {
        try state().troubles[BodyID(id)] ?? BodyTrouble()
    }

    @discardableResult
    private func vultr(_ method: String, _ path: String, _ body: JSON? = nil) -> SimOutcome {
        let headers = [SimRequest.Field("Authorization", "Bearer simulated-vultr-key")]
        let request = SimRequest(
            method: method, target: "/v2/" + path, headers: headers, body: body?.encoded ?? [])
        return VultrAPI(world: renter.world).answer(request, at: renter.now)
    }

    private func vultrMachine() throws -> VultrMachine {
        vultr("POST", "instances", VultrRenter.order())
        return try #require(try state().vultr?.machines.last)
    }

    private func begins(_ machine: VultrMachine) throws -> Instant? {
        let part = try state().vultrPart
        let present = try #require(part[machine.id])
        return BodyWish(
            of: present, nil, port: 22, at: renter.now,
            isSuspended: part.isSuspended(present, at: renter.now), authorizedKeys: []
        ).run
    }

    private func begins(_ id: Int64) throws -> Instant? {
        let instance = try #require(try state()[id])
        return BodyWish(of: instance, nil, at: renter.now, authorizedKeys: []).run
    }

    @Test func `a market's fault leaves the machines of the other healthy`() throws {
        try add(FaultOrder(.noSSH, on: .create, aim: FaultAim(provider: .vultr)))
        let spared = try renter.rent(101)
        let struck = try vultrMachine()
        #expect(try trouble(spared) == BodyTrouble())
        #expect(try state().troubles[BodyID(struck)]?.network == .refused)
    }

    @Test func `one machine can be aimed at, singly and in bulk`() throws {
        let spared = try renter.rent(101)
        let struck = try renter.rent(102)
        renter.wait(.seconds(60))
        let aim = FaultAim(machine: "\(struck)")
        try add(FaultOrder(.diskFull, on: .state, aim: aim))
        try add(FaultOrder(.portMoved, on: .state, aim: aim, count: 2))
        for id in [spared, struck] {
            try renter.json("PUT", "/api/v0/instances/reboot/\(id)/", [:])
        }
        renter.wait(.seconds(60))
        let ids: JSON = [.int(spared), .int(struck)]
        for state in ["stopped", "running"] as [JSON] {
            try renter.json("PUT", "/api/v0/instances/", ["ids": ids, "state": state])
            renter.wait(.seconds(10))
        }
        #expect(try trouble(spared) == BodyTrouble())
        #expect(try trouble(struck).isDiskFull && trouble(struck).portMoves == 2)
    }

    @Test func `a path tells a reboot from a start, and offers apart`() throws {
        try add(FaultOrder(.noSSH, on: .create, aim: FaultAim(path: "/asks/102/")))
        let first = try renter.rent(101)
        let second = try renter.rent(102)
        #expect(try trouble(first).network == .open && trouble(second).network == .refused)
        renter.wait(.seconds(60))
        try add(FaultOrder(.keyChanged, aim: FaultAim(path: "/reboot/")))
        for state in ["stopped", "running"] as [JSON] {
            try renter.json("PUT", "/api/v0/instances/\(first)/", ["state": state])
            renter.wait(.seconds(60))
        }
        #expect(try trouble(first).keyChanges == 0)
        try renter.json("PUT", "/api/v0/instances/reboot/\(first)/", [:])
        #expect(try trouble(first).keyChanges == 1)
    }

    @Test func `a probability strikes some of many machines`() throws {
        let id = try renter.rent(101)
        try add(FaultOrder(.keyChanged, aim: FaultAim(probability: 0.5)))
        for _ in 0..<100 {
            renter.wait(.seconds(60))
            try renter.json("PUT", "/api/v0/instances/reboot/\(id)/", [:])
        }
        #expect(try (25...75).contains(trouble(id).keyChanges))
    }

    @Test(arguments: [
        "port-moved provider=vultr", "port-moved on=create", "no-ssh on=list",
        "no-ssh on=create machine=26400001", "html on=create machine=26400001",
    ])
    func `an aim that could never be met is refused`(_ words: String) {
        #expect(throws: FaultOrderError.self) { try FaultOrder(words: words) }
    }

    @Test func `a machine whose host is out of reach has no body until it is back`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(60))
        let begun = try begins(id)
        #expect(begun == renter.now)
        try add(FaultOrder(.hostOffline, window: .seconds(500)))
        #expect(try begins(id) == nil)
        renter.wait(.seconds(500))
        #expect(try begins(id) == begun)
    }

    @Test func `a suspended machine has no body until the suspension ends`() throws {
        let machine = try vultrMachine()
        renter.wait(.seconds(60))
        let begun = try begins(machine)
        #expect(begun != nil)
        try add(FaultOrder(.suspended, window: .seconds(500)))
        #expect(try begins(machine) == nil)
        renter.wait(.seconds(500))
        #expect(try begins(machine) == begun)
        try add(FaultOrder(.suspended, aim: FaultAim(machine: machine.id), window: .seconds(500)))
        #expect(try begins(machine) == nil)
    }
}
