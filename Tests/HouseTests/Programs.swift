import Foundation

/// What a finished program left.
struct Finished {
    var status: Int32
    var output: String
}

/// Runs a program to its end; standard error is part of the output.
func run(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil
) throws -> Finished {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let environment { process.environment = environment }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Finished(
        status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self))
}

/// The path of one of the programs that were built with these tests.
func built(_ program: String) -> String {
    URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appendingPathComponent(program).path
}
