import Foundation
import Testing

@testable import Shared

/// A validator that is not ours: Python's `jsonschema`, with PyYAML reading as editors do.
enum SchemaJudge {
    /// Why each text is refused under the schema; `nil` for one that is accepted.
    ///
    /// The schema itself is checked first.
    static func refusals(of texts: [[UInt8]]) throws -> [String?] {
        let python = packageFolder.appending(path: ".build/judges/bin/python").path
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "\(python) is missing: run scripts/install-judges")
        let folder = try TemporaryFolder()
        let schema = try folder.write(FleetSchema().document(), to: "schema")
        let cases = URL(filePath: folder.path + "/cases")
        let lines = texts.map { Data($0).base64EncodedString() + "\n" }
        try Data(lines.joined().utf8).write(to: cases)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            "-I", "-B", packageFolder.appending(path: "Tests/Judges/fleet_schema.py").path,
            schema, cases.path,
        ]
        process.environment = ["LANG": "C.UTF-8"]
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let printed = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(printed)")
        let answers = printed.split(separator: "\n")
        try #require(answers.count == texts.count)
        return answers.map { $0 == "accepted" ? nil : String($0) }
    }
}
