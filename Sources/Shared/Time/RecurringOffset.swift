/// The rule by which the clocks of a zone go for ever: the POSIX TZ string of a zone file's last
/// line, such as `EST5EDT,M3.2.0,M11.1.0`.
package struct RecurringOffset: Equatable, Sendable {
    package var standard: ZoneOffset
    /// `nil` where the clocks never change.
    package var daylight: Daylight?

    package struct Daylight: Equatable, Sendable {
        package var offset: ZoneOffset
        /// By the standard clock.
        package var begins: YearlyMoment
        /// By the daylight clock.
        package var ends: YearlyMoment
    }

    package init(standard: ZoneOffset, daylight: Daylight? = nil) {
        self.standard = standard
        self.daylight = daylight
    }

    /// The offset in force at a second since 1970.
    func offset(at second: Int64) -> ZoneOffset {
        guard let daylight else { return standard }
        let year = LocalTime(seconds: second).date.year
        let isDaylight = (year - 2...year + 1).contains { year in
            daylightSpan(daylight, beginning: year).contains(second)
        }
        return isDaylight ? daylight.offset : standard
    }

    /// Every change in `(after, through]`, in order; nothing for changes that change nothing.
    func changes(after: Int64, through: Int64) -> [ZoneChange] {
        guard let daylight, after < through else { return [] }
        let years =
            LocalTime(seconds: after).date.year - 2...LocalTime(seconds: through).date.year + 2
        let moments = Set(
            years.flatMap { year in
                let span = daylightSpan(daylight, beginning: year)
                return [span.lowerBound, span.upperBound]
            })
        var changes: [ZoneChange] = []
        var before = offset(at: after)
        for moment in moments.sorted() where moment > after && moment <= through {
            let offset = offset(at: moment)
            if offset != before { changes.append(ZoneChange(at: moment, offset: offset)) }
            before = offset
        }
        return changes
    }

    /// The daylight time that begins in a year; in the south it ends in the next one.
    ///
    /// One that ends when it begins lasts until the next: all year, for ever.
    private func daylightSpan(_ daylight: Daylight, beginning year: Int) -> Range<Int64> {
        let start = daylight.begins.localTime(in: year).seconds - Int64(standard.seconds)
        let end = daylight.ends.localTime(in: year).seconds - Int64(daylight.offset.seconds)
        guard start >= end else { return start..<end }
        let next = daylight.ends.localTime(in: year + 1).seconds - Int64(daylight.offset.seconds)
        return start..<max(start, next)
    }
}

/// A moment of every year, by the clock that is in force just before it.
package struct YearlyMoment: Equatable, Sendable {
    package enum Day: Equatable, Sendable {
        /// `Mm.w.d`: a weekday (0 is Sunday) of a month, in its first to fourth, or last (5) week.
        case weekday(month: Int, week: Int, weekday: Int)
        /// `Jn`: from 1 to 365; 29 February is never counted.
        case withoutLeapDay(Int)
        /// `n`: from 0 to 365; 29 February is counted.
        case withLeapDay(Int)
    }

    package var day: Day
    /// Seconds after that day's midnight; negative or beyond the day for neighbouring days.
    package var seconds: Int

    package init(_ day: Day, seconds: Int = 7200) {
        self.day = day
        self.seconds = seconds
    }

    func localTime(in year: Int) -> LocalTime {
        LocalTime(seconds: daysSince1970(in: year) * 86_400 + Int64(seconds))
    }

    private func daysSince1970(in year: Int) -> Int64 {
        let newYear = CivilDate(year: year, month: 1, day: 1).daysSince1970
        switch day {
        case .withLeapDay(let number): return newYear + Int64(number)
        case .withoutLeapDay(let number):
            let march = CivilDate(year: year, month: 3, day: 1).daysSince1970
            let day = newYear + Int64(number) - 1
            return number >= 60 ? march + Int64(number) - 60 : day
        case .weekday(let month, let week, let weekday):
            let first = CivilDate(year: year, month: month, day: 1).daysSince1970
            let next = CivilDate(
                year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1
            ).daysSince1970
            let fromSunday = (Weekday(daysSince1970: first).rawValue + 1) % 7
            var day = first + Int64((weekday - fromSunday + 7) % 7 + (week - 1) * 7)
            while day >= next { day -= 7 }
            return day
        }
    }
}
