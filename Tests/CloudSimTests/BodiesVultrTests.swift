import Foundation
import Shared
import Testing

@testable import CloudSim

/// Vultr machines as a renter finds them: by ssh, each at its own address.
@Suite(
    .serialized,
    .enabled(if: BodiesFleet.isPossible, "bubblewrap, sshd or namespaces cannot be had here"))
struct BodiesVultrTests {
    private func encoded(_ text: String) -> JSON { .string(Base64.encode(Array(text.utf8))) }

    @Test func `two machines listen at one port, each at its own address`() throws {
        let fleet = try BodiesFleet()
        let ids = try ["a", "b"].map { try fleet.rentVultr(["hostname": .string($0)]) }
        let doors = try ids.map { try fleet.door($0) }
        #expect(doors[0].address != doors[1].address)
        #expect(doors[0].port == doors[1].port)
        for (id, name) in zip(ids, ["a", "b"]) {
            #expect(
                try fleet.ssh(id, "hostname; whoami; echo \(name) > /workspace/x")
                    == "\(name)\nroot")
        }
        #expect(try fleet.ssh(ids[0], "cat /workspace/x; pgrep -x -c sshd") == "a\n2")
        #expect(try fleet.hostKey(doors[0]) != fleet.hostKey(doors[1]))
        #expect(try fleet.ssh(ids[0], "nvidia-smi -L").hasPrefix("GPU 0: NVIDIA A16 "))
        let set = try fleet.server.cloudsim("set", ids[0], "gpu=55")
        #expect(set.output.hasPrefix("\(ids[0]): gpu=55 "))
        #expect(try fleet.ssh(ids[0], "nvidia-smi").contains("55%      Default |"))
    }

    @Test func `the keys of a create may log in, as they were then`() throws {
        let fleet = try BodiesFleet()
        let keys = try (0..<3).map { _ in try fleet.newKey() }
        let numbers = try keys.map { key in
            let body: JSON = ["name": "k", "ssh_key": .string(key.text)]
            return try #require(try fleet.vultr("POST", "/ssh-keys", body)["ssh_key"]?["id"])
        }
        let id = try fleet.rentVultr(["sshkey_id": .array([numbers[0], numbers[1]])])
        try fleet.vultr(
            "PATCH", "/ssh-keys/\(numbers[0].text ?? "")", ["ssh_key": .string(keys[2].text)])
        try fleet.vultr("DELETE", "/ssh-keys/\(numbers[1].text ?? "")")
        for key in keys.prefix(2) {
            #expect(try fleet.ssh(id, "hostname", key: key.path) == "gpu-1")
        }
        let late = try fleet.once(try fleet.door(id), "hostname", key: keys[2].path)
        #expect(late.status == 255)
        #expect(late.errors.contains("Permission denied"))
    }

    @Test func `a cloud-config is followed once, and what is left out is told`() throws {
        let fleet = try BodiesFleet()
        let key = try fleet.newKey()
        let config = """
            #cloud-config
            packages: [htop]
            write_files:
              - path: /etc/cron.d/worker
                content: "every hour\\n"
                permissions: '0600'
              - path: /opt/worker/data
                encoding: b64
                content: aGVsbG8K
            ssh_authorized_keys:
              - \(key.text)
            runcmd:
              - cd /workspace
              - echo "$(pwd)" >> runs
              - [touch, "two words"]
            """
        let id = try fleet.rentVultr(["user_data": encoded(config)])
        let look = """
            cloud-init status --wait; cat /etc/cron.d/worker /opt/worker/data /workspace/runs
            stat -c %a /etc/cron.d/worker; ls /workspace
            """
        let seen = "status: done\nevery hour\nhello\n/workspace\n600\nruns\ntwo words"
        #expect(try fleet.ssh(id, look, key: key.path) == seen)
        #expect(
            try fleet.ssh(id, "cat /var/log/cloud-init-output.log")
                == "cloudsim: packages are not installed here: htop")
        try fleet.vultr("POST", "/instances/\(id)/reboot")
        #expect(try fleet.ssh(id, look, key: key.path) == seen)
    }

    @Test func `scripts run once for each installation, and a reinstallation empties the disk`()
        throws
    {
        let fleet = try BodiesFleet()
        let startup = try #require(
            try fleet.vultr(
                "POST", "/startup-scripts",
                ["name": "s", "script": encoded("#!/bin/sh\necho startup >> ~/order\n")])[
                    "startup_script"]?["id"])
        let id = try fleet.rentVultr([
            "script_id": startup,
            "user_data": encoded("#!/bin/bash\necho user data >> ~/order; [[ a == a ]]\n"),
        ])
        let look = "cloud-init status --wait; cat order; ls /workspace /tmp/firstboot.exec"
        let fresh = "status: done\nstartup\nuser data\n/tmp/firstboot.exec\n\n/workspace:"
        #expect(try fleet.ssh(id, look) == fresh)
        let door = try fleet.door(id)
        let key = try fleet.hostKey(door)
        try fleet.vultr("POST", "/instances/\(id)/reboot")
        #expect(try fleet.ssh(id, "\(look); touch /workspace/x") == fresh)
        #expect(try fleet.hostKey(door) == key)

        try fleet.vultr("POST", "/instances/\(id)/reinstall", ["hostname": "gpu-2"])
        fleet.forgetHostKeys()
        #expect(try fleet.ssh(id, "hostname; \(look)") == "gpu-2\n" + fresh)
        #expect(try fleet.hostKey(door) != key)
        #expect(try fleet.door(id).address == door.address)
    }

    @Test func `halt ends the processes and keeps the files, a reboot restarts, destroy deletes`()
        throws
    {
        let fleet = try BodiesFleet()
        let id = try fleet.rentVultr()
        let marks = (0..<2).map { _ in Int64.random(in: 100_000_000...999_999_999) }
        let run = { (mark: Int64) in "setsid sleep \(mark) </dev/null >/dev/null 2>&1 &" }
        _ = try fleet.ssh(id, "echo kept > ~/file; \(run(marks[0]))")
        let key = try fleet.hostKey(try fleet.door(id))
        try fleet.vultr("POST", "/instances/\(id)/halt")
        while !processes(naming: "\(marks[0])").isEmpty { usleep(20_000) }
        #expect(try fleet.vultrRow(id)["power_status"] == "stopped")
        #expect(try fleet.once(try fleet.door(id), "true").status == 255)
        try fleet.vultr("POST", "/instances/\(id)/start")
        #expect(try fleet.ssh(id, "cat file; pgrep -c -x sleep; \(run(marks[1]))") == "kept\n0")
        try fleet.vultr("POST", "/instances/\(id)/reboot")
        while !processes(naming: "\(marks[1])").isEmpty { usleep(20_000) }
        #expect(try fleet.ssh(id, "cat file; pgrep -c -x sleep") == "kept\n0")
        #expect(try fleet.hostKey(try fleet.door(id)) == key)
        let place = "\(fleet.machines)/\(id)"
        #expect(FileManager.default.fileExists(atPath: place))
        try fleet.vultr("DELETE", "/instances/\(id)")
        while FileManager.default.fileExists(atPath: place) { usleep(20_000) }
        #expect(processes(naming: place) == [])
    }
}
