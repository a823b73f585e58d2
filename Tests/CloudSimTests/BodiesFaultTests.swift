import Foundation
import Shared
import Testing

@testable import CloudSim

/// What goes wrong with a machine while its market says that all is well.
@Suite(
    .serialized,
    .enabled(if: BodiesFleet.isPossible, "bubblewrap, sshd or namespaces cannot be had here"))
struct BodiesFaultTests {
    private func set(_ fleet: BodiesFleet, _ id: Int64, _ change: String) throws {
        try #require(try fleet.server.cloudsim("set", "\(id)", change).status == 0)
    }

    /// Waits until connecting fails with this text, and not before the machine has a body.
    private func waitForFailure(_ fleet: BodiesFleet, _ id: Int64, _ text: String) throws {
        try fleet.wait(for: "running", id)
        var finished: Finished
        repeat {
            finished = try fleet.once(try fleet.port(id), "true")
        } while !finished.errors
            .contains(text)
        #expect(finished.status == 255)
    }

    @Test func `a machine that boots without ssh runs, and does its work`() throws {
        let fleet = try BodiesFleet()
        try fleet.fault("no-ssh", on: "create")
        let id = try fleet.rent(["onstart": "touch /workspace/done"])
        let healthy = try fleet.rent()
        let file = "\(fleet.machines)/\(id)/disk/workspace/done"
        while !FileManager.default.fileExists(atPath: file) { usleep(20_000) }
        #expect(try fleet.ssh(healthy, "hostname") == "C.\(healthy)")
        try waitForFailure(fleet, id, "Connection refused")
        #expect(try fleet.row(id)?["actual_status"] == "running")
        try set(fleet, id, "network=open")
        #expect(try fleet.ssh(id, "ls /workspace") == "done")
    }

    @Test func `over a cut network connections hang, and go on when it is mended`() throws {
        let fleet = try BodiesFleet()
        try fleet.fault("network-cut", on: "create")
        let id = try fleet.rent()
        let cloud = try fleet.rentVultr()
        try waitForFailure(fleet, id, "Connection timed out during banner exchange")
        try set(fleet, id, "network=open")
        #expect(try fleet.ssh(id, "hostname") == "C.\(id)")
        #expect(try fleet.ssh(cloud, "hostname") == "gpu-1")

        // Its work goes on meanwhile.
        let started = try fleet.ssh(id, "setsid sleep 1000 </dev/null >/dev/null 2>&1 & hostname")
        #expect(started == "C.\(id)")
        try set(fleet, id, "network=cut")
        try waitForFailure(fleet, id, "Connection timed out during banner exchange")
        try set(fleet, id, "network=refused")
        try waitForFailure(fleet, id, "Connection refused")
        try set(fleet, id, "network=open")
        #expect(try fleet.ssh(id, "pgrep -c -x sleep") == "1")
    }

    @Test func `a host key that changed is refused by whoever knew the old one`() throws {
        let fleet = try BodiesFleet()
        let cloud = try fleet.rentVultr()
        #expect(try fleet.ssh(cloud, "touch ~/mine; hostname") == "gpu-1")
        let door = try fleet.door(cloud)
        try fleet.fault("key-changed", on: "state")
        try fleet.vultr("POST", "/instances/\(cloud)/reboot")
        var refused: Finished
        repeat {
            refused = try fleet.once(door, "true")
        } while refused.errors.isEmpty
            || refused.errors.contains("refused") || refused.errors.contains("closed")
        #expect(refused.errors.contains("Host key verification failed"))
        fleet.forgetHostKeys()
        #expect(try fleet.ssh(cloud, "ls") == "mine")

        // While it runs: its processes go on.
        _ = try fleet.ssh(cloud, "setsid sleep 1000 </dev/null >/dev/null 2>&1 &")
        let key = try fleet.hostKey(door)
        #expect(try fleet.server.cloudsim("set", cloud, "host_key=new").status == 0)
        while try fleet.hostKey(door) == key { usleep(20_000) }
        fleet.forgetHostKeys()
        #expect(try fleet.ssh(cloud, "pgrep -c -x sleep") == "1")
    }

    @Test func `on a full disk nothing new can be written, and what is there can be read`() throws {
        let fleet = try BodiesFleet()
        let id = try fleet.rent()
        let write = "echo more > /workspace/new; echo $?; cat /workspace/old"
        #expect(try fleet.ssh(id, "echo result > /workspace/old; hostname") == "C.\(id)")
        try fleet.fault("disk-full", on: "state")
        try fleet.change(id, to: "stopped")
        try fleet.wait(for: "exited", id)
        try fleet.change(id, to: "running")
        try fleet.wait(for: "running", id)
        #expect(try fleet.ssh(id, write) == "1\nresult")
        let told = try fleet.once(try fleet.port(id), "echo x > ~/x")
        #expect(told.errors.contains("No space left on device"))
        #expect(try fleet.ssh(id, "rm /workspace/old; \(write) 2>/dev/null").hasPrefix("0"))
        try set(fleet, id, "disk=ok")
        while try fleet.ssh(id, "df / | grep -c tmpfs") != "0" { usleep(20_000) }
        #expect(try fleet.ssh(id, write) == "0\nresult")
    }

    @Test func `a moved port is another after the restart, and the proxy's is the same`() throws {
        let fleet = try BodiesFleet()
        let id = try fleet.rent()
        #expect(try fleet.ssh(id, "hostname") == "C.\(id)")
        let port = try fleet.port(id)
        let proxy = try #require(try fleet.row(id)?["ssh_port"]?.whole)
        try fleet.fault("port-moved", on: "state")
        try fleet.change(id, to: "stopped")
        try fleet.wait(for: "exited", id)
        try fleet.change(id, to: "running")
        #expect(try fleet.ssh(id, "hostname") == "C.\(id)")
        #expect(try fleet.port(id) != port)
        #expect(try fleet.row(id)?["ssh_port"]?.whole == proxy)
        #expect(try fleet.once(proxy, "hostname").output == "C.\(id)\n")
        #expect(try fleet.once(port, "true").errors.contains("Connection refused"))
    }

    @Test func `a machine out of reach or suspended has no body, and its disk afterwards`() throws {
        let fleet = try BodiesFleet()
        let id = try fleet.rent()
        let cloud = try fleet.rentVultr()
        #expect(try fleet.ssh(id, "touch ~/mine; hostname") == "C.\(id)")
        #expect(try fleet.ssh(cloud, "touch ~/mine; hostname") == "gpu-1")
        let (port, door) = (try fleet.port(id), try fleet.door(cloud))
        try #require(try fleet.server.cloudsim("fault", "add", "host-offline").status == 0)
        try #require(try fleet.server.cloudsim("fault", "add", "suspended").status == 0)
        try fleet.wait(for: "offline", id)
        #expect(try fleet.vultrRow(cloud)["status"] == "suspended")
        for closed in [BodiesFleet.Door(port: port), door] {
            while try fleet.once(closed, "true").errors.contains("Connection refused") == false {
                usleep(20_000)
            }
        }
        try #require(try fleet.server.cloudsim("fault", "clear").status == 0)
        #expect(try fleet.ssh(id, "ls ~") == "mine")
        #expect(try fleet.ssh(cloud, "ls ~") == "mine")
    }
}
