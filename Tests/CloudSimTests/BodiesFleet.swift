import Foundation
import Shared
import Testing

@testable import CloudSim

/// A running server whose machines have bodies, with a key that may log in.
final class BodiesFleet {
    let folder: ScratchFolder
    let server: RunningServer
    private var key: String { folder.path + "/key" }

    /// A place where a machine's sshd listens.
    struct Door {
        var address = "127.0.0.1"
        var port: Int64
    }

    /// Whether machines can have bodies of their own here.
    static let isPossible = (try? BodyTools.find())?.confinement ?? .none != .none

    init(in existing: ScratchFolder? = nil, path: String? = nil, runner: [String] = []) throws {
        folder = try existing ?? ScratchFolder()
        let key = folder.path + "/key"
        if !FileManager.default.fileExists(atPath: key) {
            try run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])
        }
        server = try RunningServer(
            in: folder,
            [
                "--state", folder.path + "/state", "--bodies", "on", "--ssh-key", key + ".pub",
                "--boot", "100ms..200ms",
            ], path: path, runner: runner)
    }

    var machines: String { folder.path + "/state/machines" }

    /// A public key that nobody had before; the private one is at the path.
    func newKey() throws -> (path: String, text: String) {
        let path = folder.path + "/" + UUID().uuidString
        try run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path])
        let text = try String(contentsOfFile: path + ".pub", encoding: .utf8)
        return (path, text.trimmingCharacters(in: .newlines))
    }

    /// Calls the Vast API and answers what it says.
    @discardableResult
    func vast(_ method: String, _ path: String, _ body: JSON = [:]) throws -> JSON {
        let text = String(decoding: body.encoded, as: UTF8.self)
        return JSON(parsing: try server.curl(method, "/api/v0/" + path, text).output) ?? .null
    }

    func fault(_ kind: String, on operation: String) throws {
        try #require(try server.cloudsim("fault", "add", kind, "--on", operation).status == 0)
    }

    /// Rents one of the market's offers that are free, and answers the machine's id.
    func rent(_ more: JSONObject = [:]) throws -> Int64 {
        let search = try server.curl("POST", "/api/v0/bundles/", "{\"limit\":1}")
        let offer = try #require(
            JSON(parsing: search.output)?["offers"]?.elements?.first?["id"]?.whole)
        var order: JSONObject = [
            "image": "u", "runtype": "ssh_direc ssh_proxy", "env": [:],
        ]
        order.append(contentsOf: more)
        let body = String(decoding: JSON.object(order).encoded, as: UTF8.self)
        let create = try server.curl("PUT", "/api/v0/asks/\(offer)/", body)
        return try #require(JSON(parsing: create.output)?["new_contract"]?.whole)
    }

    func row(_ id: Int64) throws -> JSON? {
        let answer = try server.curl("GET", "/api/v0/instances/\(id)/")
        return try #require(JSON(parsing: answer.output))["instances"]
    }

    /// Waits until the market says that a machine is in a state.
    func wait(for status: String, _ id: Int64) throws {
        while try row(id)?["actual_status"]?.text != status { usleep(20_000) }
    }

    func change(_ id: Int64, to state: String) throws {
        _ = try server.curl("PUT", "/api/v0/instances/\(id)/", "{\"state\":\"\(state)\"}")
    }

    func port(_ id: Int64) throws -> Int64 {
        let text = try row(id)?["ports"]?["22/tcp"]?.elements?.first?["HostPort"]?.text
        return try #require(text.flatMap { Int64($0) })
    }

    /// Runs a command in a machine that runs, once; the exit status 255 is ssh's own.
    func once(_ port: Int64, _ command: String) throws -> Finished {
        try once(Door(port: port), command)
    }

    /// Runs a command as `once` above; `key` is the path of another private key.
    func once(_ door: Door, _ command: String, key: String? = nil) throws -> Finished {
        try run(
            "/usr/bin/ssh",
            [
                "-F", "none", "-i", key ?? self.key, "-p", "\(door.port)", "-o", "BatchMode=yes",
                "-o", "UserKnownHostsFile=\(folder.path)/known_hosts", "-o", "LogLevel=ERROR",
                "-o", "StrictHostKeyChecking=accept-new", "-o", "ConnectTimeout=2",
                "-o", "IdentitiesOnly=yes", "-o", "KexAlgorithms=curve25519-sha256",
                "\(server.ready.sshUser ?? "nobody")@\(door.address)", command,
            ])
    }

    /// Runs a command in a machine, once its sshd answers; its output without the last newline.
    func ssh(_ id: Int64, _ command: String) throws -> String {
        try wait(for: "running", id)
        var finished = try once(try port(id), command)
        while finished.status == 255 {
            usleep(50_000)
            finished = try once(try port(id), command)
        }
        return finished.output.trimmingCharacters(in: .newlines)
    }

    /// The host keys that a machine shows, once it shows one.
    func hostKey(_ door: Door) throws -> String {
        var scan: String
        repeat {
            scan = try run(
                "/usr/bin/ssh-keyscan", ["-t", "ed25519", "-p", "\(door.port)", door.address]
            ).output
        } while scan.isEmpty
        return scan
    }

    /// Forgets every host key, as after an action that renews one.
    func forgetHostKeys() { unlink(folder.path + "/known_hosts") }
}

/// The processes of this machine whose command line holds a text.
func processes(naming text: String) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { process in
        let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        return process != getpid() && String(decoding: line, as: UTF8.self).contains(text)
    }
}
