import Foundation
import Shared
import Testing

@testable import CloudSim

/// What an account of Vast gives to its machines, and what restarts do to them.
@Suite(
    .serialized,
    .enabled(if: BodiesFleet.isPossible, "bubblewrap, sshd or namespaces cannot be had here"))
struct BodiesVastTests {
    @Test func `keys of the account at the create, and attached ones at once, may log in`() throws {
        let fleet = try BodiesFleet()
        let keys = try (0..<3).map { _ in try fleet.newKey() }
        try fleet.vast("POST", "ssh/", ["ssh_key": .string(keys[0].text)])
        let id = try fleet.rent()
        try fleet.vast("POST", "ssh/", ["ssh_key": .string(keys[1].text)])
        #expect(try fleet.ssh(id, "hostname") == "C.\(id)")
        let door = BodiesFleet.Door(port: try fleet.port(id))
        #expect(try fleet.once(door, "true", key: keys[0].path).status == 0)
        for key in keys.dropFirst() {
            #expect(try fleet.once(door, "true", key: key.path).status == 255)
        }
        try fleet.vast("POST", "instances/\(id)/ssh/", ["ssh_key": .string(keys[2].text)])
        while try fleet.once(door, "true", key: keys[2].path).status != 0 { usleep(20_000) }
        _ = try fleet.ssh(id, "echo '\(keys[1].text)' >> ~/.ssh/authorized_keys")
        let list = try fleet.vast("GET", "instances/\(id)/ssh/")["ssh_keys"]?.text ?? ""
        let attached = try #require(
            JSON(parsing: Array(list.utf8))?.elements?.last { $0["key"]?.text == keys[2].text })
        try fleet.vast("DELETE", "instances/\(id)/ssh/\(attached["id"]?.whole ?? 0)/")
        while try fleet.once(door, "true", key: keys[2].path).status == 0 { usleep(20_000) }
        // What the machine's own user wrote there stays.
        #expect(try fleet.once(door, "true", key: keys[1].path).status == 0)
    }

    @Test func `variables of the account reach onstart, those of the create win, ssh has none`()
        throws
    {
        let fleet = try BodiesFleet()
        for (key, value) in [("hf_token", "hf_secret"), ("mode", "account")] {
            try fleet.vast("POST", "secrets/", ["key": .string(key), "value": .string(value)])
        }
        let script = "env > /app/new; mv /app/new /app/env"
        let id = try fleet.rent([
            "onstart": .string(script), "env": ["MODE": "create", "-p 8081:8081": "1"],
        ])
        let env = try fleet.ssh(
            id, "until [ -e /app/env ]; do sleep 0.05; done; cat /app/env"
        ).split(separator: "\n")
        #expect(env.contains("HF_TOKEN=hf_secret"))
        #expect(env.contains("MODE=create"))
        #expect(env.contains { $0.hasPrefix("CONTAINER_API_KEY=") })
        let ports = try #require(try fleet.row(id)?["ports"]?.members)
        for port in ["22", "8081"] {
            let shown = ports["\(port)/tcp"]?.elements?.first?["HostPort"]?.text ?? "?"
            #expect(env.contains("VAST_TCP_PORT_\(port)=\(shown)"))
        }
        let session = try fleet.ssh(id, "env")
        for name in ["HF_TOKEN", "MODE", "CONTAINER_API_KEY"] {
            #expect(!session.contains(name + "="))
        }
    }

    @Test func `a reboot ends the processes, keeps the files, and runs onstart again`() throws {
        let fleet = try BodiesFleet()
        let id = try fleet.rent(["onstart": "echo run >> /workspace/runs"])
        let mark = Int64.random(in: 100_000_000...999_999_999)
        let count = "until [ -e /workspace/runs ]; do sleep 0.05; done; wc -l < /workspace/runs"
        #expect(
            try fleet.ssh(
                id, "\(count); echo kept > /opt/file; setsid sleep \(mark) >/dev/null 2>&1 &")
                == "1")
        let key = try fleet.hostKey(BodiesFleet.Door(port: try fleet.port(id)))
        try fleet.vast("PUT", "instances/reboot/\(id)/")
        while !processes(naming: "\(mark)").isEmpty { usleep(20_000) }
        let again = "until [ $(wc -l < /workspace/runs) = 2 ]; do sleep 0.05; done; cat /opt/file"
        #expect(try fleet.ssh(id, again) == "kept")
        #expect(try fleet.hostKey(BodiesFleet.Door(port: try fleet.port(id))) == key)
    }

    @Test func `a recycled container is a new one with a new host key at the same ports`() throws {
        let fleet = try BodiesFleet()
        let id = try fleet.rent(["onstart": "echo run >> /workspace/runs"])
        #expect(try fleet.ssh(id, "touch /workspace/mine ~/mine; hostname") == "C.\(id)")
        let door = BodiesFleet.Door(port: try fleet.port(id))
        let key = try fleet.hostKey(door)
        try fleet.vast("PUT", "instances/recycle/\(id)/")
        fleet.forgetHostKeys()
        let look = """
            until [ -e /workspace/runs ]; do sleep 0.05; done; cat /workspace/runs; ls ~/mine \
            /workspace/mine 2>/dev/null
            """
        #expect(try fleet.ssh(id, look) == "run")
        #expect(try fleet.port(id) == door.port)
        #expect(try fleet.hostKey(door) != key)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can run a program as somebody else"))
    func `somebody without rights has the same machines, or is told that they are shared`() throws {
        let folder = try ScratchFolder()
        let program = folder.path + "/cloudsim"
        try FileManager.default.copyItem(atPath: builtProgram, toPath: program)
        let runner = [
            "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", program,
        ]
        // Libraries may be where only root reads.
        guard try run(runner[0], Array(runner.dropFirst()) + ["--help"]).status == 0 else { return }
        try run(
            "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", folder.path + "/key"])
        chown(folder.path, 65_534, 65_534)
        let fleet = try BodiesFleet(in: folder, runner: runner)
        let isConfined = fleet.server.ready.sshUser == "root"
        #expect(isConfined || fleet.server.ready.sshUser == "nobody")
        let id = try fleet.rent(["onstart": "touch ~/started"])
        let cloud = try fleet.rentVultr()
        let look = "until [ -e ~/started ]; do sleep 0.05; done; whoami; touch ~/mine && id -u"
        #expect(try fleet.ssh(id, look) == (isConfined ? "root" : "nobody") + "\n65534")
        #expect(try fleet.ssh(cloud, "id -u") == "65534")
        if isConfined {
            #expect(try fleet.ssh(cloud, "hostname; ls -A /etc/cron.d >/dev/null") == "gpu-1")
        }
        let machines = fleet.machines
        #expect(!processes(naming: machines).isEmpty)
        _ = fleet.server.end(by: SIGKILL)
        while !processes(naming: machines).isEmpty { usleep(20_000) }
    }
}
