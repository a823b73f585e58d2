import FoundationEssentials
import Testing

@testable import Shared

/// A file with mistakes, and what is said about it: one entry of a text in `Tests/BrokenFleets`.
struct BrokenFleet: CustomTestStringConvertible, Sendable {
    /// The text that holds the entry: `units`.
    var book: String
    var name: String
    /// Variables of the environment.
    var environment: [String: String] = [:]
    /// Whether the mistake is one that no schema can know.
    var isBeyondSchema = false
    var text: [UInt8] = []
    /// The lines of the message.
    var told: [String] = []
    /// The entry up to those lines, as it is written.
    private var written = ""

    /// The entry with what is said now.
    var recorded: String { "=== \(written)\((complaints + [""]).joined(separator: "\n"))\n" }

    var testDescription: String { "\(book): \(name)" }

    static let folder = packageFolder.appending(path: "Tests/BrokenFleets")
    static let books = [
        "keys", "units", "yaml", "words", "shapes", "bounds", "environment", "slips",
    ]

    /// Every entry of every book; a book that cannot be read leaves the tests without cases, which
    /// one of them notices.
    static let all = books.flatMap { (try? read($0)) ?? [] }

    var complaints: [String] {
        do throws(ConfigurationErrors) {
            _ = try readConfiguration(
                text: text, file: "fleet.yaml", folder: "/etc/fk", home: "/home/ada",
                environment: environment)
            return []
        } catch {
            return error.lines(tool: "").map { String($0.drop { $0 == ":" || $0 == " " }) }
        }
    }

    static func read(_ book: String) throws -> [BrokenFleet] {
        let file = folder.appending(path: "\(book).txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "=== ", omittingEmptySubsequences: false).dropFirst().map {
            entry in
            var fleet = BrokenFleet(book: book, name: "")
            var part = 0
            for line in entry.split(separator: "\n", omittingEmptySubsequences: false) {
                if part < 2 { fleet.written += "\(line)\n" }
                if line == "~~~" {
                    part += 1
                } else if part == 0 {
                    fleet.readHead(String(line))
                } else if part == 1 {
                    fleet.text += unescaped(line) + [0x0A]
                } else if !line.isEmpty {
                    fleet.told.append(String(line))
                }
            }
            return fleet
        }
    }

    private mutating func readHead(_ line: String) {
        let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
        switch (parts.first, parts.last) {
        case ("environment", let pair?):
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            environment[sides[0]] = sides.count == 2 ? sides[1] : ""
        case ("schema", "cannot know"): isBeyondSchema = true
        default: name = name.isEmpty ? line : name
        }
    }

    /// The bytes of a line, where `\{09 c3}` stands for those two.
    private static func unescaped(_ line: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = line
        while let escape = rest.firstMatch(of: /\\\{([0-9a-f ]+)\}/) {
            bytes += rest[..<escape.range.lowerBound].utf8
            bytes += escape.output.1.split(separator: " ").compactMap { UInt8($0, radix: 16) }
            rest = rest[escape.range.upperBound...]
        }
        return bytes + rest.utf8
    }
}
