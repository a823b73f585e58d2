import Foundation
import Testing

/// What holds for the Swift sources as a whole.
@Suite struct SourceTests {
    @Test func `no source file has 400 lines`() throws {
        #expect(tooLong(try Repository.files(below: "Sources/", ending: ".swift")) == [])
    }

    @Test func `a file of 399 lines passes and one of 400 does not`() {
        let line = "let a = 1\n"
        #expect(tooLong([TextFile(path: "a", text: String(repeating: line, count: 399))]) == [])
        #expect(tooLong([TextFile(path: "a", text: String(repeating: line, count: 400))]) == ["a"])
    }

    private func tooLong(_ files: [TextFile]) -> [String] {
        files.filter { $0.text.utf8.count(where: { $0 == 10 }) >= 400 }.map(\.path)
    }

    @Test func `Fleet, Time and Money need no other room`() throws {
        let rooms = ["Fleet", "Time", "Money"].map { "Sources/Shared/\($0)/" }
        let files = try Repository.paths().filter { path in
            path.hasSuffix(".swift") && rooms.contains { path.hasPrefix($0) }
        }
        #expect(Set(files.map { $0.split(separator: "/")[2] }) == ["Fleet", "Time", "Money"])
        let problems = try typeCheck(files.map { "\(Repository.root)/\($0)" })
        #expect(problems == "")
    }

    @Test func `the check of the rooms finds a name from another room`() throws {
        let file = NSTemporaryDirectory() + "fleetkeeper-\(UUID().uuidString).swift"
        try "let client: HTTPClient? = nil\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(try typeCheck([file]).contains("cannot find type 'HTTPClient' in scope"))
    }

    /// What the compiler says about these files alone; empty when it is content.
    private func typeCheck(_ files: [String]) throws -> String {
        let compiler = try run(
            "/usr/bin/env",
            [
                "swiftc", "-typecheck", "-swift-version", "6", "-package-name", "fleetkeeper",
                "-module-name", "Rooms",
            ] + files)
        return compiler.status == 0 ? "" : compiler.output
    }
}
