import FoundationEssentials
import Testing

@testable import Shared

@Suite struct ConfigurationDocumentTests {
    @Test func `the documentation is the table of the code`() throws {
        let file = packageFolder.appending(path: "docs/configuration.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let begin = "<!-- keys: begin -->\n"
        let end = "\n<!-- keys: end -->"
        let parts = text.split(separator: begin, maxSplits: 1)
        let rest = try #require(parts.count == 2 ? parts[1] : nil)
        let table = try #require(rest.split(separator: end, maxSplits: 1).first)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1", table != Self.table {
            try text.replacing(table, with: Self.table)
                .write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(table == Self.table, "RECORD_SNAPSHOTS=1 writes it anew")
    }

    static var table: String {
        let head = ["| key | unit | default | example | meaning |", "|---|---|---|---|---|"]
        return (head + ConfigurationKey.all.map(row)).joined(separator: "\n")
    }

    private static func row(_ key: ConfigurationKey) -> String {
        let absent =
            switch key.absent {
            case .required: "**required**"
            case .standard(let text): "`\(text)`"
            case .described(let words): words
            }
        return
            "| `\(key.path)` | \(key.unit) | \(absent) | `\(key.example)` | \(key.wholeMeaning) |"
    }

    @Test func `every key stands in the table once`() {
        let paths = ConfigurationKey.all.map(\.path)
        #expect(Set(paths).count == paths.count)
    }

    /// A file that has only what is required, and this key with this value.
    static func file(_ key: ConfigurationKey, _ value: String) -> String {
        var group = [
            "name": "g", "max": "900", "demand": "{file: q}", "gpus": "[{name: A}]",
            "schedule": "[{at: 22:00-06:00, max: 30}]",
        ]
        var vast: [String: String] = [:]
        var vultr = ["regions": "[ewr]"]
        var top = ["fleet": "f"]
        let name = String(key.name)
        func flow(_ keys: [String: String]) -> String {
            "{" + keys.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ")
                + "}"
        }
        switch key.parent {
        case "groups[]":
            // A rate and a time to drain are worth nothing alone.
            if name == "drain_within" { group["jobs_per_hour"] = "12" }
            if name == "jobs_per_hour" { group["drain_within"] = "2h" }
            group[name] = value
        case "groups[].demand", "groups[].busy":
            let isSource = ["file", "command", "http", "sqlite"].contains(name)
            let other = name == "headers" ? "http: http://a" : "file: q"
            let own = isSource ? "{\(name): \(value)}" : "{\(other), \(name): \(value)}"
            group[key.parent.hasSuffix("busy") ? "busy" : "demand"] = own
        case "groups[].demand.sqlite", "groups[].busy.sqlite":
            let other = name == "path" ? "query: SELECT 1" : "path: q"
            let own = "{sqlite: {\(name): \(value), \(other)}}"
            group[key.parent.hasPrefix("groups[].busy") ? "busy" : "demand"] = own
        case "groups[].gpus[]":
            group["gpus"] = name == "name" ? "[{name: \(value)}]" : "[{name: A, \(name): \(value)}]"
        case "groups[].schedule[]":
            let window = ["at": "22:00-06:00", "max": "30"].merging([name: value]) { $1 }
            group["schedule"] = "[\(flow(window))]"
        case "groups[].registry":
            let login = ["server": "a", "user": "b", "password": "\"${GHCR_TOKEN}\""]
            group["registry"] = flow(login.merging([name: value]) { $1 })
        case "groups[].workers":
            let others = name == "start" ? ["stop": "a"] : [:]
            group["workers"] = flow(others.merging([name: value]) { $1 })
        case "groups[].sync[]":
            // One machine at a time may share a destination.
            group["max"] = "1"
            group["schedule"] = nil
            let source = name == "sqlite" ? "sqlite" : "from"
            let set = ["name": "a", source: "/a", "to": "b"].merging([name: value]) { $1 }
            group["sync"] = "[\(flow(set))]"
        case "budget.hold": top["budget"] = "{hold: {\(name): \(value)}}"
        case "providers.vast": vast[name] = value
        case "providers.vultr": vultr[name] = value
        case "": top[name] = value
        default:
            let section = "{\(name): \(value)}"
            // Who is idle is known only where somebody is asked.
            if name == "idle_for" { group["busy"] = "{file: b}" }
            if key.parent.hasPrefix("groups[].") {
                group[String(key.parent.dropFirst("groups[].".count))] = section
            } else {
                top[String(key.parent)] = section
            }
        }
        top["providers"] = top["providers"] ?? "{vast: \(flow(vast)), vultr: \(flow(vultr))}"
        top["groups"] = top["groups"] ?? "[\(flow(group))]"
        return top.sorted { $0.key < $1.key }.map { "\($0): \($1)\n" }.joined()
    }

    @Test(arguments: ConfigurationKey.all)
    func `the example of a key is accepted and its default is what leaving it out means`(
        key: ConfigurationKey
    ) throws {
        let variables = ["QUEUE_TOKEN": "t", "GHCR_TOKEN": "t"]
        #expect(
            complaints(about: Self.file(key, key.example), environment: variables) == [])
        if case .standard(let text) = key.absent {
            let boot = try #require(ConfigurationKey.all.first { $0.path == "boot_deadline" })
            var without = Self.file(boot, "20m")
            if key.path.hasPrefix("groups[].busy.") {
                without = without.replacing("demand:", with: "busy: {file: q}, demand:")
            }
            if key.name == "idle_for" {
                without = without.replacing("demand:", with: "busy: {file: b}, demand:")
            }
            #expect(try read(Self.file(key, text)) == read(without))
        }
    }

    @Test(arguments: ConfigurationKey.all)
    func `a key is read, for nonsense under it is a mistake of its own`(key: ConfigurationKey) {
        let isCollection = key.unit.hasSuffix("keys") || key.unit.hasPrefix("list")
        let isList = key.unit.hasPrefix("URL, or a list")
        let nonsense = isCollection ? "nonsense" : isList ? "{a: b}" : "[nonsense]"
        let told = complaints(about: Self.file(key, nonsense))
        let shown = key.path.replacing("[]", with: "[0]")
        #expect(told.contains { $0.contains(": \(shown) is ") }, "\(told)")
    }
}

extension ConfigurationKey: CustomTestStringConvertible {
    public var testDescription: String { path }
}
