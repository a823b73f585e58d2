extension Accrual.Step {
    /// What a step cost within one day.
    package struct Part: Equatable, Sendable {
        package var day: CivilDate
        package var low: Dollars
        package var high: Dollars
    }

    /// The step cut at each midnight (UTC), the low side rounded down, the high side up.
    package var byDay: [Part] {
        var parts: [Part] = []
        var start = from
        while start < to {
            let day = start.day
            let midnight = Instant(microseconds: (day.daysSince1970 + 1) * 86_400_000_000)
            let end = min(to, midnight)
            parts.append(
                Part(
                    day: day, low: low.floor(for: end - start), high: high.ceiling(for: end - start)
                ))
            start = end
        }
        return parts
    }
}

extension CivilDate {
    /// The midnight (UTC) that the day begins with.
    package var start: Instant { Instant(microseconds: daysSince1970 * 86_400_000_000) }
}

extension Instant {
    /// The day (UTC) that the instant falls on.
    package var day: CivilDate {
        CivilDate(daysSince1970: microseconds.flooredDivision(by: 86_400_000_000))
    }
}
