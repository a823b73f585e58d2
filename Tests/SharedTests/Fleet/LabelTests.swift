import Shared
import Testing

@Suite struct LabelTests {
    @Test(arguments: ["a", "a-b", "selfplay", "0", "a0-1-b", String(repeating: "x", count: 32)])
    func `a plain short name can be a fleet's`(_ text: String) {
        #expect(FleetName(text)?.text == text)
    }

    @Test(arguments: [
        "", "-a", "a-", "-", "A", "a b", "a_b", "a.b", "ä", "a\n", "a/b",
        String(repeating: "x", count: 33),
    ])
    func `any other name is refused`(_ text: String) {
        #expect(FleetName(text) == nil)
    }

    @Test func `a label names its fleet, its installation and its rental, and reads back`() throws {
        let id = try Sample.id(7)
        let label = id.label(in: try Sample.fleet("selfplay"))
        #expect(label == "fk-selfplay-inst0001-00000007")
        #expect(RentalID(label: label, fleet: try Sample.fleet("selfplay")) == id)
    }

    @Test(arguments: [("a", "a-b"), ("a", "a-inst0001"), ("a", "aa"), ("a-b", "a-b-c"), ("a", "b")])
    func `a fleet does not take another's label for its own`(
        _ mine: String, _ theirs: String
    ) throws {
        let id = try Sample.id(7)
        #expect(
            RentalID(label: id.label(in: try Sample.fleet(theirs)), fleet: try Sample.fleet(mine))
                == nil)
        #expect(
            RentalID(label: id.label(in: try Sample.fleet(mine)), fleet: try Sample.fleet(theirs))
                == nil)
    }

    @Test(arguments: [
        "", "fk-a-", "fk-a-inst0001", "fk-a-inst0001-", "fk-a-inst0001-0000007",
        "fk-a-inst0001-000000007", "fk-a-inst0001-0000000A", "fk-a-inst0001-00000007 ",
        "FK-a-inst0001-00000007", " fk-a-inst0001-00000007", "fk-a-inst0001_00000007",
        "fk-a-inst0001-00000007-x", "fk-b-inst0001-00000007",
    ])
    func `an edited label names no rental`(_ label: String) throws {
        #expect(RentalID(label: label, fleet: try Sample.fleet()) == nil)
    }

    @Test func `the longest label has 53 characters`() throws {
        let fleet = try Sample.fleet(String(repeating: "x", count: 32))
        #expect(try Sample.id(1).label(in: fleet).utf8.count == 53)
    }

    @Test func `random parts are valid, and differ`() throws {
        var random = Seeded(6)
        var seen: Set<RentalID> = []
        for _ in 0..<2000 {
            let id = try #require(RentalID.random(installation: "inst0001", using: &random))
            #expect(RentalID(id.description) == id)
            seen.insert(id)
        }
        #expect(seen.count == 2000)
    }
}
