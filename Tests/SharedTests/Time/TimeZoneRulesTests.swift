import Testing

@testable import Shared

/// What clocks show and when they show it.
@Suite struct TimeZoneRulesTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var zone: String
        var time: LocalTime
        var instants: [Instant]
        var reached: Instant
        var testDescription: String { "\(zone) \(time)" }
    }

    @Test(arguments: [
        Case(
            zone: "America/New_York", time: local(2026, 3, 8, 1, 59),
            instants: [utc(2026, 3, 8, 6, 59)], reached: utc(2026, 3, 8, 6, 59)),
        Case(
            zone: "America/New_York", time: local(2026, 3, 8, 2, 30), instants: [],
            reached: utc(2026, 3, 8, 7)),
        Case(
            zone: "America/New_York", time: local(2026, 3, 8, 3),
            instants: [utc(2026, 3, 8, 7)], reached: utc(2026, 3, 8, 7)),
        Case(
            zone: "America/New_York", time: local(2026, 11, 1, 1, 30),
            instants: [utc(2026, 11, 1, 5, 30), utc(2026, 11, 1, 6, 30)],
            reached: utc(2026, 11, 1, 5, 30)),
        Case(
            zone: "America/New_York", time: local(2026, 11, 1, 2),
            instants: [utc(2026, 11, 1, 7)], reached: utc(2026, 11, 1, 7)),
        // Half an hour of daylight saving.
        Case(
            zone: "Australia/Lord_Howe", time: local(2026, 4, 5, 1, 45),
            instants: [utc(2026, 4, 4, 14, 45), utc(2026, 4, 4, 15, 15)],
            reached: utc(2026, 4, 4, 14, 45)),
        Case(
            zone: "Australia/Lord_Howe", time: local(2026, 4, 5, 1, 15),
            instants: [utc(2026, 4, 4, 14, 15)], reached: utc(2026, 4, 4, 14, 15)),
        Case(
            zone: "Australia/Lord_Howe", time: local(2026, 10, 4, 2, 15), instants: [],
            reached: utc(2026, 10, 3, 15, 30)),
        // Two hours of it.
        Case(
            zone: "Antarctica/Troll", time: local(2026, 3, 29, 2, 59), instants: [],
            reached: utc(2026, 3, 29, 1)),
        // A day that never was.
        Case(
            zone: "Pacific/Apia", time: local(2011, 12, 30, 12), instants: [],
            reached: utc(2011, 12, 30, 10)),
        // Winter time as an exception, over the month of fasting.
        Case(
            zone: "Africa/Casablanca", time: local(2026, 2, 15, 2, 30),
            instants: [utc(2026, 2, 15, 1, 30), utc(2026, 2, 15, 2, 30)],
            reached: utc(2026, 2, 15, 1, 30)),
        // Midnight is skipped.
        Case(
            zone: "Africa/Cairo", time: local(2026, 4, 24, 0, 15), instants: [],
            reached: utc(2026, 4, 23, 22)),
        Case(
            zone: "Europe/Dublin", time: local(2150, 7, 1, 12),
            instants: [utc(2150, 7, 1, 11)], reached: utc(2150, 7, 1, 11)),
    ])
    func `a time by the clock is shown never, once or twice`(_ c: Case) throws {
        let zone = try ZoneFiles.rules(c.zone)
        #expect(zone.instants(showing: c.time) == c.instants)
        #expect(zone.firstInstant(reaching: c.time) == c.reached)
    }

    @Test(arguments: [
        (utc(2026, 11, 1, 5, 59), local(2026, 11, 1, 1, 59)),
        (utc(2026, 11, 1, 7), local(2026, 11, 1, 2)),
        (utc(2026, 3, 8, 7), local(2026, 3, 8, 3)),
    ])
    func `the latest time shown is that of the clocks`(instant: Instant, expected: LocalTime) throws
    {
        let zone = try ZoneFiles.rules("America/New_York")
        #expect(zone.latestTimeShown(until: instant) == expected)
    }

    @Test func `the latest time shown stands still while an hour is repeated`() throws {
        let zone = try ZoneFiles.rules("America/New_York")
        let last = LocalTime(seconds: local(2026, 11, 1, 2).seconds - 1)
        for minute in [0, 1, 30, 59] {
            #expect(zone.latestTimeShown(until: utc(2026, 11, 1, 6, minute)) == last)
        }
    }

    @Test func `UTC needs no file and never changes`() {
        let zone = TimeZoneRules.utc
        #expect(zone.text(of: utc(2026, 11, 22, 6)) == "Sun 2026-11-22 06:00 UTC")
        #expect(zone.instants(showing: local(2026, 7, 1, 5)) == [utc(2026, 7, 1, 5)])
        #expect(zone.changes(after: utc(1900, 1, 1), through: utc(2200, 1, 1)) == [])
    }

    /// Every instant of any zone: the clocks' time leads back to it.
    @Test func `what the clocks show leads back to the instant`() throws {
        var random = Seeded(11)
        let names = try ZoneFiles.names()
        for _ in 0..<2000 {
            let name = try #require(names.randomElement(using: &random))
            let zone = try ZoneFiles.rules(name)
            let instant =
                utc(2026, 1, 1)
                + .seconds(Int64.random(in: -3_000_000_000...9_000_000_000, using: &random))
            let shown = zone.localTime(at: instant)
            let instants = zone.instants(showing: shown)
            #expect(instants.contains(instant) && instants.count <= 2, "\(name) \(instant)")
            #expect(zone.firstInstant(reaching: shown) <= instant, "\(name) \(instant)")
        }
    }

    /// Forms that the system's own tools get wrong around New Year, or take from another file.
    @Test(arguments: [
        // Without dates those of the United States.
        ("EST5EDT", [utc(2026, 3, 8, 7), utc(2026, 11, 1, 5, 59)], "EDT"),
        ("EST5EDT", [utc(2026, 3, 8, 6, 59), utc(2026, 11, 1, 6)], "EST"),
        // All year: it ends at the moment when it begins.
        (
            "XXX3EDT4,0/0,J365/23", [utc(2026, 1, 1, 2, 59), utc(2026, 1, 1, 3), utc(2026, 7, 1)],
            "EDT"
        ),
        // It ends after the next one has begun.
        ("EST5EDT,J1/0,J365/30", [utc(2026, 1, 1, 5), utc(2026, 1, 1, 9, 59)], "EDT"),
        // Two hours of winter on New Year's Eve.
        ("EST5EDT,J1/0,J365/23", [utc(2026, 1, 1, 3), utc(2027, 1, 1, 4, 59)], "EST"),
        ("EST5EDT,J1/0,J365/23", [utc(2026, 1, 1, 2, 59), utc(2026, 1, 1, 5)], "EDT"),
        // Only a leap year's last day has the number 365.
        ("EST5EDT,0/0,365/0", [utc(2028, 12, 31, 4), utc(2029, 1, 1, 4, 59)], "EST"),
        ("EST5EDT,0/0,365/0", [utc(2027, 12, 31, 12), utc(2028, 12, 31, 3, 59)], "EDT"),
    ])
    func `daylight time may last all year, or nearly`(
        line: String, instants: [Instant], name: String
    ) throws {
        let rule = try #require(RecurringOffset(posix: line))
        let zone = TimeZoneRules(name: line, first: rule.standard, rule: rule)
        for instant in instants {
            #expect(zone.offset(at: instant).abbreviation == name, "\(instant)")
        }
    }

    @Test(arguments: [
        "", "A", "AB5", "EST", "EST5EDT,", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,",
        "EST5EDT,M13.2.0,M1.1.0",
        "EST5EDT,M0.2.0,M1.1.0", "EST5EDT,M3.6.0,M1.1.0", "EST5EDT,M3.0.0,M1.1.0",
        "EST5EDT,M3.2.7,M1.1.0", "EST5EDT,J0,J1", "EST5EDT,J1,J366", "EST5EDT,0,366",
        "EST25", "EST5:60", "EST5:00:60", "EST5EDT,M3.2.0/168,M1.1.0", "EST5EDT,M3.2.0/-168,M1.1.0",
        "<EST5", "<E>5", "<EST >5", "EST5 ", " EST5", "EST5EDT,M3.2.0,M11.1.0,", "EST0005",
        ":America/New_York", "E\u{301}ST5", "EST5EDT,M3.2.0,M11.1.0x",
    ])
    func `what is no rule is refused`(text: String) {
        #expect(RecurringOffset(posix: text) == nil)
    }
}
