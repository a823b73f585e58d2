import Foundation
import Testing

/// `docs/autoscaler-json.md` beside what `autoscaler --check --json` really prints.
@Suite struct ReportPaperTests {
    @Test func `the paper has every key of the report and no other`() throws {
        let paper = try #require(Repository.file("docs/autoscaler-json.md"))
        let rows = paper.lines.filter { $0.hasPrefix("| `") }
        let documented = rows.compactMap { $0.split(separator: "`").dropFirst().first }
        #expect(Set(documented).count == documented.count)

        let printed = try Set(reports().flatMap { keys(of: $0, at: "") })
        let missing = printed.subtracting(documented.map(String.init)).sorted()
        let invented = Set(documented.map(String.init)).subtracting(printed).sorted()
        #expect(missing == [], "the paper lacks these")
        #expect(invented == [], "the paper has these, and no report has")
    }

    /// Reports that show every kind of thing at least once: a machine rented, one that ends for
    /// its price, one of another fleet, one that only a copy of the state knows, one that is held.
    private func reports() throws -> [Any] {
        let fleet = try RehearsedFleet()
        try fleet.write("0", to: "queue")
        let empty = try fleet.report(fleet: "house", state: "a")
        try fleet.copy("a", to: "b")
        try fleet.write("1", to: "queue")
        #expect(try fleet.cloudsim("fault", "add", "price-raised", "--percent", "100").status == 0)
        let renting = try fleet.report(fleet: "house", state: "a")
        let ending = try fleet.report(fleet: "house", state: "a")
        let other = try fleet.report(fleet: "other", state: "c")
        let orphaned = try fleet.report(fleet: "house", state: "b", "--dry-run")
        try fleet.hold("house", state: "a")
        let held = try fleet.report(fleet: "house", state: "a", "--dry-run")
        return [empty, renting, ending, other, orphaned, held]
    }

    @Test func `keys are paths, with brackets for each element of a list`() {
        let value: Any = ["a": [["b": 1], ["c": ["d": NSNull()]]], "e": ["x", "y"]]
        #expect(keys(of: value, at: "").sorted() == ["a", "a[].b", "a[].c", "a[].c.d", "e"])
    }

    private func keys(of value: Any, at path: String) -> [String] {
        switch value {
        case let object as [String: Any]:
            object.flatMap { key, member in
                let own = path.isEmpty ? key : "\(path).\(key)"
                return [own] + keys(of: member, at: own)
            }
        case let list as [Any]: list.flatMap { keys(of: $0, at: path + "[]") }
        default: []
        }
    }
}
