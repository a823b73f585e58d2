import Foundation
import Testing

@testable import CloudSim

/// Why a command of an official client did not do what it should.
struct Mismatch: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// The official Vast client, run against a simulator in a home of its own.
///
/// Its caches are filled beforehand, so that a command makes the requests it is made for and no
/// other; and its built-in origin is a closed port, so that nothing can leave this machine.
final class OfficialClient {
    let server: RunningServer
    let home: ScratchFolder
    /// What earlier commands found, for later ones.
    var ids: [String: Int64] = [:]
    private(set) var commands = 0

    init(_ server: RunningServer) throws {
        try #require(
            FileManager.default.isExecutableFile(atPath: Self.program),
            "\(Self.program) is missing: run scripts/install-judges")
        self.server = server
        home = try Self.newHome(role: "client")
    }

    /// The client that scripts/install-judges puts below the package's folder.
    static let program = "\(JudgeProgram.package)/.build/judges/bin/vastai"

    /// A home with a filled cache of GPU names, and of the role when there is one.
    static func newHome(role: String?, gpuNames: Bool = true) throws -> ScratchFolder {
        let home = try ScratchFolder()
        for (folder, file, content) in [
            (".cache", "gpu_names_cache.json", gpuNames ? #"{"gpu_names": ["RTX 4090"]}"# : nil),
            (".config", "vast_role", role),
        ] {
            let path = "\(home.path)/\(folder)/vastai"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            try content?.write(toFile: "\(path)/\(file)", atomically: true, encoding: .utf8)
        }
        return home
    }

    /// Runs a command and waits until it ends.
    func run(
        _ arguments: [String], raw: Bool = true, key: String? = nil, home: ScratchFolder? = nil,
        origin: String = "http://127.0.0.1:1"
    ) throws -> Finished {
        commands += 1
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments =
            ["--url", server.ready.vastURL, "--api-key", key ?? server.ready.vastKey]
            + (raw ? ["--raw"] : []) + arguments
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": (home ?? self.home).path, "LANG": "C.UTF-8",
            "VASTAI_NO_UPDATE_CHECK": "1", "CI": "1", "VAST_URL": origin,
        ]
        // A file each: a pipe could fill up while the other is read.
        let folder = try ScratchFolder()
        let output = try Self.newFile("\(folder.path)/output")
        let errors = try Self.newFile("\(folder.path)/errors")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        process.waitUntilExit()
        return Finished(
            status: process.terminationStatus,
            output: try String(contentsOfFile: "\(folder.path)/output", encoding: .utf8),
            errors: try String(contentsOfFile: "\(folder.path)/errors", encoding: .utf8))
    }

    private static func newFile(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Mismatch("cannot write \(path)") }
        return file
    }

    /// What the simulator answers to a request without the client.
    func api(_ method: String, _ path: String) throws -> JSON {
        let answer = try server.curl(method, path)
        guard let json = JSON(parsing: answer.output) else {
            throw Mismatch("\(method) \(path) answered \(answer.output)")
        }
        return json
    }

    /// Waits until an instance has a status; a limit of looks, not of time, ends a wait for good.
    func wait(for id: String, toBe status: String) throws {
        var last: JSON?
        for _ in 0..<400 {
            let row = try api("GET", "/api/v0/instances/\(ids[id] ?? 0)/")["instances"]
            last = row?["actual_status"]
            if last == .string(status) { return }
            usleep(25_000)
        }
        throw Mismatch("instance \(id) is \(last?.text ?? "nothing") and not \(status)")
    }

    /// The bill's line of an instance.
    func billed(_ id: String) throws -> JSON {
        let number = ids[id].map { JSON.int($0) }
        guard
            let line = try server.bill()["instances"]?.elements?.first(where: {
                $0["id"] == number
            })
        else { throw Mismatch("the bill has no instance \(id)") }
        return line
    }
}

/// One command line, and what must be true of what it prints.
struct OfficialCommand {
    /// The row of the reference, and the command in short.
    var name: String
    /// `{name}` stands for an id that an earlier command found.
    var arguments: [String]
    var raw = true
    var status: Int32 = 0
    var check: (OfficialClient, Finished) throws -> Void

    /// A command that prints JSON.
    static func json(
        _ name: String, _ arguments: String...,
        check: @escaping (OfficialClient, JSON) throws -> Void
    ) -> OfficialCommand {
        OfficialCommand(name: name, arguments: arguments) { client, finished in
            guard let json = JSON(parsing: finished.output) else {
                throw Mismatch("no JSON: \(finished.output.prefix(300)) \(finished.errors)")
            }
            guard finished.errors.isEmpty else { throw Mismatch("complained: \(finished.errors)") }
            try check(client, json)
        }
    }

    /// A command that prints prose, which must hold a text.
    static func prose(
        _ name: String, _ arguments: String..., holds text: String, raw: Bool = true,
        check: @escaping (OfficialClient) throws -> Void = { _ in }
    ) -> OfficialCommand {
        OfficialCommand(name: name, arguments: arguments, raw: raw) { client, finished in
            guard finished.output.contains(filled(text, client.ids)) else {
                throw Mismatch("\(text) is not in: \(finished.output) \(finished.errors)")
            }
            guard !finished.errors.contains("\"error\": true") else {
                throw Mismatch("complained: \(finished.errors)")
            }
            try check(client)
        }
    }

    /// A command that the server refuses: the client says so in JSON and exits 0 all the same.
    static func refused(
        _ name: String, _ arguments: String..., status: Int64, says text: String
    ) -> OfficialCommand {
        OfficialCommand(name: name, arguments: arguments) { _, finished in
            let error = JSON(parsing: finished.errors)
            guard error?["error"] == true, error?["status_code"] == .int(status),
                error?["msg"]?.text?.contains(text) == true
            else { throw Mismatch("not refused with \(status) \(text): \(finished.errors)") }
        }
    }

    /// Runs the command and holds its result against what is expected.
    func judge(_ client: OfficialClient) throws {
        let finished = try client.run(arguments.map { filled($0, client.ids) }, raw: raw)
        guard finished.status == status else {
            throw Mismatch("exit \(finished.status): \(finished.output) \(finished.errors)")
        }
        try check(client, finished)
    }
}

private func filled(_ text: String, _ ids: [String: Int64]) -> String {
    ids.reduce(text) { $0.replacingOccurrences(of: "{\($1.key)}", with: "\($1.value)") }
}

/// Throws unless something is true.
func demand(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
    guard isTrue else { throw Mismatch(what()) }
}

/// Throws unless two values are equal.
func demand<Value: Equatable>(_ value: Value?, is expected: Value, _ what: String) throws {
    guard value == expected else {
        throw Mismatch("\(what) is \(value.map { "\($0)" } ?? "missing"), not \(expected)")
    }
}
