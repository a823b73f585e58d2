import Foundation
import Shared
import Testing

/// The files of `Tests/BrokenFleets` through the whole program.
@Suite struct BrokenFleetsTests {
    /// Every ninth file whose mistake stands in the file itself.
    static let files: [String] = {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        return ["keys", "units", "yaml", "words", "shapes", "bounds"].flatMap { book in
            let file = tests.appendingPathComponent("BrokenFleets/\(book).txt")
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            let entries = text.components(separatedBy: "\n=== ")
            return stride(from: 0, to: entries.count, by: 9).compactMap { index in
                let parts = entries[index].components(separatedBy: "~~~\n")
                return parts.count == 3 && !parts[1].contains("\\{") ? parts[1] : nil
            }
        }
    }()

    @Test func `a broken file is exit 78 with a place, and nobody is called`() throws {
        try #require(Self.files.count >= 30)
        let between = try Between(nil) { _, _ in .closed }
        let cloud = try Cloud()
        let fleet = try TestFleet(cloud, at: between.url)
        fleet.environment["VULTR_API_URL"] = between.url + "/v2"
        for file in Self.files {
            try fleet.folder.write(file, to: "fleet.yaml")
            let finished = try fleet.check()
            #expect(finished.status == 78, "\(file)\n\(finished.errors)")
            #expect(finished.errors.contains(#/error: \S*fleet\.yaml:\d+:\d+: /#), "\(file)")
        }
        #expect(between.calls.isEmpty)
        #expect(contents(of: fleet.statePath).isEmpty)
    }
}
