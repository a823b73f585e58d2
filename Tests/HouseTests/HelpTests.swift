import Shared
import Testing

/// A command line whose help must work and whose options must be described in the papers.
struct Tool: CustomTestStringConvertible, Sendable {
    var words: [String]
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String...) { self.words = words }

    static let all = [
        Tool("autoscaler"), Tool("cloudsim"), Tool("cloudsim", "serve"), Tool("cloudsim", "bill"),
        Tool("cloudsim", "fault"), Tool("cloudsim", "fault", "add"),
        Tool("cloudsim", "set"), Tool("cloudsim", "fault", "list"),
        Tool("cloudsim", "fault", "clear"),
    ]
}

@Suite struct HelpTests {
    @Test(arguments: Tool.all)
    func `its help works, and a paper names each of its options`(_ tool: Tool) throws {
        let help = try run(built(tool.words[0]), tool.words.dropFirst() + ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("USAGE: \(tool.words.joined(separator: " "))"))
        let options = options(in: help.output)
        #expect(options.contains("--help"))
        let paper = try #require(Repository.file("docs/\(tool.words[0]).md"))
        #expect(options.filter { !paper.text.contains("`\($0)") } == [])
    }

    @Test(arguments: ["autoscaler", "cloudsim"])
    func `its paper names no option that it does not have`(_ name: String) throws {
        let tools = Tool.all.filter { $0.words[0] == name }
        let known = try tools.reduce(into: Set<String>()) { known, tool in
            let help = try run(built(name), tool.words.dropFirst() + ["--help"])
            known.formUnion(options(in: help.output))
        }
        let paper = try #require(Repository.file("docs/\(name).md"))
        let named = paper.text.matches(of: /`(?<option>--[a-z-]+)/).map { String($0.output.option) }
        #expect(named.count > 3)
        #expect(Set(named).subtracting(known) == [])
    }

    @Test func `the options of a help text are found`() {
        let help =
            "USAGE: x [--boot <boot>]\n  --boot <boot>  Long--dash, a -- b.\n  -h, --help  Show."
        #expect(options(in: help) == ["--boot", "--help"])
    }

    @Test func `the change log begins with the version that the tools print`() throws {
        let log = try #require(Repository.file("CHANGELOG.md"))
        let first = try #require(log.lines.first { $0.hasPrefix("## ") })
        #expect(first.hasPrefix("## \(fleetkeeperVersion)"))
        let printed = try run(built("autoscaler"), ["--version"])
        #expect(printed.output == "\(fleetkeeperVersion)\n")
    }

    /// Every `--option` that stands at the beginning of a word, each once.
    private func options(in help: String) -> Set<String> {
        Set(
            help.matches(of: /(?:^|[\s\[,(])(?<option>--[a-z][a-z-]*)/)
                .map { String($0.output.option) })
    }
}
