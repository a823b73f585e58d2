import Shared
import Testing

/// Windows of the day in whole programs, with the zones of this system.
@Suite struct WindowTests {
    let cloud: Cloud
    let fleet: TestFleet

    init() throws {
        cloud = try Cloud()
        fleet = try TestFleet(cloud)
        fleet.configuration.top = "timezone: Asia/Tokyo"
        try fleet.queue(100)
    }

    @Test func `an open window's ceiling holds, and the run says which and until when`() throws {
        fleet.configuration.group = "    schedule: [{ at: \"00:00-24:00\", max: 1 }]"
        for _ in 1...2 {
            let finished = try fleet.check()
            #expect(finished.status == 0, "\(finished.errors)")
            #expect(finished.output.contains("window daily 00:00-24:00 sets max 1 until "))
            #expect(finished.output.contains(" 00:00 JST (Asia/Tokyo)"))
        }
        #expect(try cloud.bill().existing.count == 1)
    }

    @Test func `a rehearsal shows what another ceiling would do, and a run does it`() throws {
        for _ in 1...2 { #expect(try fleet.check().status == 0) }
        #expect(try cloud.bill().existing.count == 4)
        fleet.configuration.group = "    schedule: [{ at: \"00:00-24:00\", max: 2 }]"
        let shown = try fleet.check("--dry-run").output
        #expect(shown.contains("bounds: max 2 makes 100 into 2") && shown.contains("retire 2"))
        #expect(try cloud.bill().existing.count == 4)
        #expect(try fleet.check().status == 0)
        #expect(try cloud.bill().existing.count == 2)
    }

    @Test func `a system without time zones says what to install, and nothing happens`() throws {
        fleet.environment["TZDIR"] = fleet.folder.path("empty")
        let finished = try fleet.check()
        #expect(finished.status == 78)
        #expect(finished.errors.contains("Debian's package is tzdata"))
        #expect(try cloud.bill().machines.isEmpty)
    }

    @Test func `when the time zones are lost a run still does what protects`() throws {
        #expect(try fleet.check().status == 0)
        fleet.environment["TZDIR"] = fleet.folder.path("empty")
        let finished = try fleet.check()
        #expect(finished.status == 78)
        #expect(finished.errors.contains("going on under the last good configuration"))
        #expect(finished.output.contains("the configuration is broken: nothing is rented"))
        #expect(try cloud.bill().existing.count == 2)
    }
}
