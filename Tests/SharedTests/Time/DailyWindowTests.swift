import Testing

@testable import Shared

/// Windows of the day: when they open and close, above all where clocks are changed.
@Suite struct DailyWindowTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var zone: String
        var days: String
        var from: Int
        var to: Int
        /// When it opens and closes between the two ends of the search.
        var expected: [(Instant, Instant)]
        var search: (Instant, Instant)
        var testDescription: String { "\(zone) \(days) \(from)-\(to) after \(search.0)" }

        init(
            _ zone: String, _ days: String, _ from: Int, _ to: Int,
            between start: Instant, and end: Instant, _ expected: [(Instant, Instant)]
        ) {
            self.zone = zone
            self.days = days
            (self.from, self.to) = (from / 100 * 60 + from % 100, to / 100 * 60 + to % 100)
            self.expected = expected
            search = (start, end)
        }
    }

    private static let spring = (utc(2026, 3, 8), utc(2026, 3, 8, 20))
    private static let autumn = (utc(2026, 11, 1), utc(2026, 11, 1, 20))
    private static let newYork = "America/New_York"
    private static let lordHowe = "Australia/Lord_Howe"

    @Test(arguments: [
        Case(
            "UTC", "mon-fri", 2200, 600, between: utc(2026, 11, 20), and: utc(2026, 11, 24, 12),
            [
                (utc(2026, 11, 20), utc(2026, 11, 20, 6)),
                // Friday's window is still open on Saturday, and Sunday has none.
                (utc(2026, 11, 20, 22), utc(2026, 11, 21, 6)),
                (utc(2026, 11, 23, 22), utc(2026, 11, 24, 6)),
            ]),
        Case(
            "UTC", "sat,sun", 0, 2400, between: utc(2026, 11, 20), and: utc(2026, 11, 24),
            [(utc(2026, 11, 21), utc(2026, 11, 23))]),
        Case(
            "UTC", "sun", 2300, 0, between: utc(2026, 11, 20), and: utc(2026, 11, 25),
            [(utc(2026, 11, 22, 23), utc(2026, 11, 23))]),
        // New York: 02:00 becomes 03:00 at 07:00 UTC.
        Case(
            newYork, "daily", 230, 600, between: spring.0, and: spring.1,
            [(utc(2026, 3, 8, 7), utc(2026, 3, 8, 10))]),
        Case(
            newYork, "daily", 100, 230, between: spring.0, and: spring.1,
            [(utc(2026, 3, 8, 6), utc(2026, 3, 8, 7))]),
        Case(newYork, "daily", 215, 245, between: spring.0, and: spring.1, []),
        Case(newYork, "daily", 200, 300, between: spring.0, and: spring.1, []),
        Case(
            newYork, "daily", 2200, 600, between: spring.0, and: spring.1,
            [(utc(2026, 3, 8, 3), utc(2026, 3, 8, 10))]),
        Case(
            newYork, "sun", 0, 2400, between: utc(2026, 3, 7), and: utc(2026, 3, 10),
            [(utc(2026, 3, 8, 5), utc(2026, 3, 9, 4))]),
        // New York: 02:00 becomes 01:00 at 06:00 UTC.
        Case(
            newYork, "daily", 115, 145, between: autumn.0, and: autumn.1,
            [(utc(2026, 11, 1, 5, 15), utc(2026, 11, 1, 5, 45))]),
        Case(
            newYork, "daily", 30, 130, between: autumn.0, and: autumn.1,
            [(utc(2026, 11, 1, 4, 30), utc(2026, 11, 1, 5, 30))]),
        Case(
            newYork, "daily", 130, 300, between: autumn.0, and: autumn.1,
            [(utc(2026, 11, 1, 5, 30), utc(2026, 11, 1, 8))]),
        Case(
            newYork, "daily", 200, 300, between: autumn.0, and: autumn.1,
            [(utc(2026, 11, 1, 7), utc(2026, 11, 1, 8))]),
        Case(
            newYork, "daily", 2200, 600, between: autumn.0, and: autumn.1,
            [(utc(2026, 11, 1, 2), utc(2026, 11, 1, 11))]),
        Case(
            newYork, "sun", 0, 2400, between: utc(2026, 10, 31), and: utc(2026, 11, 3),
            [(utc(2026, 11, 1, 4), utc(2026, 11, 2, 5))]),
        // Lord Howe: 02:00 becomes 01:30 at 15:00 UTC, and 02:30 at 15:30 UTC.
        Case(
            lordHowe, "daily", 140, 150, between: utc(2026, 4, 4, 12), and: utc(2026, 4, 4, 18),
            [(utc(2026, 4, 4, 14, 40), utc(2026, 4, 4, 14, 50))]),
        Case(
            lordHowe, "daily", 100, 145, between: utc(2026, 4, 4, 12), and: utc(2026, 4, 4, 18),
            [(utc(2026, 4, 4, 14), utc(2026, 4, 4, 14, 45))]),
        Case(
            lordHowe, "daily", 145, 215, between: utc(2026, 4, 4, 12), and: utc(2026, 4, 4, 18),
            [(utc(2026, 4, 4, 14, 45), utc(2026, 4, 4, 15, 45))]),
        Case(
            lordHowe, "daily", 215, 300, between: utc(2026, 10, 3, 12), and: utc(2026, 10, 3, 18),
            [(utc(2026, 10, 3, 15, 30), utc(2026, 10, 3, 16))]),
        // Midnight is skipped: Friday begins at 01:00.
        Case(
            "Africa/Cairo", "fri", 0, 600, between: utc(2026, 4, 23), and: utc(2026, 4, 24, 12),
            [(utc(2026, 4, 23, 22), utc(2026, 4, 24, 3))]),
        // A whole Friday is skipped: its window is the morning after the jump.
        Case(
            "Pacific/Apia", "fri", 2200, 600, between: utc(2011, 12, 29), and: utc(2012, 1, 2),
            [(utc(2011, 12, 30, 10), utc(2011, 12, 30, 16))]),
        Case(
            "Pacific/Apia", "fri", 800, 1700, between: utc(2011, 12, 29), and: utc(2012, 1, 2), []),
        // Four changes in one year: both winters and summers.
        Case(
            "Africa/Cairo", "daily", 2330, 30, between: utc(2010, 8, 10, 12),
            and: utc(2010, 8, 11, 12),
            [(utc(2010, 8, 10, 20, 30), utc(2010, 8, 10, 22, 30))]),
    ])
    func `a window opens and closes`(_ c: Case) throws {
        let zone = try c.zone == "UTC" ? .utc : ZoneFiles.rules(c.zone)
        let days = try #require(Set<Weekday>(text: c.days))
        let window = try #require(DailyWindow(days: days, start: c.from, end: c.to))
        var found: [(Instant, Instant)] = []
        var at = c.search.0
        while at < c.search.1 {
            if let end = window.end(ifOpenAt: at, in: zone) {
                #expect(end > at)
                if let last = found.last, last.1 >= at {
                    found[found.count - 1].1 = end
                } else {
                    found.append((at, end))
                }
            } else {
                #expect(found.last.map { $0.1 <= at } ?? true, "closed too early at \(at)")
            }
            at = at + .seconds(300)
        }
        #expect(found.map(\.0) == c.expected.map(\.0))
        #expect(found.map(\.1) == c.expected.map(\.1))
    }

    @Test func `a window is open from its first microsecond to before its last`() throws {
        let window = try #require(DailyWindow(days: [.sat], start: 1320, end: 360))
        let (opens, closes) = (utc(2026, 11, 21, 22), utc(2026, 11, 22, 6))
        let instant = Duration.microseconds(1)
        #expect(window.end(ifOpenAt: opens - instant, in: .utc) == nil)
        #expect(window.end(ifOpenAt: opens, in: .utc) == closes)
        #expect(window.end(ifOpenAt: closes - instant, in: .utc) == closes)
        #expect(window.end(ifOpenAt: closes, in: .utc) == nil)
    }

    @Test(arguments: [(-1, 5), (1440, 5), (5, -1), (5, 1441), (5, 5), (0, 0)])
    func `times out of the day and empty windows are refused`(start: Int, end: Int) {
        #expect(DailyWindow(days: [.mon], start: start, end: end) == nil)
    }

    @Test(arguments: [
        (1320, 360, "daily 22:00-06:00"), (0, 1440, "daily 00:00-24:00"),
        (1380, 0, "daily 23:00-24:00"), (545, 1439, "daily 09:05-23:59"),
    ])
    func `a window is written as it is read`(start: Int, end: Int, expected: String) throws {
        let days = Set(Weekday.allCases)
        let window = try #require(DailyWindow(days: days, start: start, end: end))
        #expect("\(window)" == expected)
    }

    /// Around every kind of change, windows are open from the first minute at which the clocks
    /// reach their start to the first at which they reach their end, found by looking at the
    /// clocks minute by minute.
    @Test(arguments: [
        ("America/New_York", utc(2026, 3, 8, 7)), ("America/New_York", utc(2026, 11, 1, 6)),
        ("Australia/Lord_Howe", utc(2026, 4, 4, 15)),
        ("Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),
        ("Africa/Cairo", utc(2026, 4, 23, 22)), ("Antarctica/Troll", utc(2026, 3, 29, 1)),
        ("Antarctica/Troll", utc(2026, 10, 25, 1)), ("Pacific/Apia", utc(2011, 12, 30, 10)),
        ("America/Caracas", utc(2007, 12, 9, 7)), ("Pacific/Kwajalein", utc(1993, 8, 21, 12)),
        ("Africa/Casablanca", utc(2026, 2, 15, 2)), ("America/Sao_Paulo", utc(2018, 2, 18, 2)),
        ("Europe/London", utc(2150, 10, 25, 1)),
    ])
    func `windows go by the clocks`(name: String, change: Instant) throws {
        let zone = try ZoneFiles.rules(name)
        let minutes = -4320..<2880
        let clocks = minutes.map { zone.localTime(at: change + .seconds(60 * $0)).seconds }
        func firstMinute(reaching seconds: Int64) -> Int? {
            clocks.firstIndex { $0 >= seconds }
        }
        var random = Seeded(UInt64(change.microseconds.magnitude))
        for _ in 0..<12 {
            let days = Set(Weekday.allCases.filter { _ in .random(using: &random) })
            // Half of them near the change.
            let near = zone.localTime(at: change).secondOfDay / 60
            let start =
                Bool.random(using: &random)
                ? Int.random(in: 0..<1440, using: &random)
                : (near + .random(in: -150...150, using: &random) + 1440) % 1440
            let end = (start + .random(in: 1...1439, using: &random)) % 1440
            let window = try #require(DailyWindow(days: days, start: start, end: end))
            var isOpen = [Bool](repeating: false, count: clocks.count)
            for day in clocks[0] / 86_400 - 2...clocks[clocks.count - 1] / 86_400
            where days.contains(Weekday(daysSince1970: day)) {
                let opens = day * 86_400 + Int64(start) * 60
                let from = firstMinute(reaching: opens) ?? clocks.count
                let to = firstMinute(reaching: opens + Int64(window.minutes) * 60) ?? clocks.count
                for minute in from..<max(from, to) { isOpen[minute] = true }
            }
            // What opened before the first minute is not known to this look at the clocks.
            for minute in 1600..<clocks.count {
                let at = change + .seconds(60 * (minute + minutes.lowerBound))
                let found = window.end(ifOpenAt: at, in: zone) != nil
                guard found == isOpen[minute] else {
                    Issue.record("\(window) at \(at), \(zone.text(of: at)): open \(found)")
                    break
                }
            }
        }
    }

    /// Windows that share the day between them: always exactly one is open.
    @Test func `windows that meet leave no gap and do not overlap`() throws {
        var random = Seeded(5)
        let names = try ZoneFiles.names()
        let days = Set(Weekday.allCases)
        for _ in 0..<1000 {
            let zone = try ZoneFiles.rules(try #require(names.randomElement(using: &random)))
            let edges = (0..<3).map { _ in Int.random(in: 0..<1440, using: &random) }
            guard Set(edges).count == 3 else { continue }
            let sorted = edges.sorted()
            let windows = try [(0, 1), (1, 2), (2, 0)].map { from, to in
                try #require(DailyWindow(days: days, start: sorted[from], end: sorted[to]))
            }
            let year =
                utc(1960, 1, 1) + .seconds(Int64.random(in: 0...6_000_000_000, using: &random))
            let changes = zone.changes(after: year, through: year + .seconds(40_000_000))
            var instants = [year]
            if let change = changes.randomElement(using: &random) {
                let at = Instant(microseconds: change.at * 1_000_000)
                instants += [at - .seconds(1), at, at + .seconds(1800), at + .seconds(5400)]
            }
            for instant in instants {
                let open = windows.filter { $0.end(ifOpenAt: instant, in: zone) != nil }
                #expect(open.count == 1, "\(zone.name) \(instant) \(windows)")
            }
        }
    }
}
