import CloudSim
import Foundation
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// A night of whole runs, over a simulated account, in New York.
@Suite struct NightTests {
    let scratch: ScratchFolder
    /// A Friday at 21:30 in New York.
    let clock = SimulatedClock(Instant(seconds: 1_795_228_200))
    let account: SimulatedWorld
    var fleet: SimulatedFleet

    init() throws {
        scratch = try ScratchFolder()
        account = SimulatedWorld(
            WorldSettings(seed: 1, account: .init(apiKey: SimulatedFleet.key)), start: clock.now)
        fleet = SimulatedFleet(
            folder: "\(scratch.path)/state", clock: clock, random: SeededRandom(seed: 1))
        let file = URL(filePath: "/usr/share/zoneinfo/America/New_York")
        let zone = try TimeZoneRules(
            name: "America/New_York", file: Array(try Data(contentsOf: file)))
        let days = try #require(Set<Weekday>(text: "mon-fri"))
        let night = try #require(DailyWindow(days: days, start: 1320, end: 360))
        fleet.size = 0...1
        fleet.schedule = Schedule(zone: zone, windows: [BoundsWindow(night, max: 3)])
    }

    var network: WorldExchange { WorldExchange(account, now: { [clock] in clock.now }) }

    @Test func `the night's window raises the ceiling, and the day lowers it again`() async throws {
        var sizes: [String: Int] = [:]
        var told: [String: String] = [:]
        var last = ""
        for _ in 0..<40 {
            let report = try await fleet.run(on: network, wish: 9)
            let shown = fleet.schedule.zone.text(of: clock.now)
            sizes[shown] = try fleet.journal().openRentals().count { $0.state != .ending }
            told[shown] = report.lines.filter { $0.contains("window") }.joined()
            last = shown
            clock.advance(.seconds(900))
        }
        #expect(last == "Sat 2026-11-21 07:15 EST")
        // Up to three from 22:00 on, in steps of two; down again from 06:00 on.
        let expected = [
            "Fri 2026-11-20 21:30 EST": 1, "Fri 2026-11-20 21:45 EST": 1,
            "Fri 2026-11-20 22:00 EST": 3, "Sat 2026-11-21 00:00 EST": 3,
            "Sat 2026-11-21 05:45 EST": 3, "Sat 2026-11-21 06:00 EST": 1,
            "Sat 2026-11-21 07:15 EST": 1,
        ]
        for (time, size) in expected { #expect(sizes[time] == size, "\(time)") }
        let reason =
            "  play: bounds: window mon-fri 22:00-06:00 sets max 3 until "
            + "Sat 2026-11-21 06:00 EST (America/New_York)"
        for (time, words) in told {
            let isNight = expected[time] == 3 || sizes[time] == 3
            #expect(words == (isNight ? reason : ""), "\(time)")
        }
    }

    @Test func `the report says what holds and which window says so`() async throws {
        clock.advance(.seconds(3600))
        var options = CheckOptions()
        options.dryRun = true
        let report = try await fleet.run(on: network, wish: 9, options).json
        guard case .array(let groups) = report["groups"] else {
            Issue.record("no groups")
            return
        }
        let group = groups.first
        #expect(group?["max"] == .integer(3) && group?["min"] == .integer(0))
        #expect(
            group?["windows"] == [
                [
                    "window": "mon-fri 22:00-06:00", "min": .null, "max": 3,
                    "until": "2026-11-21T11:00:00Z",
                ]
            ])
    }
}
