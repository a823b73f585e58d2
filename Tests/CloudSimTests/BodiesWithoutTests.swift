import Foundation
import Shared
import Testing

@testable import CloudSim

/// What bodies are made from, and what holds where there are none.
@Suite struct BodiesWithoutTests {
    @Test(arguments: [
        ["gpu=101"], ["network=off"], ["disk=empty"], ["port=22"], ["gpu=-1"], ["mem=much"],
        ["temp"], ["gpu_fault=maybe"], ["speed=1"],
    ])
    func `a wrong gauge is refused`(words: [String]) throws {
        let refused = try run(builtProgram, ["set", "1"] + words)
        #expect(refused.status == ExitStatus.usage.rawValue)
        #expect(refused.errors.hasPrefix("Error: "))
    }

    @Test func `a change of gauges is whole or nothing`() throws {
        var gauges = Gauges()
        try gauges.change(["gpu": 100, "temp": 0])
        #expect(gauges == Gauges(load: 100, memoryMiB: 0, temperature: 0, isFaulty: false))
        #expect(throws: GaugeError.self) { try gauges.change(["mem": 5, "gpu": 101]) }
        #expect(gauges.memoryMiB == 0)
    }

    @Test func `without bodies there is no ssh user, and gauges show in the row all the same`()
        throws
    {
        let server = try RunningServer(in: try ScratchFolder(), ["--boot", "1ms..1ms"])
        #expect(server.ready.sshUser == nil)
        let create = try server.curl("PUT", "/api/v0/asks/1000961/", "{\"image\":\"u\"}")
        let id = try #require(JSON(parsing: create.output)?["new_contract"]?.whole)
        #expect(try server.cloudsim("set", "\(id)", "gpu=7").status == 0)
        var row: JSON?
        repeat {
            row =
                JSON(parsing: try server.curl("GET", "/api/v0/instances/\(id)/").output)?[
                    "instances"]
        } while row?["actual_status"] != "running"
        #expect(row?["gpu_util"]?.number == 7)
    }

    @Test(arguments: ["no key", "-----BEGIN OPENSSH PRIVATE KEY-----\nssh-ed25519 AAAA", ""])
    func `a file that holds no public keys is refused`(content: String) throws {
        let folder = try ScratchFolder()
        let file = folder.path + "/key.pub"
        try content.write(toFile: file, atomically: true, encoding: .utf8)
        let refused = try run(builtProgram, ["serve", "--ssh-key", file])
        #expect(refused.status == ExitStatus.configuration.rawValue)
        #expect(refused.errors.contains("this is not a file of public keys"))
        let missing = try run(builtProgram, ["serve", "--ssh-key", file + "x"])
        #expect(missing.errors.contains("there is no such file"))
    }

    @Test func `a wish takes variables from env, and leaves options out`() throws {
        let instance = SimInstance(
            id: 7, offerID: 1, gpuName: "RTX 4090", created: Instant(microseconds: 0), ended: nil,
            phases: [SimInstance.Phase(begins: Instant(microseconds: 5), status: .running)],
            intended: .running, holdsGPUs: true, label: nil, createdLabel: nil, gpuRate: .zero,
            storageCost: .zero, diskMilliGB: 1, isBid: false, hiddenUntil: nil, isStuck: false,
            request: SimInstance.ContainerRequest(
                image: "u", runtype: "ssh", onstart: nil,
                env: ["-p 80:80": "1", "A_1": "x=y", "-h": "node-1", "LANG": "C", "1B": "no"]),
            key: "secret")
        let before = BodyWish(
            of: instance, nil, at: Instant(microseconds: 4), authorizedKeys: [])
        #expect(before.run == nil)
        let wish = BodyWish(of: instance, nil, at: Instant(microseconds: 5), authorizedKeys: [])
        #expect(wish.run == Instant(microseconds: 5))
        let plan = wish.plan(SSHPorts(direct: 21, proxy: 11))
        #expect(plan.hostname == "node-1")
        #expect(plan.hasSSH)
        #expect(plan.listens == [Listening(address: "127.0.0.1", port: 11)])
        #expect(plan.environment.filter { $0.hasPrefix("LANG=") } == ["LANG=C"])
        #expect(plan.environment.contains("A_1=x=y"))
        #expect(plan.environment.contains { $0.hasPrefix("VAST_TCP_PORT_80=") })
        #expect(!plan.environment.contains { $0.hasPrefix("-") || $0.hasPrefix("1B") })
    }

    @Test(arguments: [
        ("RTX 4090", "NVIDIA GeForce RTX 4090"), ("RTX A6000", "NVIDIA RTX A6000"),
        ("RTX 6000Ada", "NVIDIA RTX 6000Ada"), ("Tesla V100", "Tesla V100"),
        ("GTX 1080 Ti", "NVIDIA GeForce GTX 1080 Ti"),
    ])
    func `the driver has its own names`(short: String, long: String) {
        #expect(NvidiaSMI.driverName(of: short) == long)
    }

    @Test(arguments: ["", "0", "-1", "07", "x", "../1", "26400001/", "1e3"])
    func `only a number or a UUID is an id`(text: String) {
        #expect(BodyID(text: text) == nil)
        #expect(BodyID(text: "26400001") == BodyID(26_400_001))
        #expect(BodyID(text: "c34d0bff-9015-4280-a099-ec6cd7363ca5") != nil)
        #expect(BodyID(text: "c34d0bff-9015-4280-a099-ec6cd7363ca") == nil)
    }

    @Test func `memory lacks below a sixteenth`() {
        #expect(SpareMemory.lacks(in: "MemTotal: 1600 kB\nMemAvailable: 99 kB\n"))
        #expect(!SpareMemory.lacks(in: "MemTotal: 1600 kB\nMemAvailable: 100 kB\n"))
        #expect(!SpareMemory.lacks(in: "nothing"))
    }

    @Test func `two simulators never have one port for Vultr machines`() throws {
        let first = try VultrPort(0)
        #expect(throws: SimulatorError.self) { _ = try VultrPort(first.number) }
        #expect(try VultrPort(0).number != first.number)
    }

    @Test func `troubles stay with a kept world, and go with their machine`() throws {
        let renter = Renter()
        let id = try renter.rent(101)
        let trouble = try renter.world.perform(at: renter.now) { state in
            for kind in BodyTrouble.kinds {
                state.troubles[BodyID(id), default: BodyTrouble()].suffer(kind)
            }
            return state.troubles[BodyID(id)]
        }
        let kept = try renter.world.perform(at: renter.now) { state in
            WorldState(json: .object(state.json), catalog: .small)
        }
        #expect(kept?.troubles[BodyID(id)] == trouble)
        #expect(trouble?.network == .cut && trouble?.isDiskFull == true)
        _ = try renter.json("DELETE", "/api/v0/instances/\(id)/")
        #expect(try renter.world.perform(at: renter.now) { $0.troubles.isEmpty })
    }
}
