import Foundation
import Testing

@testable import CloudSim

/// A program of `Tests/Judges` that uses an official client against a simulator.
///
/// It prints a line of JSON for each case, and ends with 0 whatever came of them.
struct JudgeProgram {
    /// One call or story, and what came of it.
    struct Case {
        var operation: String
        var name: String
        /// How often the client was called, where the judge counts that.
        var calls: Int64
        /// Nothing when it did what it should.
        var failure: String?
    }

    /// The package's folder.
    static let package: String = {
        let file = URL(fileURLWithPath: #filePath)
        return file.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }()

    var file: String

    /// Runs the program to its end; its home and its temporary files are away from ours.
    func judge(_ server: RunningServer) throws -> [Case] {
        let python = "\(Self.package)/.build/judges/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "\(python) is missing: run scripts/install-judges")
        let home = try ScratchFolder()
        // The environment is the program's own: no key of ours, no proxy, no trace in the tree.
        let finished = try run(
            "/usr/bin/env",
            [
                "-i", "PATH=/usr/bin:/bin", "HOME=\(home.path)", "LANG=C.UTF-8",
                "PYTHONDONTWRITEBYTECODE=1", python, "\(Self.package)/Tests/Judges/\(file)",
                server.readyPath,
            ])
        guard finished.status == 0 else {
            throw Mismatch("\(file) ended with \(finished.status): \(finished.errors)")
        }
        return try finished.output.split(separator: "\n").map { line in
            guard let json = JSON(parsing: String(line)), let operation = json["operation"]?.text,
                let name = json["case"]?.text
            else { throw Mismatch("\(file) printed: \(line)") }
            return Case(
                operation: operation, name: name, calls: json["calls"]?.whole ?? 0,
                failure: json["why"]?.text)
        }
    }

    /// Runs the program, and records each case that failed; prints how many did not.
    func judge(_ server: RunningServer, as client: String, cases wanted: Int) throws {
        let cases = try judge(server)
        for failed in cases {
            guard let why = failed.failure else { continue }
            Issue.record("\(client): \(failed.operation) \(failed.name): \(why)")
        }
        let passed = cases.count { $0.failure == nil }
        let operations = Set(cases.map(\.operation).filter { !$0.hasPrefix("every operation") })
        let broken = Set(cases.filter { $0.failure != nil }.map(\.operation))
        let calls = cases.reduce(0) { $0 + $1.calls }
        print(
            "\(client): \(operations.subtracting(broken).count) of \(operations.count) "
                + "operations in \(passed) of \(cases.count) cases"
                + (calls > 0 ? ", \(calls) command lines" : ""))
        #expect(cases.count == wanted, "cases of \(client)")
    }
}
