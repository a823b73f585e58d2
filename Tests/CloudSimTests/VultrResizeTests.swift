import Shared
import Testing

@testable import CloudSim

/// Another plan, private networks and snapshots; machines take 100 seconds to install.
@Suite struct VultrResizeTests {
    let renter = VultrRenter()

    private func installed(_ plan: String = VultrRenter.slice) throws -> String {
        let id = try renter.rent(plan)
        renter.wait(.seconds(100))
        return id
    }

    @Test func `a machine that changes its plan is locked until it has it`() throws {
        let id = try installed()
        let answer = try renter.json(
            "PATCH", "instances/\(id)", ["plan": .string(VultrRenter.a16)], status: 202)
        #expect(answer["instance"]?["status"] == "resizing")
        #expect(answer["instance"]?["server_status"] == "locked")
        #expect(answer["instance"]?["plan"] == .string(VultrRenter.slice))
        try renter.refused(
            "DELETE", "instances/\(id)", 500,
            "Unable to destroy server: Unable to remove VM: Server is currently locked")
        renter.wait(.seconds(49))
        #expect(try renter.row(id)["status"] == "resizing")
        renter.wait(.seconds(1))
        let row = try renter.row(id)
        #expect(row["status"] == "active" && row["plan"] == .string(VultrRenter.a16))
        #expect(row["ram"] == 65_536)
    }

    @Test func `each plan is a line of its own on the bill`() throws {
        let id = try installed()
        renter.wait(.seconds(3600 - 100))
        try renter.json(
            "PATCH", "instances/\(id)", ["plan": .string(VultrRenter.a16)], status: 202)
        renter.wait(.seconds(3601))
        // One hour of the slice, two of the A16.
        #expect(renter.bill.total == Dollars(microdollars: 123_000 + 2 * 471_000))
        let charges = try renter.json("GET", "billing/pending-charges")["pending_charges"]
        #expect(charges?.elements?.map { $0["units"] } == [1, 2])
        #expect(
            charges?.elements?.map { $0["product"] }
                == [.string(VultrRenter.slice), .string(VultrRenter.a16)])
        #expect(try renter.row(id)["pending_charges"] == 1.065)
    }

    @Test func `a plan that is smaller, sold out or unknown is refused`() throws {
        let id = try installed(VultrRenter.a16)
        let path = "instances/\(id)"
        try renter.refused(
            "PATCH", path, ["plan": .string(VultrRenter.slice)], 400,
            "Unable to change plan: A plan cannot become smaller.")
        try renter.refused("PATCH", path, ["plan": "none"], 400, "Invalid plan chosen.")
        try renter.rent()
        try renter.rent()
        try renter.refused(
            "PATCH", path, ["plan": .string(VultrRenter.a40)], 400,
            "Unable to change plan: Plan is not available in the selected datacenter.")
        #expect(try renter.row(id)["status"] == "active")
        let upgrades = try renter.json("GET", "\(path)/upgrades?type=plans")
        #expect(upgrades == ["upgrades": ["plans": []]])
    }

    @Test func `a network gives its machines addresses and cannot go before they do`() throws {
        let made = try renter.json(
            "POST", "vpcs", ["region": "ewr", "v4_subnet": "10.7.0.0", "v4_subnet_mask": 28],
            status: 201)
        let network = try #require(made["vpc"]?["id"]?.text)
        let ids = [
            try renter.rent(VultrRenter.slice, ["attach_vpc": [.string(network)]]),
            try renter.rent(VultrRenter.slice, ["enable_vpc": true]),
        ]
        #expect(
            try ids.map { try renter.row($0)["internal_ip"] } == ["10.7.0.3", "10.7.0.4"])
        #expect(
            try renter.row(ids[0])["vpcs"]
                == [["id": .string(network), "version": "vpc", "subnet": "10.7.0.0/28"]])
        try renter.refused(
            "DELETE", "vpcs/\(network)", 400,
            "There are servers attached to this VPC network.")
        renter.wait(.seconds(100))
        try renter.json(
            "PATCH", "instances/\(ids[0])", ["detach_vpc": [.string(network)]], status: 202)
        #expect(try renter.row(ids[0])["internal_ip"] == "")
        #expect(try renter.response("DELETE", "instances/\(ids[1])").status == 204)
        #expect(try renter.response("DELETE", "vpcs/\(network)").status == 204)
        try renter.refused("GET", "vpcs/\(network)", 404, "Invalid VPC ID")
    }

    @Test(
        arguments: [
            (["region": "none"], "Invalid region chosen."),
            (
                ["region": "ewr", "v4_subnet": "10.7.0.0"] as JSON,
                "v4_subnet and v4_subnet_mask belong together."
            ),
            (
                ["region": "ewr", "v4_subnet": "10.7.0.1", "v4_subnet_mask": 24],
                "Invalid v4_subnet."
            ),
            (
                ["region": "ewr", "v4_subnet": "10.7.0.256", "v4_subnet_mask": 24],
                "Invalid v4_subnet."
            ),
            (
                ["region": "ewr", "v4_subnet": "10.7.0.0", "v4_subnet_mask": 29],
                "Invalid v4_subnet."
            ),
        ] as [(JSON, String)])
    func `a network is refused`(_ order: JSON, _ text: String) throws {
        try renter.refused("POST", "vpcs", order, 400, text)
        #expect(try renter.json("GET", "vpcs")["meta"]?["total"] == 0)
    }

    @Test func `a region holds five networks`() throws {
        for _ in 0..<5 { try renter.json("POST", "vpcs", ["region": "ewr"], status: 201) }
        try renter.refused(
            "POST", "vpcs", ["region": "ewr"], 400,
            "You have reached the maximum number of VPCs in this region.")
        let page = try renter.json("GET", "private-networks")["networks"]?.elements ?? []
        #expect(Set(page.compactMap { $0["v4_subnet"]?.text }).count == 5)
    }

    @Test func `a snapshot is billed and installs other machines`() throws {
        let id = try installed()
        let taken = try renter.json(
            "POST", "snapshots", ["instance_id": .string(id), "description": "one"],
            status: 201)
        let snapshot = try #require(taken["snapshot"]?["id"]?.text)
        #expect(taken["snapshot"]?["status"] == "pending")
        let order = VultrRenter.order(
            VultrRenter.slice, ["image_id": .null, "snapshot_id": .string(snapshot)])
        try renter.refused("POST", "instances", order, 400, "Snapshot is not complete yet.")
        renter.wait(.seconds(30))
        #expect(
            try renter.json("GET", "snapshots/\(snapshot)")["snapshot"]?["size"] == 10_737_418_240)
        let made = try renter.json("POST", "instances", order, status: 202)
        #expect(made["instance"]?["snapshot_id"] == .string(snapshot))
        #expect(made["instance"]?["os_id"] == 1743)
        let restored = try renter.json(
            "POST", "instances/\(id)/restore", ["snapshot_id": .string(snapshot)], status: 202)
        #expect(restored["status"]?["status"] == "inprogress")
        #expect(try renter.row(id)["snapshot_id"] == .string(snapshot))
        #expect(try renter.response("DELETE", "snapshots/\(snapshot)").status == 204)
        try renter.refused("GET", "snapshots/\(snapshot)", 404, "Invalid snapshot ID")
        // Half a dollar a month of 672 hours, for one hour.
        let line = try #require(renter.bill.volumes.first)
        #expect(line.label == "one" && line.cost == Dollars(microdollars: 744))
        let charges = try renter.json("GET", "billing/pending-charges")["pending_charges"]
        #expect(charges?.elements?.last?["product"] == "Snapshot")
    }

    @Test func `what a change turned on or off is shown`() throws {
        let id = try installed()
        let path = "instances/\(id)"
        let on = try renter.json(
            "PATCH", path, ["backups": "enabled", "enable_ipv6": true], status: 202)
        #expect(on["instance"]?["features"] == ["auto_backups", "ipv6"])
        let off = try renter.json("PATCH", path, ["backups": "disabled"], status: 202)
        #expect(off["instance"]?["features"] == ["ipv6"])
        try renter.refused(
            "PATCH", path, ["backups": true], 400,
            "Backups option must be either enabled or disabled.")
    }
}
