import Testing

@testable import Shared

/// The bounds of a group's size by the time of day.
@Suite struct ScheduleTests {
    private func window(
        _ days: String, _ start: Int, _ end: Int, min: Int? = nil, max: Int? = nil
    ) throws -> BoundsWindow {
        let days = try #require(Set<Weekday>(text: days))
        let window = try #require(DailyWindow(days: days, start: start * 60, end: end * 60))
        return BoundsWindow(window, min: min, max: max)
    }

    private func policy(
        _ windows: [BoundsWindow], size: ClosedRange<Int> = 2...10, zone: TimeZoneRules = .utc
    ) -> GroupPolicy {
        GroupPolicy(
            name: "g", size: size, schedule: Schedule(zone: zone, windows: windows),
            demand: DemandSource(origin: .command("true")), gpus: [GPUPreference(name: "A")])
    }

    @Test func `without windows the group's own bounds hold`() {
        #expect(policy([]).bounds(at: utc(2026, 11, 21)) == BoundsInForce(size: 2...10, parts: []))
    }

    @Test(arguments: [
        (utc(2026, 11, 20, 21, 59), 2...10, []),
        (utc(2026, 11, 20, 22), 2...20, ["daily 22:00-06:00"]),
        (utc(2026, 11, 21, 5, 59), 0...20, ["daily 22:00-06:00", "sat,sun 00:00-24:00"]),
        (utc(2026, 11, 21, 6), 0...10, ["sat,sun 00:00-24:00"]),
        (utc(2026, 11, 21, 12), 0...4, ["sat,sun 00:00-24:00", "sat 12:00-13:00"]),
        (utc(2026, 11, 21, 13), 0...10, ["sat,sun 00:00-24:00"]),
        (utc(2026, 11, 22, 23, 59), 0...20, ["daily 22:00-06:00", "sat,sun 00:00-24:00"]),
        (utc(2026, 11, 23), 2...20, ["daily 22:00-06:00"]),
    ])
    func `a window replaces what it gives, and the later one wins`(
        at: Instant, size: ClosedRange<Int>, windows: [String]
    ) throws {
        let policy = policy([
            try window("daily", 22, 6, max: 20), try window("sat,sun", 0, 24, min: 0),
            try window("sat", 12, 13, max: 4),
        ])
        let bounds = policy.bounds(at: at)
        #expect(bounds.size == size)
        #expect(bounds.parts.map(\.window.description) == windows)
    }

    @Test func `a window that a later one replaces wholly has no say`() throws {
        let policy = policy([
            try window("daily", 0, 24, min: 3, max: 5), try window("daily", 8, 17, min: 4),
            try window("daily", 9, 12, max: 6),
        ])
        let parts = policy.bounds(at: utc(2026, 11, 21, 10)).parts
        #expect(parts.map(\.min) == [4, nil] && parts.map(\.max) == [nil, 6])
        #expect(parts.map(\.until) == [utc(2026, 11, 21, 17), utc(2026, 11, 21, 12)])
    }

    @Test func `people read which window it is, what it sets, and until when by their clocks`()
        throws
    {
        let zone = try ZoneFiles.rules("America/New_York")
        let windows = [try window("mon-fri", 22, 6, min: 3, max: 20)]
        let night = policy(windows, zone: zone).bounds(at: utc(2026, 11, 21, 4)).parts
        #expect(
            night.map { $0.text(in: zone) } == [
                "mon-fri 22:00-06:00 sets min 3 and max 20 until Sat 2026-11-21 06:00 EST "
                    + "(America/New_York)"
            ])
        let plain = policy(windows).bounds(at: utc(2026, 11, 21, 4)).parts
        #expect(
            plain.map { $0.text(in: .utc) } == [
                "mon-fri 22:00-06:00 sets min 3 and max 20 until Sat 2026-11-21 06:00 UTC"
            ])
    }

    @Test func `windows that never meet do not contradict each other`() throws {
        let schedule = policy([
            try window("mon-fri", 9, 17, min: 8), try window("mon-fri", 17, 9, max: 4),
            try window("sat,sun", 0, 24, max: 3),
        ]).schedule
        // Friday's evening reaches into Saturday, and both are ceilings.
        #expect(schedule.contradictions(min: 0, max: 10) == [])
        #expect(schedule.contradictions(min: 4, max: 10).map(\.maxFrom) == [2])
        #expect(schedule.contradictions(min: 0, max: 7).map(\.minFrom) == [0])
    }

    @Test func `a window over the end of the week is found too`() throws {
        let schedule = policy([
            try window("sun", 22, 6, max: 3), try window("mon", 0, 5, min: 4),
        ]).schedule
        let found = schedule.contradictions(min: 0, max: 10)
        #expect(
            found == [ScheduleContradiction(minFrom: 1, maxFrom: 0, min: 4, max: 3)])
    }

    /// Random plans of a week, in real zones: a contradiction is found exactly when some instant
    /// has one.
    @Test func `contradictions are those that some hour has`() throws {
        var random = Seeded(3)
        let zones = try ["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
            .map { $0 == "UTC" ? .utc : try ZoneFiles.rules($0) }
        var contradictory = 0
        for number in 0..<120 {
            let windows = try (0..<3).map { _ in
                let start = Int.random(in: 0..<24, using: &random)
                let end = (start + .random(in: 1..<24, using: &random)) % 24
                let days = Weekday.allCases.filter { _ in .random(using: &random) }.map(\.text)
                return try window(
                    days.isEmpty ? "wed" : days.joined(separator: ","), start, end,
                    min: Bool.random(using: &random) ? .random(in: 0...8, using: &random) : nil,
                    max: Bool.random(using: &random) ? .random(in: 2...9, using: &random) : nil)
            }
            let group = policy(windows, size: 1...7, zone: zones[number % zones.count])
            let found = group.schedule.contradictions(min: 1, max: 7)
            // A week without a change: every half hour, shifted to the zone's own hours.
            let isContradictory = (0..<7 * 96).contains { quarter in
                let at = utc(2026, 7, 6) + .seconds(900 * quarter)
                let parts = group.bounds(at: at).parts
                let least = parts.compactMap(\.min).last ?? 1
                return least > parts.compactMap(\.max).last ?? 7
            }
            #expect(found.isEmpty == !isContradictory, "\(windows)")
            if isContradictory { contradictory += 1 }
        }
        #expect((20...100).contains(contradictory))  // else one of the two is not tested
    }
}
