/// What a machine costs in one region, and what is known of its bill from that.
///
/// Vultr bills `min(max(1, ⌈hours⌉) × hourly, monthly)` for each calendar month, from the create
/// to the destroy, halted or not. A bill that grows by whole hours is no rate, so:
/// - `hourly` for the time passed is never more than the bill, until the month's cap is near;
/// - it may be less by up to one hour's price in each calendar month (its last started hour).
///   `ProviderName.billsWholeHours` says so, and `Rental.startedHours` adds them.
struct VultrPrice: Equatable {
    var hourly: HourlyRate
    /// What a calendar month costs at most; `nil` where the provider does not say.
    var monthly: Dollars?

    /// The least and the most that passing time costs a machine of this price.
    ///
    /// One whose creation is `nil` counts as older than the month. Automatic backups add a fifth.
    /// Unless it `isCertain` that its state bills, it may cost nothing.
    func billing(
        created: Instant?, at now: Instant, hasBackups: Bool, isCertain: Bool
    ) -> ClosedRange<HourlyRate> {
        let high = hasBackups ? withBackups : hourly
        let mayBeFree = !isCertain || mayBeCapped(created: created, at: now)
        return (mayBeFree ? .zero : hourly)...high
    }

    /// The hourly price with automatic backups, which cost a fifth more.
    var withBackups: HourlyRate {
        let micro = hourly.perHour.microdollars
        let extra = micro / 5 + (micro % 5 == 0 ? 0 : 1)
        return HourlyRate(perHour: hourly.perHour + Dollars(microdollars: extra))
    }

    /// Whether the month's cap is less than a day away, or passed: then an hour may be free.
    ///
    /// Months end at midnight in New York, up to five hours after ours (UTC).
    private func mayBeCapped(created: Instant?, at now: Instant) -> Bool {
        [now, now - .seconds(5 * 3600)].contains { moment in
            let since = max(created ?? moment.monthStart, moment.monthStart)
            let hours = Double((moment - since).microseconds) / 3_600_000_000
            return hours + 24 >= capHours
        }
    }

    /// After how many hours of a month it costs no more; 672 where no cap is given, the least that
    /// Vultr has for any machine.
    private var capHours: Double {
        guard let monthly, hourly > .zero else { return 672 }
        return Double(monthly.microdollars) / Double(hourly.perHour.microdollars)
    }
}

extension Instant {
    /// The midnight (UTC) that the month began with.
    fileprivate var monthStart: Instant {
        CivilDate(year: day.year, month: day.month, day: 1).start
    }

    /// Reads a time with its offset from UTC, as Vultr writes it: `2026-09-14T13:22:20+00:00`.
    ///
    /// `Z` may stand for the offset; `nil` for anything else.
    init?(offsetTime text: String) {
        let shape = String(text.map { $0.isASCII && $0.isNumber ? "0" : $0 })
        guard let zone = ["Z", "+00:00", "-00:00"].first(where: { shape == dateAndTime + $0 })
        else { return nil }
        let parts = text.split { !$0.isNumber }.compactMap { Int64($0) }
        let date = CivilDate(year: Int(parts[0]), month: Int(parts[1]), day: Int(parts[2]))
        guard date.year >= 1970, CivilDate(daysSince1970: date.daysSince1970) == date,
            parts[3] < 24, parts[4] < 60, parts[5] <= 60
        else { return nil }
        let local = date.daysSince1970 * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]
        let offset = zone == "Z" ? 0 : parts[6] * 3600 + parts[7] * 60
        self.init(microseconds: (local - (zone.hasPrefix("-") ? -offset : offset)) * 1_000_000)
    }
}

private let dateAndTime = "0000-00-00T00:00:00"
