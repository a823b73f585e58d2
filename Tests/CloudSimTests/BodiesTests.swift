import Foundation
import Shared
import Testing

@testable import CloudSim

/// Machines as a renter finds them: by ssh.
@Suite(
    .serialized,
    .enabled(if: BodiesFleet.isPossible, "bubblewrap, sshd or namespaces cannot be had here"))
struct BodiesTests {
    @Test func `two machines have their own names, files, processes and host keys`() throws {
        let fleet = try BodiesFleet()
        let marks = (0..<2).map { _ in Int64.random(in: 100_000_000...999_999_999) }
        let ids = try marks.map { try fleet.rent(["onstart": .string("sleep \($0)")]) }
        #expect(fleet.server.ready.sshUser == "root")
        var keys: Set<String> = []
        for (id, mark) in zip(ids, marks) {
            #expect(try fleet.ssh(id, "whoami; hostname") == "root\nC.\(id)")
            for room in ["~", "/workspace", "/app", "/work", "/cache", "/tmp"] {
                #expect(try fleet.ssh(id, "cat \(room)/mine; echo \(id) > \(room)/mine") == "")
            }
            #expect(
                try fleet.ssh(id, "pgrep -x sleep | wc -l; pgrep -x -a sleep | cut -d' ' -f3")
                    == "1\n\(mark)")
            keys.insert(try fleet.ssh(id, "cat /run/machine/host_key.pub"))
        }
        #expect(keys.count == 2)
        for id in ids { #expect(try fleet.ssh(id, "cd /work; cat mine") == "\(id)") }
    }

    @Test func `both ports lead to the machine, and strangers' keys to nothing`() throws {
        let fleet = try BodiesFleet()
        let id = try fleet.rent()
        #expect(try fleet.ssh(id, "hostname") == "C.\(id)")
        let row = try #require(try fleet.row(id))
        #expect(row["public_ipaddr"] == "127.0.0.1")
        #expect(row["ssh_host"] == "127.0.0.1")
        let proxy = try #require(row["ssh_port"]?.whole)
        #expect(try proxy != fleet.port(id))
        #expect(try fleet.once(proxy, "hostname").output == "C.\(id)\n")
        try FileManager.default.removeItem(atPath: fleet.folder.path + "/key")
        try run("/usr/bin/ssh-keygen", ["-q", "-N", "", "-f", fleet.folder.path + "/key"])
        let refused = try fleet.once(proxy, "hostname")
        #expect(refused.status == 255)
        #expect(refused.errors.contains("Permission denied"))
    }

    @Test func `onstart runs with the environment, which ssh sessions do not have`() throws {
        let fleet = try BodiesFleet()
        let script = """
            echo "$GREETING/$CONTAINER_ID/$VAST_CONTAINERLABEL/${#CONTAINER_API_KEY}" > /app/new
            mv /app/new /app/seen
            """
        let id = try fleet.rent([
            "onstart": .string(script), "env": ["GREETING": "good day", "-p 8081:8081": "1"],
        ])
        let seen = try fleet.ssh(
            id, "until [ -e /app/seen ]; do sleep 0.05; done; cat /app/seen")
        #expect(seen == "good day/\(id)/C.\(id)/64")
        let session = try fleet.ssh(id, "env")
        #expect(session.contains("HOME=/root\n"))
        #expect(!session.contains("CONTAINER"))
        #expect(!session.contains("GREETING"))
    }

    @Test func `a stop ends the processes and keeps the files, a destroy deletes them`() throws {
        let folder = try ScratchFolder()
        let fleet = try BodiesFleet(in: folder)
        let id = try fleet.rent()
        let place = "\(folder.path)/state/machines/\(id)"
        let mark = Int64.random(in: 100_000_000...999_999_999)
        #expect(
            try fleet.ssh(
                id, "echo kept > /workspace/file; setsid sleep \(mark) </dev/null >/dev/null 2>&1 &"
            )
                == "")
        let hostKey = try fleet.ssh(id, "cat /run/machine/host_key.pub")
        #expect(processes(naming: "\(mark)").count == 1)
        try fleet.change(id, to: "stopped")
        while !processes(naming: "\(mark)").isEmpty { usleep(20_000) }
        #expect(try fleet.row(id)?["ports"] == [:])
        #expect(FileManager.default.fileExists(atPath: place + "/disk/workspace/file"))
        try fleet.change(id, to: "running")
        #expect(try fleet.ssh(id, "cat /workspace/file; pgrep -x -c sleep") == "kept\n0")
        #expect(try fleet.ssh(id, "cat /run/machine/host_key.pub") == hostKey)
        _ = try fleet.server.curl("DELETE", "/api/v0/instances/\(id)/")
        while FileManager.default.fileExists(atPath: place) { usleep(20_000) }
        #expect(processes(naming: place) == [])
    }

    @Test func `kill -9 of the server leaves no process, and a restart brings the bodies back`()
        throws
    {
        let folder = try ScratchFolder()
        let first = try BodiesFleet(in: folder)
        let marks = (0..<2).map { _ in Int64.random(in: 100_000_000...999_999_999) }
        let id = try first.rent(["onstart": .string("setsid sleep \(marks[0])")])
        _ = try first.ssh(
            id, "echo 1 > /cache/x; setsid sleep \(marks[1]) </dev/null >/dev/null 2>&1 &")
        let cloud = try first.rentVultr()
        #expect(try first.ssh(cloud, "echo 2 > /cache/x; hostname") == "gpu-1")
        while processes(naming: "\(marks[0])").count < 1 { usleep(20_000) }
        let machines = "\(folder.path)/state/machines"
        #expect(processes(naming: "\(marks[1])").count == 1)
        #expect(!processes(naming: machines).isEmpty)
        _ = first.server.end(by: SIGKILL)
        let names = marks.map { "\($0)" } + [machines]
        while !names.allSatisfy({ processes(naming: $0).isEmpty }) { usleep(20_000) }

        let second = try BodiesFleet(in: folder)
        #expect(try second.ssh(id, "cat /cache/x; hostname") == "1\nC.\(id)")
        #expect(try second.ssh(cloud, "cat /cache/x; hostname") == "2\ngpu-1")
        #expect(second.server.end(by: SIGTERM) == 0)
        #expect(processes(naming: machines) == [])
    }

    @Test func `without namespaces a machine is an sshd under our own name, and ends as well`()
        throws
    {
        let folder = try ScratchFolder()
        let fleet = try BodiesFleet(in: folder, path: "/nowhere")  // no bubblewrap is found there
        #expect(fleet.server.ready.sshUser == NSUserName())
        let marks = (0..<2).map { _ in Int64.random(in: 100_000_000...999_999_999) }
        let id = try fleet.rent(["onstart": .string("touch here; sleep \(marks[0])")])
        let home = "\(folder.path)/state/machines/\(id)/disk/root"
        let seen = try fleet.ssh(
            id, "setsid sleep \(marks[1]) </dev/null >/dev/null 2>&1 & echo $HOME; nvidia-smi -L")
        #expect(seen.hasPrefix("\(home)\nGPU 0: "))
        let names = marks.map { "sleep\0\($0)" } + ["\(folder.path)/state/machines"]
        while !names.allSatisfy({ !processes(naming: $0).isEmpty }) { usleep(20_000) }
        #expect(FileManager.default.fileExists(atPath: home + "/here"))
        _ = fleet.server.end(by: SIGKILL)
        while !names.allSatisfy({ processes(naming: $0).isEmpty }) { usleep(20_000) }
    }

    @Test func `twenty machines start, and each is its own`() throws {
        let fleet = try BodiesFleet()
        let ids = try (0..<20).map { _ in try fleet.rent() }
        for id in ids { #expect(try fleet.ssh(id, "hostname") == "C.\(id)") }
        #expect(Set(try ids.map { try fleet.port($0) }).count == 20)
    }

    @Test func `nvidia-smi shows what was set`() throws {
        let fleet = try BodiesFleet()
        let id = try fleet.rent()
        let query = """
            nvidia-smi --format=csv --query-gpu=name,utilization.gpu,memory.used,memory.total,\
            temperature.gpu
            """
        let total = Int(try fleet.row(id)?["gpu_ram"]?.number ?? 0)
        #expect(
            try fleet.ssh(id, query).hasPrefix(
                "name, utilization.gpu [%], memory.used [MiB], memory.total [MiB], temperature.gpu\n"
            ))
        let set = try fleet.server.cloudsim("set", "\(id)", "gpu=80", "mem=1234", "temp=66")
        #expect(set.output == "\(id): gpu=80 mem=1234 temp=66 gpu_fault=off network=open disk=ok\n")
        let shown = try fleet.ssh(id, "\(query) | sed -n 2p")
        #expect(shown.hasSuffix(", 80 %, 1234 MiB, \(total) MiB, 66"))
        let bare = "\(query.replacing("csv", with: "csv,noheader,nounits")) | head -1"
        #expect(try fleet.ssh(id, bare).hasSuffix(", 80, 1234, \(total), 66"))
        #expect(try fleet.ssh(id, "nvidia-smi").contains("80%      Default |"))
        #expect(try fleet.ssh(id, "nvidia-smi -L").hasPrefix("GPU 0: "))
        let row = try fleet.row(id)
        #expect(row?["gpu_util"]?.number == 80)
        #expect(row?["gpu_temp"]?.number == 66)
        _ = try fleet.server.cloudsim("set", "\(id)", "gpu_fault=on")
        let lost = try fleet.ssh(id, "nvidia-smi; echo $?")
        #expect(lost.hasPrefix("Unable to determine the device handle"))
        #expect(lost.hasSuffix("\n15"))
        #expect(try fleet.server.cloudsim("set", "7", "gpu=1").status != 0)
    }
}
