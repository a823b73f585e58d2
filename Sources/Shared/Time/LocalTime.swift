/// What a calendar and a clock on a wall show, to the second, without saying in which zone.
package struct LocalTime: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01 00:00 as that wall counts them: those of UTC only in UTC.
    package var seconds: Int64

    package init(seconds: Int64) {
        self.seconds = seconds
    }

    /// A time of a day; `secondOfDay` may lie outside the day and then means a neighbouring one.
    package init(_ date: CivilDate, secondOfDay: Int = 0) {
        seconds = date.daysSince1970 * 86_400 + Int64(secondOfDay)
    }

    /// Whole days since 1970-01-01.
    package var day: Int64 { seconds.flooredDivision(by: 86_400) }

    package var date: CivilDate { CivilDate(daysSince1970: day) }

    /// From 0 to 86,399.
    package var secondOfDay: Int { Int(seconds - day * 86_400) }

    package static func < (left: LocalTime, right: LocalTime) -> Bool {
        left.seconds < right.seconds
    }
}

extension LocalTime: CustomStringConvertible {
    /// The time to the minute, `Sun 2026-11-22 06:00`; with seconds where they are not 0.
    package var description: String {
        let second = secondOfDay
        var clock = [second / 3600, second / 60 % 60]
        if second % 60 != 0 { clock.append(second % 60) }
        let shown = clock.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(Weekday(daysSince1970: day).capitalized) \(date) \(shown)"
    }
}
