import Shared
import Testing

@testable import CloudSim

@Suite struct VultrStorageTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    @Test func `the file holds the Vultr half after each change`() throws {
        let path = folder.path + "/world.json"
        let start = Instant(microseconds: 1_800_000_000_000_000)
        let world = World(
            WorldSettings(boot: .seconds(20) ... .seconds(20)), catalog: .small,
            state: WorldState(seed: 1, start: start),
            store: WorldStore(path: path, header: ["seed": "1"]))
        let api = VultrAPI(world: world)
        var second: Int64 = 0

        func call(_ method: String, _ target: String, _ body: JSON, _ status: Int) throws -> JSON {
            second += 30
            let headers = [SimRequest.Field("authorization", "Bearer simulated-vultr-key")]
            let request = SimRequest(
                method: method, target: "/v2/" + target, headers: headers, body: body.encoded)
            guard case .answer(let answer) = api.answer(request, at: start + .seconds(second))
            else { throw Renter.NoAnswer() }
            #expect(answer.status == status, "\(method) \(target)")
            let kept = try #require(JSON(parsing: try PrivateFile.read(path) ?? [])?["world"])
            let now = try world.perform(at: start) { $0 }
            let read = try #require(WorldState(json: kept, catalog: .small))
            #expect(read == now, "\(method) \(target)")
            return JSON(parsing: answer.body) ?? .null
        }

        let key: JSON = ["name": "me", "ssh_key": "ssh-rsa AAAA"]
        let keyID = try call("POST", "ssh-keys", key, 201)["ssh_key"]?["id"] ?? .null
        let script: JSON = ["name": "s", "script": "IyEvYmluL3No"]
        _ = try call("POST", "startup-scripts", script, 201)
        let order = VultrRenter.order(["tags": ["a\"b"], "sshkey_id": [keyID]])
        let made = try call("POST", "instances", order, 202)
        let id = try #require(made["instance"]?["id"]?.text)
        _ = try call("POST", "instances", VultrRenter.order(["image_id": "docker"]), 202)
        _ = try call("POST", "instances/\(id)/halt", .null, 204)
        let disk = try call("POST", "blocks", ["region": "ewr", "size_gb": 10], 202)
        let blockID = try #require(disk["block"]?["id"]?.text)
        _ = try call("PATCH", "blocks/\(blockID)", ["size_gb": 20], 204)
        _ = try call("POST", "blocks/\(blockID)/attach", ["instance_id": .string(id)], 204)
        _ = try call("POST", "instances/\(id)/reinstall", .null, 202)
        let network = try call("POST", "vpcs", ["region": "ewr"], 201)["vpc"]?["id"] ?? .null
        let slice = VultrRenter.order(VultrRenter.slice, ["attach_vpc": [network]])
        let other = try call("POST", "instances", slice, 202)["instance"]?["id"] ?? .null
        let taken = try call("POST", "snapshots", ["instance_id": other], 201)["snapshot"]
        let plan: JSON = ["plan": .string(VultrRenter.a16)]
        _ = try call("PATCH", "instances/\(other.text ?? "")", plan, 202)
        let restore: JSON = ["snapshot_id": taken?["id"] ?? .null]
        second += 30
        _ = try call("POST", "instances/\(other.text ?? "")/restore", restore, 202)
        _ = try call("DELETE", "snapshots/\(taken?["id"]?.text ?? "")", .null, 204)
        _ = try call("DELETE", "instances/\(id)", .null, 204)
        _ = try call("DELETE", "blocks/\(blockID)", .null, 204)
        let now = try world.perform(at: start) { $0 }
        #expect(now.vultr?.machines.count == 2 && now.vultr?.ended.count == 1)
        #expect(now.vultr?.endedBlocks.count == 1)
    }

    @Test func `a half that is not of this catalog is not read`() throws {
        let renter = VultrRenter()
        try renter.rent()
        let state = try renter.world.perform(at: renter.now) { $0 }
        #expect(WorldState(json: .object(state.json), catalog: .small) == state)
        let other = VultrCatalog([])
        #expect(WorldState(json: .object(state.json), catalog: .small, vultr: other) == nil)
    }

    @Test func `a late create is kept until it falls due`() throws {
        let renter = VultrRenter()
        try renter.world.addFault(FaultOrder(.lateEffect), at: renter.now)
        #expect(renter.outcome("POST", "instances", VultrRenter.order()) == .closed)
        let state = try renter.world.perform(at: renter.now) { $0 }
        #expect(state.vultr?.late.count == 1)
        #expect(WorldState(json: .object(state.json), catalog: .small) == state)
    }

    @Test func `a world without anything at Vultr has no Vultr half`() throws {
        let renter = VultrRenter()
        try renter.json("GET", "instances")
        try renter.json("GET", "account")
        try renter.json("GET", "plans")
        let state = try renter.world.perform(at: renter.now) { $0 }
        #expect(state.vultr == nil)
        #expect(state.json["vultr"] == nil)
    }

    @Test func `a copy goes its own way`() throws {
        let renter = VultrRenter()
        try renter.rent()
        let copy = renter.world.copy()
        try renter.rent()
        #expect(copy.population(at: renter.now) == 1)
        #expect(renter.world.population(at: renter.now) == 2)
        #expect(copy.bill(at: renter.now).vultrLines.first == renter.bill.vultrLines.first)
    }
}
