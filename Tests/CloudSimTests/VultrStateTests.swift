import CloudSim
import Shared
import Testing

/// States that a machine of Vultr gets into by itself; every one is billed in full.
@Suite struct VultrStateTests {
    let renter = VultrRenter()

    private func add(_ order: FaultOrder) throws {
        try renter.world.addFault(order, at: renter.now)
    }

    @Test func `a machine that is locked after all is refused with 500, and then not`() throws {
        let id = try renter.rent()
        renter.wait(.seconds(100))
        try add(FaultOrder(.locked, aim: FaultAim(machine: id), count: 2))
        try renter.refused(
            "POST", "instances/\(id)/halt", 500, "Unable to halt server: Server is currently locked"
        )
        try renter.refused(
            "DELETE", "instances/\(id)", 500,
            "Unable to destroy server: Unable to remove VM: Server is currently locked")
        #expect(try renter.listed() == [id])
        try renter.json("DELETE", "instances/\(id)", status: 204)
    }

    @Test func `a suspended account has suspended machines, no new ones, and the same bill`() throws
    {
        let id = try renter.rent()
        renter.wait(.seconds(100))
        try add(FaultOrder(.suspended, window: .seconds(7200)))
        let row = try renter.row(id)
        #expect(row["status"] == "suspended" && row["power_status"] == "stopped")
        #expect(
            try renter.json("GET", "instances")["instances"]?.elements?.first?["status"]
                == "suspended")
        try renter.refused(
            "POST", "instances", VultrRenter.order(), 400,
            "Server add failed: This account is suspended.")
        try renter.refused(
            "POST", "instances/\(id)/start", 400, "Unable to start server: Server is suspended")
        renter.wait(.seconds(7199))
        #expect(try renter.row(id)["status"] == "suspended")
        renter.wait(.seconds(1))
        #expect(try renter.row(id)["status"] == "active")
        // Three started hours.
        #expect(renter.bill.total == Dollars(microdollars: 3 * 1_712_000))
        try renter.rent(VultrRenter.a16)
    }

    @Test func `one machine can be suspended, and destroyed`() throws {
        let spared = try renter.rent()
        let struck = try renter.rent()
        renter.wait(.seconds(100))
        try add(FaultOrder(.suspended, aim: FaultAim(machine: struck)))
        #expect(try renter.row(struck)["status"] == "suspended")
        #expect(try renter.row(spared)["status"] == "active")
        try renter.rent(VultrRenter.a16)
        try renter.json("DELETE", "instances/\(struck)", status: 204)
    }

    @Test func `a suspension changes nothing about what each of a machine's plans costs`() throws {
        let id = try renter.rent(VultrRenter.slice)
        renter.wait(.seconds(3600))
        try renter.json(
            "PATCH", "instances/\(id)", ["plan": .string(VultrRenter.a16)], status: 202)
        try add(FaultOrder(.suspended, aim: FaultAim(machine: id), window: .seconds(4000)))
        #expect(try renter.row(id)["status"] == "suspended")
        renter.wait(.seconds(3601))
        let row = try renter.row(id)
        #expect(row["status"] == "suspended" && row["plan"] == .string(VultrRenter.a16))
        // One hour of the slice, two of the A16.
        let cost = Dollars(microdollars: 123_000 + 2 * 471_000)
        #expect(renter.bill.total == cost && row["pending_charges"] == 1.065)
        renter.wait(.seconds(400))
        #expect(try renter.row(id)["status"] == "active")
        #expect(renter.bill.total == cost)
        try renter.json("DELETE", "instances/\(id)", status: 204)
        renter.wait(.seconds(100_000))
        #expect(renter.bill.total == cost)
    }
}
