import Foundation
import Testing

/// Papers that are true: what they name is there, and what is there is named.
@Suite struct PaperTests {
    @Test func `ARCHITECTURE names every folder of Swift files, and none that is not there`() throws
    {
        let architecture = try #require(Repository.file("ARCHITECTURE.md"))
        let folders = Set(
            try Repository.paths().filter { $0.hasPrefix("Sources/") && !$0.hasSuffix(".md") }
                .map { ($0 as NSString).deletingLastPathComponent.dropFirst("Sources/".count) }
                .map(String.init)
                .filter { !$0.hasSuffix("/include") })
        let rows = Set(
            architecture.lines.filter { $0.hasPrefix("| `") }
                .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
                .filter { name in folders.contains { $0.hasPrefix(name.prefix { $0 != "/" }) } })
        #expect(folders.subtracting(rows) == [])
        #expect(rows.subtracting(folders) == [])
    }

    @Test func `every source and test that ARCHITECTURE names is there`() throws {
        let architecture = try #require(Repository.file("ARCHITECTURE.md"))
        let paths = architecture.text.matches(of: /`(?<path>(Sources|Tests)\/[^`]+)`/)
            .map { String($0.output.path) }
        #expect(paths.count > 20)
        let missing = paths.filter {
            !FileManager.default.fileExists(atPath: "\(Repository.root)/\($0)")
        }
        #expect(missing == [])
    }

    @Test func `every make command of a paper is one of the Makefile`() throws {
        let makefile = try #require(Repository.file("Makefile"))
        let targets = Set(
            makefile.lines.filter { $0.contains(": ") && $0.contains(" ## ") }
                .compactMap { $0.split(separator: ":").first })
        #expect(targets.isSuperset(of: ["demo", "test", "build", "check", "install", "clean"]))
        let used = try papers().flatMap { paper in
            paper.text.matches(of: /(?:`|\$ |\n)make (?<target>[a-z]+)/)
                .map { (paper.path, $0.output.target) }
        }
        #expect(used.contains { $0.0 == "README.md" && $0.1 == "demo" })
        #expect(used.contains { $0.0 == "README.md" && $0.1 == "test" })
        for (path, target) in used {
            #expect(targets.contains(target), "\(path) says make \(target)")
        }
    }

    @Test func `every link from paper to paper leads somewhere`() throws {
        var count = 0
        for paper in try papers() {
            let folder = URL(fileURLWithPath: "/" + paper.path).deletingLastPathComponent().path
            for match in paper.text.matches(of: /\]\((?<target>[^)#:]+)(#[^)]*)?\)/) {
                count += 1
                let target = URL(fileURLWithPath: folder + "/" + match.output.target)
                    .standardized.path
                #expect(
                    FileManager.default.fileExists(atPath: Repository.root + target),
                    "\(paper.path) links to \(match.output.target)")
            }
        }
        #expect(count > 5)
    }

    @Test func `the licence is MIT's`() throws {
        let licence = try #require(Repository.file("LICENSE"))
        #expect(licence.text.hasPrefix("MIT License\n"))
        #expect(licence.text.contains("Permission is hereby granted, free of charge"))
    }

    private func papers() throws -> [TextFile] {
        try Repository.files(ending: ".md").filter { !$0.path.hasPrefix("Tests/") }
    }
}
