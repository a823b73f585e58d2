import FoundationEssentials
import Testing

@testable import Shared

/// A hundred files with mistakes, and every line that is said about each.
@Suite struct BrokenFleetTests {
    @Test(arguments: BrokenFleet.all)
    func `its mistakes are told, each at its place`(fleet: BrokenFleet) {
        #expect(fleet.complaints == fleet.told)
        #expect(!fleet.told.isEmpty)
    }

    @Test func `there are more than a hundred, in every book`() throws {
        #expect(BrokenFleet.all.count > 100)
        for book in BrokenFleet.books {
            #expect(BrokenFleet.all.contains { $0.book == book }, "\(book)")
        }
        let kept = try FileManager.default.contentsOfDirectory(atPath: BrokenFleet.folder.path)
        #expect(Set(kept) == Set(BrokenFleet.books.map { "\($0).txt" } + ["README.md"]))
    }

    @Test func `what is said is written down, if that is asked for`() throws {
        guard ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" else { return }
        for book in BrokenFleet.books {
            let fleets = BrokenFleet.all.filter { $0.book == book }
            try fleets.map(\.recorded).joined().write(
                to: BrokenFleet.folder.appending(path: "\(book).txt"), atomically: true,
                encoding: .utf8)
        }
    }

    @Test func `no message shows what looks like a key`() {
        for fleet in BrokenFleet.all {
            #expect(!fleet.complaints.contains { $0.contains("deadbeef") }, "\(fleet.name)")
        }
    }

    @Test func `the schema for editors refuses all but what no schema can know`() throws {
        let refusals = try SchemaJudge.refusals(of: BrokenFleet.all.map(\.text))
        for (fleet, refusal) in zip(BrokenFleet.all, refusals) {
            #expect((refusal == nil) == fleet.isBeyondSchema, "\(fleet.book): \(fleet.name)")
        }
    }
}
