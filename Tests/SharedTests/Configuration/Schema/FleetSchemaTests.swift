import FoundationEssentials
import Testing

@testable import Shared

@Suite struct FleetSchemaTests {
    @Test func `the schema is the table of the code`() throws {
        let file = packageFolder.appending(path: "config/fleet.schema.json")
        let made = try FleetSchema().document()
        let kept = try? String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1", kept != made {
            try made.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(kept == made, "make schema writes it anew")
    }

    @Test func `editors find the schema by the first line of the example`() throws {
        let example = String(decoding: try packageFile("config/fleet.yaml"), as: UTF8.self)
        let first = try #require(example.split(separator: "\n").first)
        #expect(first == "# yaml-language-server: $schema=fleet.schema.json")
    }

    @Test func `the example and every example of a key are accepted, and every default`() throws {
        var texts = [try packageFile("config/fleet.yaml")]
        for key in ConfigurationKey.all {
            texts.append(Array(ConfigurationDocumentTests.file(key, key.example).utf8))
            guard case .standard(let text) = key.absent else { continue }
            texts.append(Array(ConfigurationDocumentTests.file(key, text).utf8))
        }
        let refusals = try SchemaJudge.refusals(of: texts)
        for (text, refusal) in zip(texts, refusals) {
            #expect(refusal == nil, "\(String(decoding: text, as: UTF8.self))")
        }
    }

    /// Values of every kind, tried under every key.
    static let probes = [
        "0", "1", "-1", "2.5", "0.5", "64", "65", "1000", "1001", "65535", "65536", "1000001", "15",
        "15m", "999ms", "1000ms", "1s", "59s", "60s", "0s", "1h30m", "30m1h", "1.5h", "15 min",
        "8GB", "7GB", "64TB", "65TB", "64001GB", "60", "60GiB", "0.50", "$0.50", "0.0000001", "1.0",
        "on", "Off", "true", "'no'", "y", "mon-fri", "sat, sun", "daily", "weekends", "22:00-06:00",
        "22:00-22:00", "9:30-09:30",
        "24:00-06:00", "22:00", "10pm-6am", "Self Play", "a-", "a", "abc", "'~'", "~", "''", "' '",
        "[]", "{}", "[a]", "{a: b}", "[ewr, Sao]", "[{}]", "[~]", "~other/x", "~/x", "\"~/x\"",
        "https://a.b", "http://a.b", "http://127.0.0.1:80", "http://127.0.0.1:0",
        "http://127.0.0.1:65536", "http://localhost/v2",
        "'https://a/b?c'",
        "https://u:p@a", "ftp://a", "[http://a, http://b/c]", "\"http://a/${B}\"", "SELECT 1",
        "DELETE FROM a", "{ Authorization: x }", "{ 'a b': x }", "{ a: [b] }", "UTC", "Mars/Base",
        "/root/data", "/root/data/", "/", "/a/../b", "\"data/{instance}/\"", "\"/{instance}\"",
        "\"{host}\"", "keep", "Destroy", "nas:/a", "a@b",
        "image with space", "a/b:c", "a/b:c:d", "A/b", "\"${B}\"", "$B/c", "ghcr.io/a",
        "NVIDIA A100", "2x A100", "\"a\\nb\"", "0%", "10%", "50%", "51%", "010%",
        "12.5%", "10 %", "0.1%", "-5%",
        "sum(a.*.b)", "a..b", ".a", "sum(a", "avg(a.*)", "\"*\"", "$.a", "a[0].b",
        "0123456789abcdef0123456789abcdef",
    ]

    /// Values that the reader refuses for reasons that no schema knows, or that YAML hides from it.
    static func isBeyond(_ key: ConfigurationKey, _ value: String, _ told: [String]) -> Bool {
        switch key.unit {
        case "name": value == "1.0"  // the same as 1 in JSON
        case "dollars, 0 or more": value == "0.0000001"
        case "path with `{instance}`":
            told[0].contains("the folder of the state") || told[0].contains("this file")
        case "0 to 1": value == "0.0000001"  // more digits than we take
        case _ where key.unit.contains("1 to ") && !key.unit.hasPrefix("URL"): value == "1.0"
        case "machines, 0 to 1000":
            value == "1.0" || told[0].contains(", above ") || told[0].contains(", below ")
        case "IANA name": true  // whether there is such a zone
        case "query of Vast's client": true  // a grammar of its own
        case "names with values": told[0].contains("environment variable")
        case _ where key.unit.hasPrefix("URL"): value.contains("${")
        default: false
        }
    }

    @Test func `under every key it takes and refuses what the reader does`() throws {
        let cases = ConfigurationKey.all.flatMap { key in Self.probes.map { (key, $0) } }
        let texts = cases.map { ConfigurationDocumentTests.file($0.0, $0.1) }
        let refusals = try SchemaJudge.refusals(of: texts.map { Array($0.utf8) })
        var agreed = 0
        for (index, (key, value)) in cases.enumerated() {
            let told = complaints(about: texts[index], environment: ["B": "b", "GHCR_TOKEN": "t"])
            if let refusal = refusals[index] {
                #expect(!told.isEmpty, "\(key.path): \(value): only the schema says \(refusal)")
            } else if !told.isEmpty, !Self.isBeyond(key, value, told) {
                Issue.record("\(key.path): \(value): the schema takes it, and we say \(told)")
            }
            agreed += told.isEmpty == (refusals[index] == nil) ? 1 : 0
        }
        #expect(agreed * 100 > cases.count * 90)
    }
}
