import Shared
import Testing

@testable import CloudSim

/// What an instance is made of: its arguments, its ports, its volume, another image.
@Suite struct VastUpdateTests {
    let renter = Renter()

    private func rent(_ more: JSONObject = [:], status: Int = 200) throws -> JSON {
        var body: JSONObject = ["image": "u", "runtype": "ssh_direc ssh_proxy"]
        body.append(contentsOf: more)
        return try renter.json("PUT", "/api/v0/asks/101/", .object(body), status: status)
    }

    private func rented(_ more: JSONObject = [:]) throws -> Int64 {
        try #require(try rent(more)["new_contract"]?.whole)
    }

    @Test(arguments: [
        (["args": ["-c", "a b"]] as JSONObject, ["-c", "a b"] as JSON),
        (["args_str": "-c a"] as JSONObject, ["-c", "a"] as JSON),
        (["args": JSON.null] as JSONObject, [] as JSON), ([:] as JSONObject, [] as JSON),
    ])
    func `arguments for the entry point are shown`(_ more: JSONObject, _ shown: JSON) throws {
        #expect(try renter.row(try rented(more))?["image_args"] == shown)
    }

    @Test func `arguments that are no texts are refused`() throws {
        let refusal = try rent(["args": [1]], status: 400)
        #expect(refusal["error"] == "invalid_args")
        #expect(renter.world.population(at: renter.now) == 0)
    }

    @Test func `a port is published once, and a number that cannot be stays the same`() throws {
        let id = try rented([
            "env": ["-p 22:22": "1", "-p 70000:70000": "1", "-p 69999:69999": "1"]
        ])
        renter.wait(.seconds(91))
        let ports = try #require(try renter.row(id)?["ports"]?.members)
        #expect(ports.list.map(\.key) == ["22/tcp", "70000/tcp", "69999/tcp"])
        let outside = ports.list.map { $0.value.elements?.first?["HostPort"]?.text }
        #expect(outside[1] == "70000" && outside[2] != "69999")
    }

    @Test func `a bid that loses and must not be stopped makes nothing`() throws {
        let refusal = try rent(["price": 0.001, "cancel_unavail": true], status: 410)
        #expect(refusal["error"] == "no_such_ask")
        #expect(renter.world.population(at: renter.now) == 0)
        #expect(try rent(["price": 0.001])["success"] == false)
        #expect(renter.world.population(at: renter.now) == 1)
    }

    @Test func `another image makes the container anew and keeps the instance`() throws {
        let id = try rented()
        renter.wait(.seconds(91))
        let path = "/api/v0/instances/update_template/\(id)/"
        let answer = try renter.json(
            "PUT", path, ["id": .int(id), "image": "v", "env": ["A": "b"]])
        #expect(answer["updated_instance"]?["image_uuid"] == "v")
        #expect(answer["updated_instance"]?["actual_status"] == "recycling")
        renter.wait(.seconds(91))
        let row = try #require(try renter.row(id))
        #expect(row["actual_status"] == "running" && row["extra_env"] == [["A", "b"]])
        let refusal = try renter.json("PUT", path, ["template_id": 1], status: 400)
        #expect(refusal["error"] == "invalid_args")
        _ = try renter.json(
            "PUT", "/api/v0/instances/update_template/5/", ["image": "v"], status: 404)
    }

    @Test func `a volume made with an instance is not made when the instance is not`() throws {
        let offer = try #require(
            try renter.json("POST", "/api/v0/volumes/search/", [:])["offers"]?.elements?.first)
        let machine = try #require(offer["machine_id"]?.whole)
        let wish: JSON = [
            "create_new": true, "volume_id": offer["id"] ?? .null, "size": 10,
            "mount_path": "/data",
        ]
        let ask = try #require(
            world(machine).map { "/api/v0/asks/\($0)/" }, "no offer on machine \(machine)")
        let refused: JSON = [
            "image": "u", "price": 0.001, "cancel_unavail": true, "volume_info": wish,
        ]
        _ = try renter.json("PUT", ask, refused, status: 410)
        #expect(try renter.json("GET", "/api/v0/volumes")["volumes"] == [])
        let made = try renter.json("PUT", ask, ["image": "u", "volume_info": wish])
        let id = try #require(made["new_contract"]?.whole)
        let volume = try #require(
            try renter.json("GET", "/api/v0/volumes")["volumes"]?.elements?.first)
        #expect(volume["instances"] == [.int(id)] && volume["disk_space"] == 10.0)
        let path = "/api/v0/volumes/?id=\(volume["id"]?.whole ?? 0)"
        let refusal = try renter.json("DELETE", path, [:], status: 400)
        #expect(refusal["msg"]?.text?.contains("in use by instance \(id)") == true)
        _ = try renter.json("DELETE", "/api/v0/instances/\(id)/", [:])
        _ = try renter.json("DELETE", path, [:])
        #expect(renter.world.bill(at: renter.now).vastVolumes.first?.ended != nil)
    }

    /// The first offer of a machine.
    private func world(_ machine: Int64) -> Int64? {
        renter.world.catalog.offers.first { $0.machineID == machine }?.id
    }

    @Test func `nothing is pending and nothing is paid ahead`() throws {
        let id = try rented()
        let deposit = try renter.json("GET", "/api/v0/instances/balance/\(id)/?owner=me")
        #expect(deposit["refundable_deposit"] == 0.0)
        let pending = try renter.json("GET", "/api/v0/instances/pending-price-increases/")
        #expect(pending["pending_price_increases"] == [])
        let answer = try renter.json(
            "PUT", "/api/v0/instances/accept-price-increase/", ["pending_price_increase_id": 1],
            status: 404)
        #expect(answer["error"] == "no_pending_price_increase")
        let cloud = try renter.json("POST", "/api/v0/commands/rclone/", ["selected": "7"])
        #expect(cloud["success"] == false)
    }

    @Test func `a flag and the number one are the same to a filter`() throws {
        let condition = FilterCondition(field: "has_avx", comparison: .eq, operand: true)
        #expect(condition.holds(for: 1) && !condition.holds(for: 0))
        #expect(Offer.driverNumber("550.67") == 550_067_000)
        #expect(Offer.driverNumber("535.86.05") == 535_086_005)
        #expect(Offer.driverNumber("535") == .null)
    }

    @Test func `without credit no volume is made, alone, as a copy or with an instance`() throws {
        let offer: JSON = .int(7_000_001)
        try renter.json("PUT", "/api/v0/volumes/", ["id": offer, "size": 10])
        let listed = try renter.json("GET", "/api/v0/volumes/")["volumes"]?.elements
        let id = try #require(listed?.first?["id"])
        try renter.world.addFault(FaultOrder(.creditOut), at: renter.now)
        let wish: JSON = [
            "volume_id": offer, "create_new": true, "size": 10, "mount_path": "/data",
        ]
        let refused = [
            try renter.json("PUT", "/api/v0/volumes/", ["id": offer, "size": 10], status: 400),
            try renter.json(
                "POST", "/api/v0/volumes/copy/", ["src_id": id, "dst_id": offer], status: 400),
            try renter.json(
                "PUT", "/api/v0/asks/101/", Renter.order(["volume_info": wish]), status: 400),
        ]
        #expect(refused.map { $0["error"] } == [JSON?](repeating: "insufficient_credit", count: 3))
        #expect(try renter.json("GET", "/api/v0/volumes/")["volumes"]?.elements?.count == 1)
    }

    @Test func `an image that changes while the host is away is there when it is back`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(100))
        let order = FaultOrder(.hostOffline, window: .seconds(10))
        try renter.world.addFault(order, at: renter.now)
        try renter.json(
            "PUT", "/api/v0/instances/update_template/\(id)/", ["image": "other"])
        #expect(try renter.status(id) == "offline")
        renter.wait(.seconds(10))
        #expect(try renter.status(id) == "recycling")
        renter.wait(.seconds(100))
        #expect(try renter.status(id) == "running")
        #expect(try renter.row(id)?["image_uuid"] == "other")
    }
}
