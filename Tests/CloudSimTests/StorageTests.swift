import Shared
import Testing

@testable import CloudSim

@Suite struct StorageTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    func stored(_ path: String) -> (World, VastAPI) {
        let start = Instant(microseconds: 1_800_000_000_000_000)
        let world = World(
            WorldSettings(), catalog: .small, state: WorldState(seed: 1, start: start),
            store: WorldStore(path: path, header: ["seed": "1"]))
        return (world, VastAPI(world: world))
    }

    func call(
        _ api: VastAPI, _ method: String, _ target: String, _ body: JSON, _ seconds: Int64
    ) -> SimOutcome {
        api.answer(
            SimRequest(
                method: method, target: target,
                headers: [SimRequest.Field("authorization", "Bearer simulated-key")],
                body: body.encoded),
            at: Instant(microseconds: 1_800_000_000_000_000 + seconds * 1_000_000))
    }

    func kept(_ path: String) throws -> JSON {
        let bytes = try PrivateFile.read(path) ?? []
        return try #require(JSON(parsing: bytes)?["world"])
    }

    @Test func `the file holds the whole world after each change`() throws {
        let path = folder.path + "/world.json"
        let (world, api) = stored(path)
        try world.addFault(
            FaultOrder(.lateEffect, skip: 4, window: .seconds(3600), amount: 5),
            at: Instant(microseconds: 1_800_000_000_000_000))
        let changes: [(String, String, JSON)] = [
            ("PUT", "101", Renter.order(["label": "a\"b", "env": ["-p 1:1": "1"]])),
            ("PUT", "102", Renter.order(["price": 0.01])),
            ("PUT", "108", Renter.order(["onstart": "true"])),
            ("PUT", "110", Renter.order(["cancel_unavail": false])),
            ("PUT", "103", Renter.order()),
        ]
        for (number, change) in changes.enumerated() {
            _ = call(api, change.0, "/api/v0/asks/\(change.1)/", change.2, Int64(number))
            let json = try kept(path)
            let now = try world.perform(at: Instant(microseconds: 0)) { $0 }
            #expect(WorldState(json: json, catalog: .small) == now, "after \(number)")
        }
        _ = call(api, "PUT", "/api/v0/instances/26400001/", ["state": "stopped"], 100)
        _ = call(api, "DELETE", "/api/v0/instances/26400003/", [:], 101)
        let json = try kept(path)
        let now = try world.perform(at: Instant(microseconds: 0)) { $0 }
        #expect(WorldState(json: json, catalog: .small) == now)
        #expect(now.late.isEmpty && now.instances.count == 4 && now.ended.count == 1)
    }

    @Test func `keys, variables, volumes and earlier bids outlive a restart`() throws {
        let path = folder.path + "/world.json"
        let (world, api) = stored(path)
        let changes: [(String, String, JSON)] = [
            ("POST", "ssh", ["ssh_key": "ssh-ed25519 AAAA a"]),
            ("POST", "secrets", ["key": "A", "value": "1"]),
            ("PUT", "asks/101", Renter.order(["price": 0.2])),
            ("POST", "instances/26400001/ssh", ["ssh_key": "ssh-ed25519 BBBB b"]),
            ("PUT", "instances/bid_price/26400001", ["price": 0.3]),
            ("PUT", "volumes", ["id": 7_000_001, "size": 10, "name": "x"]),
            ("PUT", "volumes", ["id": 7_000_002, "size": 10]),
            ("DELETE", "volumes", ["id": 26_400_002]),
        ]
        for (number, change) in changes.enumerated() {
            let target = "/api/v0/\(change.1)/"
            _ = call(api, change.0, target, change.2, Int64(number) * 100)
            let now = try world.perform(at: Instant(microseconds: 0)) { $0 }
            #expect(
                WorldState(json: try kept(path), catalog: .small) == now, "after \(change.1)")
        }
        let now = try world.perform(at: Instant(microseconds: 0)) { $0 }
        #expect(now.vast.authorizedKeys(of: 26_400_001).count == 2)
        #expect(now.vast.volumes.count == 1 && now.vast.endedVolumes.count == 1)
        #expect(now.instances.first?.earlierRates.count == 1)
    }

    @Test func `what faults have done to machines and accounts outlives a restart`() throws {
        let path = folder.path + "/world.json"
        let (world, api) = stored(path)
        for (number, offer) in [101, 102, 103].enumerated() {
            let order = Renter.order(["price": 0.4])
            _ = call(api, "PUT", "/api/v0/asks/\(offer)/", order, Int64(number))
        }
        var request = SimRequest(
            method: "POST", target: "/v2/instances", body: VultrRenter.order().encoded)
        request.headers = [SimRequest.Field("Authorization", "Bearer simulated-vultr-key")]
        let start = Instant(microseconds: 1_800_000_000_000_000)
        _ = VultrAPI(world: world).answer(request, at: start)
        let orders = [
            FaultOrder(.outbid, window: .seconds(9000)), FaultOrder(.suspended, amount: 5),
            FaultOrder(.hostOffline, aim: FaultAim(probability: 0.9), window: .seconds(80)),
            FaultOrder(.contractEnd, aim: FaultAim(machine: "26400002"), amount: 300),
            FaultOrder(.creditOut, window: .seconds(9000), amount: 400),
            FaultOrder(.destroyLag, aim: FaultAim(provider: .vast, path: "/api"), amount: 50),
        ]
        for order in orders { try world.addFault(order, at: start + .seconds(3)) }
        for second in [4, 150, 310, 410] as [Int64] {
            let label: JSON = ["label": .string("\(second)")]
            _ = call(api, "PUT", "/api/v0/instances/26400003/", label, second)
            let now = try world.perform(at: Instant(microseconds: 0)) { $0 }
            #expect(WorldState(json: try kept(path), catalog: .small) == now, "after \(second) s")
        }
        _ = call(api, "DELETE", "/api/v0/instances/26400001/", [:], 411)
        let now = try world.perform(at: Instant(microseconds: 0)) { $0 }
        #expect(WorldState(json: try kept(path), catalog: .small) == now)
        #expect(now.rivals.count == 1 && now.credit.outSince != nil)
        let isStruck = (now.instances + now.ended).contains { !$0.outages.isEmpty }
        let hasExpired = now.instances.contains { $0.isExpired }
        #expect(isStruck && hasExpired)
        #expect(now.vultr?.suspensions.count == 1 && now.ended.first?.lingersUntil != nil)
    }

    @Test func `a change that cannot be kept is answered 500`() {
        let (_, api) = stored(folder.path + "/missing/world.json")
        guard case .answer(let answer) = call(api, "PUT", "/api/v0/asks/101/", Renter.order(), 0)
        else {
            Issue.record("no answer")
            return
        }
        #expect(answer.status == 500)
        #expect(JSON(parsing: answer.body)?["error"] == "simulator_error")
    }

    @Test func `a world of another catalog is not read`() throws {
        let path = folder.path + "/world.json"
        let (_, api) = stored(path)
        _ = call(api, "PUT", "/api/v0/asks/101/", Renter.order(), 0)
        let json = try kept(path)
        #expect(WorldState(json: json, catalog: .small) != nil)
        #expect(WorldState(json: json, catalog: manyOffers(10)) == nil)
    }
}
