/// A point in wall time, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// Microseconds keep state and arithmetic exact; no leap seconds, as in POSIX time.
package struct Instant: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// A point in time from provider seconds, which may carry a fraction.
    package init(seconds: Double) {
        microseconds = Int64((seconds * 1_000_000).rounded())
    }

    /// Seconds since 1970, with the fraction, as providers write them.
    package var seconds: Double { Double(microseconds) / 1_000_000 }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(microseconds: instant.microseconds + duration.microseconds)
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        Instant(microseconds: instant.microseconds - duration.microseconds)
    }

    /// The time from `earlier` to `later`; negative when they are the other way round.
    package static func - (later: Instant, earlier: Instant) -> Duration {
        .microseconds(later.microseconds - earlier.microseconds)
    }
}

extension Instant: CustomStringConvertible {
    /// The instant in UTC, to the second: `2026-11-21T13:42:48Z`.
    package var description: String {
        let (day, second) = dayAndSecond
        let date = CivilDate(daysSince1970: day)
        let clock = [second / 3600, second / 60 % 60, second % 60].map(twoDigits)
        return "\(date)T\(clock.joined(separator: ":"))Z"
    }

    /// The instant as an HTTP `Date` header (RFC 9110 §5.6.7): `Sat, 21 Nov 2026 13:42:48 GMT`.
    package var httpDate: String {
        let (day, second) = dayAndSecond
        let date = CivilDate(daysSince1970: day)
        let clock = [second / 3600, second / 60 % 60, second % 60].map(twoDigits)
        let weekday = weekdayNames[Int((day % 7 + 11) % 7)]  // 1970-01-01 was a Thursday
        let month = monthNames[date.month - 1]
        return "\(weekday), \(twoDigits(Int64(date.day))) \(month) \(date.year) "
            + "\(clock.joined(separator: ":")) GMT"
    }

    /// Reads an HTTP `Date` header in its preferred form; `nil` for anything else.
    package init?(httpDate text: some StringProtocol) {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = monthNames.firstIndex(of: String(words[2])), let year = Int(words[3]),
            (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let date = CivilDate(year: year, month: month + 1, day: day)
        let clock = words[4].split(separator: ":").map { Int64($0) ?? -1 }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...60).contains(clock[2]), CivilDate(daysSince1970: date.daysSince1970) == date
        else { return nil }
        let seconds =
            date.daysSince1970 * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
        self.init(microseconds: seconds * 1_000_000)
    }

    /// Whole days since 1970 and the second within the day.
    private var dayAndSecond: (day: Int64, second: Int64) {
        let total = microseconds.flooredDivision(by: 1_000_000)
        let day = total.flooredDivision(by: 86_400)
        return (day, total - day * 86_400)
    }
}

private let weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
private let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

private func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}
