/// A stretch of the clock that opens on some days of the week: `mon-fri 22:00-06:00`.
///
/// It opens at the first instant at which the clocks have reached its start, and closes at the
/// first at which they have reached its end. So where the clocks skip the start it opens at the
/// jump; where they repeat an hour it opens once, and does not open again the second time; and
/// windows of which one ends when the other starts never leave a gap.
package struct DailyWindow: Hashable, Sendable {
    /// The days on which it opens.
    package let days: Set<Weekday>
    /// Minutes after midnight, from 0 to 1439.
    package let start: Int
    /// From 1 to 1440 minutes by the clock; past midnight it goes on into the next day.
    package let minutes: Int

    /// A window from its times of day, in minutes after midnight.
    ///
    /// Answers `nil` for a start out of 0 to 1439, an end out of 0 to 1440, and an end that is the
    /// start; an end before the start means the next day.
    package init?(days: Set<Weekday>, start: Int, end: Int) {
        guard (0..<1440).contains(start), (0...1440).contains(end), start != end else {
            return nil
        }
        self.days = days
        self.start = start
        minutes = end > start ? end - start : end - start + 1440
    }

    /// When it closes, if it is open at an instant; else `nil`.
    package func end(ifOpenAt instant: Instant, in zone: TimeZoneRules) -> Instant? {
        let reached = zone.latestTimeShown(until: instant)
        let today = reached.day
        for day in [today - 1, today] where days.contains(Weekday(daysSince1970: day)) {
            let opens = LocalTime(seconds: day * 86_400 + Int64(start) * 60)
            let closes = LocalTime(seconds: opens.seconds + Int64(minutes) * 60)
            if opens <= reached, reached < closes { return zone.firstInstant(reaching: closes) }
        }
        return nil
    }

    /// Whether it is open in the week by the clock, at minutes after midnight before Monday.
    package func isOpen(atMinuteOfWeek minute: Int) -> Bool {
        days.contains { day in
            let sinceStart = minute - day.rawValue * 1440 - start
            return (sinceStart + minutesOfWeek) % minutesOfWeek < minutes
        }
    }

    /// The minutes of the week by the clock at which it opens or closes.
    package var edges: [Int] {
        days.flatMap { day in
            let opens = day.rawValue * 1440 + start
            return [opens, (opens + minutes) % minutesOfWeek]
        }
    }
}

/// The minutes of a week by the clock.
private let minutesOfWeek = 7 * 1440

extension DailyWindow: CustomStringConvertible {
    /// The window as people write it: `mon-fri 22:00-06:00`.
    package var description: String { "\(days.text) \(hours)" }

    /// Its stretch of the clock: `22:00-06:00`.
    package var hours: String {
        let end = start + minutes
        return clockText(start) + "-" + clockText(end > 1440 ? end - 1440 : end)
    }
}

/// Minutes after midnight as the clock shows them: `06:00`.
package func clockText(_ minutes: Int) -> String {
    [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
}
