package import Shared

/// One calendar month of something billed by the hour, in UTC.
package struct BilledMonth: Sendable, Equatable {
    package var begins: Instant
    package var ends: Instant
    /// Started hours of the time within the month; at least one.
    package var hours: Int

    /// The months that a time touches, oldest first; no time at all is one started hour.
    package static func all(from start: Instant, until end: Instant) -> [BilledMonth] {
        var months: [BilledMonth] = []
        var from = start
        repeat {
            let next = from.nextMonth
            let time = min(end, next) - from
            let started = (time.microseconds + 3_599_999_999) / 3_600_000_000
            months.append(BilledMonth(begins: from, ends: next, hours: max(1, Int(started))))
            from = next
        } while from < end
        return months
    }
}

extension Instant {
    private var date: CivilDate { CivilDate(daysSince1970: microseconds / 86_400_000_000) }

    /// The first moment of its calendar month in UTC; not for times before 1970.
    var monthBegin: Instant {
        let date = date
        return Instant(year: date.year, month: date.month)
    }

    /// The first moment of the next calendar month in UTC.
    var nextMonth: Instant {
        let date = date
        return date.month == 12
            ? Instant(year: date.year + 1, month: 1)
            : Instant(year: date.year, month: date.month + 1)
    }

    private init(year: Int, month: Int) {
        let days = CivilDate(year: year, month: month, day: 1).daysSince1970
        self.init(microseconds: days * 86_400_000_000)
    }

    /// The instant as Vultr writes it: `2026-09-14T13:22:20+00:00`.
    var vultrText: String { String(description.dropLast()) + "+00:00" }
}
