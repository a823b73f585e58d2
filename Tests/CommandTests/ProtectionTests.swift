import Foundation
import Shared
import Testing

/// A configuration that breaks while machines run: what goes on, what does not, and what is said.
@Suite struct ProtectionTests {
    let cloud: Cloud
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        fleet = try TestFleet(cloud)
        try fleet.queue(2)
        #expect(try fleet.check().status == 0)
        cloud.pass(.seconds(10))
    }

    private static let words =
        "nothing is rented, and nothing is let go for want of work; endings, the budget and "
        + "destroys go on"

    private func breakFile() throws {
        try fleet.folder.write(fleet.configuration.text + "oops: 1\n", to: "fleet.yaml")
    }

    @Test(arguments: [0, 4])
    func `neither less work nor more moves the fleet, and the plan says just that`(
        _ jobs: Int
    ) throws {
        try breakFile()
        try fleet.queue(jobs)
        let told = try fleet.check()
        #expect(told.status == 78)
        #expect(told.errors.contains("under the last good configuration: \(Self.words)"))
        #expect(told.output.contains("held: the configuration is broken: \(Self.words)"))
        #expect(!told.output.contains("to go first"))

        let report = try fleet.report()
        #expect(report["status"] == 78)
        #expect(
            report["alerts"]?.elements?.contains {
                $0.string?.contains("fleet.yaml:") == true && $0.string?.contains("oops") == true
            } == true)
        #expect(report["held"] == [.string("the configuration is broken: \(Self.words)")])
        let group = report["groups"]?.elements?.first
        #expect(group?["wish"] == .integer(Int64(jobs)))
        #expect(group?["capacity"] == 2 && group?["target"] == 2)
        #expect(group?["rent"] == 0 && group?["retire"] == [])
        #expect(try cloud.bill().existing.count == 2)
        let row = try Connection(file: fleet.stateFile, mode: .read).rows(
            "SELECT status FROM run ORDER BY number DESC LIMIT 1"
        ).first
        #expect(row?.integer("status") == 78)
    }

    @Test func `when it is mended the fleet goes on`() throws {
        try breakFile()
        try fleet.queue(0)
        #expect(try fleet.check().status == 78)
        try fleet.folder.write(fleet.configuration.text, to: "fleet.yaml")
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.isEmpty)
    }
}
