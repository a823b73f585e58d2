import Shared
import Testing

@testable import CloudSim

/// Machines take 100 seconds to install: an address after 20, active after 50.
@Suite struct VultrMachineTests {
    let renter = VultrRenter()

    @Test func `a new machine is pending, without an address or a disk`() throws {
        let answer = try renter.json(
            "POST", "instances",
            VultrRenter.order(
                [
                    "tags": ["fleet=main", "op=1"], "hostname": "w1", "user_data": "I2Nsb3Vk",
                    "enable_ipv6": false, "backups": "disabled", "ddos_protection": .null,
                    "block_devices": .null, "os_id": "1743",
                ]), status: 202)
        let row = try #require(answer["instance"])
        #expect(row["status"] == "pending" && row["power_status"] == "running")
        #expect(row["server_status"] == "none" && row["main_ip"] == "0.0.0.0")
        #expect(row["disk"] == 0 && row["ram"] == 122_880 && row["vcpu_count"] == 24)
        #expect(row["os"] == "Ubuntu 22.04 LTS x64" && row["os_id"] == 1743)
        #expect(row["label"] == "worker" && row["hostname"] == "w1")
        #expect(row["tags"] == ["fleet=main", "op=1"] && row["tag"] == "fleet=main")
        #expect(row["date_created"] == "2027-01-15T08:00:00+00:00")
        #expect(row["default_password"]?.text?.isEmpty == false)
        let id = try #require(row["id"]?.text)
        #expect(id.count == 36 && id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        #expect(try renter.row(id)["default_password"] == nil)
        #expect(
            try renter.json("GET", "instances/\(id)/user-data")
                == ["user_data": ["data": "I2Nsb3Vk"]])
    }

    @Test func `it becomes locked, then active, then ready`() throws {
        let id = try renter.rent()
        let steps: [(Int64, JSON, JSON, Bool)] = [
            (19, "pending", "none", false), (20, "pending", "locked", true),
            (49, "pending", "locked", true), (50, "active", "installingbooting", true),
            (99, "active", "installingbooting", true), (100, "active", "ok", true),
        ]
        let start = renter.now
        for (second, status, server, hasAddress) in steps {
            renter.now = start + .seconds(second)
            let row = try renter.row(id)
            #expect(row["status"] == status && row["server_status"] == server, "\(second) s")
            #expect((row["main_ip"] != "0.0.0.0") == hasAddress, "\(second) s")
            #expect((row["disk"] == 1400) == (status == "active"), "\(second) s")
        }
        #expect(try renter.row(id)["main_ip"]?.text?.hasPrefix("127.") == true)
        #expect(try renter.row(id)["netmask_v4"] == "255.255.255.0")
    }

    @Test func `every machine has an address of its own`() throws {
        let ids = [try renter.rent(), try renter.rent(), try renter.rent(VultrRenter.a16)]
        renter.wait(.seconds(100))
        let addresses = try Set(ids.map { try #require(try renter.row($0)["main_ip"]?.text) })
        #expect(addresses.count == 3)
        let answer = try renter.json("GET", "instances/\(ids[0])/ipv4")
        let own = try #require(answer["ipv4s"]?.elements?.first)
        #expect(own["ip"] == (try renter.row(ids[0])["main_ip"]))
        #expect(own["type"] == "main_ip")
    }

    @Test func `a machine that is being installed is locked for everything`() throws {
        let id = try renter.rent()
        renter.wait(.seconds(49))
        try renter.refused(
            "DELETE", "instances/\(id)", nil, 500,
            "Unable to destroy server: Unable to remove VM: Server is currently locked")
        try renter.refused(
            "POST", "instances/\(id)/halt", nil, 500,
            "Unable to halt server: Server is currently locked")
        #expect(renter.world.population(at: renter.now) == 1)
        renter.wait(.seconds(1))
        let done = try renter.response("DELETE", "instances/\(id)")
        #expect(done.status == 204 && done.body.isEmpty)
        #expect(!done.headers.contains { $0.name == "Content-Type" })
        #expect(renter.world.population(at: renter.now) == 0)
    }

    @Test func `a machine that is gone is answered 404 everywhere`() throws {
        let id = try renter.rent()
        renter.wait(.seconds(100))
        try renter.json("DELETE", "instances/\(id)", status: 204)
        let calls = [
            ("GET", ""), ("DELETE", ""), ("POST", "/start"), ("POST", "/halt"),
            ("POST", "/reboot"), ("POST", "/reinstall"), ("GET", "/user-data"), ("GET", "/ipv4"),
            ("GET", "/bandwidth"),
        ]
        for (method, part) in calls {
            try renter.refused(
                method, "instances/\(id)\(part)", nil, 404, "instance not found")
        }
        try renter.refused("PATCH", "instances/\(id)", [:], 404, "instance not found")
        #expect(try renter.listed() == [])
    }

    @Test func `a halt is seen seconds later and a start at once`() throws {
        let id = try renter.rent()
        renter.wait(.seconds(100))
        try renter.json("POST", "instances/\(id)/halt", status: 204)
        renter.wait(.seconds(2))
        #expect(try renter.row(id)["power_status"] == "running")
        renter.wait(.seconds(1))
        #expect(try renter.row(id)["power_status"] == "stopped")
        #expect(try renter.row(id)["status"] == "active")
        try renter.json("POST", "instances/\(id)/start", status: 204)
        #expect(try renter.row(id)["power_status"] == "running")
    }

    @Test func `power for several is all or nothing`() throws {
        let ids = [try renter.rent(), try renter.rent()]
        renter.wait(.seconds(100))
        let both: JSON = ["instance_ids": .array(ids.map { .string($0) })]
        try renter.refused(
            "POST", "instances/halt", ["instance_ids": [.string(ids[0]), "nobody"]], 404,
            "instance not found")
        renter.wait(.seconds(3))
        #expect(try renter.row(ids[0])["power_status"] == "running")
        try renter.json("POST", "instances/halt", both, status: 204)
        renter.wait(.seconds(3))
        for id in ids { #expect(try renter.row(id)["power_status"] == "stopped") }
        try renter.json("POST", "instances/reboot", both, status: 204)
        for id in ids { #expect(try renter.row(id)["power_status"] == "running") }
        try renter.refused("POST", "instances/start", [:], 400, "Bad request.")
    }

    @Test func `a reinstall keeps the machine and its address`() throws {
        let id = try renter.rent()
        renter.wait(.seconds(100))
        let address = try renter.row(id)["main_ip"]
        let answer = try renter.json(
            "POST", "instances/\(id)/reinstall", ["hostname": "again"], status: 202)
        #expect(answer["instance"]?["server_status"] == "locked")
        #expect(answer["instance"]?["hostname"] == "again")
        #expect(answer["instance"]?["main_ip"] == address)
        try renter.refused(
            "POST", "instances/\(id)/reinstall", nil, 500,
            "Unable to reinstall server: Server is currently locked")
        renter.wait(.seconds(100))
        #expect(try renter.row(id)["server_status"] == "ok")
    }

    @Test func `a change replaces what it names and keeps the rest`() throws {
        let id = try renter.rent(["tags": ["a", "b"]])
        let first = try renter.json("PATCH", "instances/\(id)", ["label": "new"], status: 202)
        #expect(first["job_ids"]?.elements?.count == 1)
        #expect(first["instance"]?["label"] == "new")
        #expect(first["instance"]?["tags"] == ["a", "b"])
        try renter.json(
            "PATCH", "instances/\(id)", ["tags": .null, "user_data": "I2Nsb3Vk"], status: 202)
        #expect(try renter.row(id)["tags"] == ["a", "b"])
        try renter.json("PATCH", "instances/\(id)", ["tags": ["c"]], status: 202)
        #expect(try renter.row(id)["tags"] == ["c"])
        #expect(
            try renter.json("GET", "instances/\(id)/user-data")["user_data"]?["data"]
                == "I2Nsb3Vk")
        try renter.refused(
            "PATCH", "instances/\(id)", ["label": "x", "user_data": "#!"], 400,
            "user_data must be base64.")
        #expect(try renter.row(id)["label"] == "new")
    }

    @Test func `traffic is told by the day`() throws {
        let id = try renter.rent()
        renter.wait(.seconds(86_400))
        let days = try renter.json("GET", "instances/\(id)/bandwidth")["bandwidth"]?.members
        #expect(days?.list.map(\.key) == ["2027-01-15", "2027-01-16"])
        let day = try renter.json("GET", "instances/\(id)/bandwidth?date_range=1")["bandwidth"]
        #expect(day?.members?.list.map(\.key) == ["2027-01-16"])
    }
}

extension VultrRenter {
    static func order(_ more: JSONObject) -> JSON { order(a40, in: "ewr", more) }

    @discardableResult
    func rent(_ more: JSONObject) throws -> String { try rent(Self.a40, in: "ewr", more) }
}
