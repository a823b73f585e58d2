import Foundation
import Testing

@testable import CloudSim

/// A folder that goes away with the test.
final class ScratchFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "cloudsim-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// What a finished program left.
struct Finished {
    var status: Int32
    var output: String
    var errors: String
}

/// The built program, or another; waits until it ends.
@discardableResult
func run(_ program: String, _ arguments: [String]) throws -> Finished {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complained = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Finished(
        status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
        errors: String(decoding: complained, as: UTF8.self))
}

let builtProgram: String = {
    let test = URL(fileURLWithPath: CommandLine.arguments[0])
    return test.deletingLastPathComponent().appendingPathComponent("cloudsim").path
}()

/// A running `cloudsim serve`; it ends with the test at the latest.
final class RunningServer {
    let folder: ScratchFolder
    let readyPath: String
    let ready: ReadyFile
    private let process: Process

    /// Starts the server; `runner` is a program with its arguments that runs it in its own place.
    init(
        in folder: ScratchFolder, _ arguments: [String] = [], path: String? = nil,
        runner: [String] = []
    ) throws {
        self.folder = folder
        readyPath = folder.path + "/ready.json"
        try? FileManager.default.removeItem(atPath: readyPath)
        process = Process()
        let words =
            (runner.isEmpty ? [builtProgram] : runner) + ["serve", "--ready-file", readyPath]
            + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        if let path {
            process.environment = ProcessInfo.processInfo.environment.merging(["PATH": path]) { $1 }
        }
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !FileManager.default.fileExists(atPath: readyPath) {
            usleep(10_000)
        }
        try #require(process.isRunning)
        ready = try ReadyFile(path: readyPath)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Sends a signal and answers the status that the program ends with.
    func end(by signal: Int32) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Calls the Vast API with curl.
    func curl(_ method: String, _ path: String, _ body: String? = nil, _ more: [String] = []) throws
        -> Finished
    {
        try run(
            "/usr/bin/curl",
            ["-s", "-S", "-X", method, "-H", "Authorization: Bearer \(ready.vastKey)"]
                + (body.map { ["--data", $0] } ?? []) + more + [ready.vastURL + path])
    }

    func cloudsim(_ arguments: String...) throws -> Finished {
        try run(builtProgram, arguments + ["--ready-file", readyPath])
    }

    func bill() throws -> JSON {
        let printed = try cloudsim("bill", "--json")
        return try #require(JSON(parsing: printed.output))
    }
}
