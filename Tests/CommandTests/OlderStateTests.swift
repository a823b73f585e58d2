import Foundation
import Shared
import Testing

/// A state of an older version of the tools: brought forward by the first run, and only by one that
/// may write (promise D4).
@Suite struct OlderStateTests {
    let cloud: Cloud
    let fleet: TestFleet

    /// Two machines run, under a state of the first schema.
    init() throws {
        cloud = try Cloud()
        fleet = try TestFleet(cloud)
        try fleet.queue(2)
        #expect(try fleet.check().status == 0)
        let connection = try Connection(file: fleet.stateFile, mode: .write)
        for column in [
            "draining_at", "stop_asked_at", "stop_accepted_at", "held_low", "held_high",
        ] { try connection.run("ALTER TABLE rental DROP COLUMN \(column)") }
        try connection.run("PRAGMA user_version=1")
    }

    @Test func `a dry run leaves it as it is and says so, a run brings it forward and goes on`()
        throws
    {
        let dry = try fleet.check("--dry-run")
        #expect(dry.status == 74 && dry.errors.contains("run once without --dry-run"))
        #expect(try fleet.check().status == 0)
        #expect(try fleet.check("--dry-run").status == 0)
        #expect(try fleet.journal().openRentals().count == 2)
        #expect(try cloud.bill().machines.count == 2)
    }

    @Test func `75 while another process works on a machine, and nothing is touched`() throws {
        let locks = try RentalLocks(in: StateFolder(path: fleet.statePath))
        #expect(locks.acquire(1))
        let finished = try fleet.check()
        #expect(finished.status == 75, "\(finished.errors)")
        #expect(try fleet.check("--dry-run").status == 74)
        locks.release(1)
        #expect(try fleet.check().status == 0)
    }

    @Test
    func `under a broken configuration it is brought forward, too, and what protects goes on`()
        throws
    {
        try fleet.folder.write("fleet: [", to: "fleet.yaml")
        let finished = try fleet.check()
        #expect(finished.status == 78)
        #expect(finished.errors.contains("going on under the last good configuration"))
        #expect(finished.output.contains("fleet test"))
        #expect(try fleet.journal().openRentals().count == 2)
    }
}
