import Shared
import Testing

@testable import CloudSim

@Suite struct VultrListTests {
    let renter = VultrRenter()

    /// Five machines: two A40 in ewr, one in blr, two A16 in ewr.
    private func rentFive() throws -> [String] {
        [
            try renter.rent(in: "ewr", ["label": "a", "tags": ["Fleet=Main"]]),
            try renter.rent(in: "ewr", ["label": "b", "hostname": "host-b"]),
            try renter.rent(in: "blr", ["label": "a", "tags": ["x", "fleet=main"]]),
            try renter.rent(VultrRenter.a16), try renter.rent(VultrRenter.a16),
        ]
    }

    @Test func `a list is in the order of creation, whatever the size of its pages`() throws {
        let ids = try rentFive()
        for size in [1, 2, 3, 5, 500, 1000] {
            #expect(try renter.listed("per_page=\(size)") == ids)
        }
        let page = try renter.json("GET", "instances?per_page=2")
        #expect(page["meta"]?["total"] == 5)
    }

    @Test func `filters are exact, but for the case of a tag`() throws {
        let ids = try rentFive()
        renter.wait(.seconds(100))
        let address = try #require(try renter.row(ids[1])["main_ip"]?.text)
        let cases = [
            ("label=a", [ids[0], ids[2]]), ("label=A", []), ("region=blr", [ids[2]]),
            ("hostname=host-b", [ids[1]]), ("tag=FLEET%3dmain", [ids[0], ids[2]]),
            ("tag=fleet", []), ("main_ip=\(address)", [ids[1]]), ("label=a&region=ewr", [ids[0]]),
            ("label=", ids), ("firewall_group_id=x", []),
        ]
        for (query, found) in cases { #expect(try renter.listed(query) == found, "\(query)") }
    }

    @Test func `a page goes on where a machine that is gone stood`() throws {
        let ids = try rentFive()
        renter.wait(.seconds(100))
        let first = try renter.json("GET", "instances?per_page=2")
        let next = try #require(first["meta"]?["links"]?["next"]?.text)
        try renter.json("DELETE", "instances/\(ids[1])", status: 204)
        let second = try renter.json("GET", "instances?cursor=\(next.replacing("=", with: "%3D"))")
        #expect(second["instances"]?.elements?.map { $0["id"]?.text } == Array(ids[2...]))
    }

    @Test func `charges are shown when they are asked for`() throws {
        try renter.rent()
        renter.wait(.seconds(3601))
        let plain = try renter.json("GET", "instances")["instances"]?.elements?.first
        #expect(plain?["pending_charges"] == nil)
        let asked = try renter.json("GET", "instances?show_pending_charges=true")
        // Two started hours at $1.712.
        #expect(asked["instances"]?.elements?.first?["pending_charges"] == 3.424)
    }

    @Test func `a row has every field that clients insist on`() throws {
        let row = try renter.row(try renter.rent())
        let needed = """
            id os ram disk main_ip vcpu_count region plan date_created status allowed_bandwidth \
            netmask_v4 gateway_v4 power_status server_status v6_network v6_main_ip v6_network_size \
            label internal_ip tag os_id app_id image_id firewall_group_id features
            """
        for field in needed.split(separator: " ") { #expect(row[String(field)] != nil, "\(field)") }
        for field in ["main_ip", "v6_main_ip", "internal_ip"] { #expect(row[field]?.text != nil) }
    }
}

@Suite struct VultrBlockTests {
    let renter = VultrRenter()

    private func volume(_ more: JSONObject = [:]) throws -> String {
        var body: JSONObject = ["region": "ewr", "size_gb": 15, "label": "cache"]
        body.append(contentsOf: more)
        let made = try renter.json("POST", "blocks", .object(body), status: 202)
        return try #require(made["block"]?["id"]?.text)
    }

    private func block(_ id: String) throws -> JSON {
        try #require(try renter.json("GET", "blocks/\(id)")["block"])
    }

    @Test func `a volume is pending, then active, and has its cost`() throws {
        let id = try volume()
        #expect(try block(id)["status"] == "pending")
        #expect(try block(id)["cost"] == 1.5)
        #expect(try block(id)["block_type"] == "high_perf")
        #expect(try block(id)["attached_to_instance"] == "")
        #expect(try block(id)["mount_id"]?.text?.hasPrefix("ewr-") == true)
        renter.wait(.seconds(5))
        #expect(try block(id)["status"] == "active")
        #expect(try renter.json("GET", "blocks")["meta"]?["total"] == 1)
    }

    @Test func `a volume is attached to one machine of its region and stays when that goes`() throws
    {
        let id = try volume()
        let machine = try renter.rent()
        let other = try renter.rent(in: "blr")
        let here: JSON = ["instance_id": .string(machine), "live": true]
        let call = "blocks/\(id)/attach"
        try renter.refused("POST", call, here, 400, "Block storage is not active yet")
        renter.wait(.seconds(5))
        try renter.refused(
            "POST", call, here, 400,
            "Unable to attach block storage: Server is currently locked")
        renter.wait(.seconds(95))
        try renter.refused(
            "POST", call, ["instance_id": .string(other), "live": true], 400,
            "Block storage and server must be in the same region")
        try renter.json("POST", call, here, status: 204)
        #expect(try block(id)["attached_to_instance"] == .string(machine))
        #expect(try block(id)["attached_to_instance_label"] == "worker")
        try renter.refused(
            "POST", call, here, 400, "Block storage is already attached to another server")
        try renter.json("POST", "blocks/\(id)/detach", ["live": true], status: 204)
        try renter.refused(
            "POST", "blocks/\(id)/detach", ["live": true], 400,
            "Block storage volume is not currently attached to a server")
        try renter.json("POST", call, here, status: 204)
        try renter.json("DELETE", "instances/\(machine)", status: 204)
        #expect(try block(id)["attached_to_instance"] == "")
    }

    @Test func `a volume grows only`() throws {
        let id = try volume()
        try renter.refused("PATCH", "blocks/\(id)", [:], 400, "Nothing to change")
        try renter.refused("PATCH", "blocks/\(id)", ["size_gb": 15], 400, "Nothing to change")
        try renter.refused(
            "PATCH", "blocks/\(id)", ["size_gb": 14], 400, "size_gb must be from 15 to 10000.")
        try renter.json(
            "PATCH", "blocks/\(id)", ["label": "cache", "size_gb": 30], status: 204)
        #expect(try block(id)["size_gb"] == 30)
        #expect(try block(id)["cost"] == 3)
    }

    @Test func `a volume that cannot be is refused`() throws {
        try renter.refused(
            "POST", "blocks", ["region": "ewr", "size_gb": 9], 400,
            "size_gb must be from 10 to 10000.")
        try renter.refused(
            "POST", "blocks", ["region": "ewr", "size_gb": 39, "block_type": "storage_opt"], 400,
            "size_gb must be from 40 to 40000.")
        try renter.refused(
            "POST", "blocks", ["region": "man", "size_gb": 10], 400,
            "The block type is not available in this region.")
        try renter.refused("GET", "blocks/none", 404, "Invalid block storage ID")
        try renter.refused("DELETE", "blocks/none", 404, "Invalid block storage ID")
    }
}
