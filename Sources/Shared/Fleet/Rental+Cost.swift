extension Rental {
    /// The most it can cost an hour: what was agreed, or more where the provider raised it.
    package var worstRate: HourlyRate { max(booked, running) }

    /// What it has cost up to a moment: the provider's bill for it lies inside.
    package func cost(at moment: Instant) -> ClosedRange<Dollars> {
        var accrual = accrual
        if state.mayBill, missing == nil, requestedAt != nil {
            _ = accrual.suppose(atMost: worstRate, to: moment)
        }
        let high = accrual.high + (state.mayBill ? startedHours(until: moment) : .zero)
        return accrual.low...max(accrual.low, high)
    }
}

/// Hours that bill whole: where a provider does so, time passed is less than what it bills.
extension Rental {
    /// What a started hour costs at the most; zero where time bills by the second.
    ///
    /// It is set aside before the create leaves, and stopping the machine never saves it.
    package var startedHour: Dollars { provider.billsWholeHours ? worstRate.perHour : .zero }

    /// What all the started hours of its life may have cost beyond the time passed: one for each
    /// calendar month, as every month is billed by itself (section 6 of the Vultr reference).
    ///
    /// Zero before the create was sent.
    package func startedHours(until moment: Instant) -> Dollars {
        guard let requested = requestedAt?.wall else { return .zero }
        // The provider's months end at midnight in New York, up to five hours after ours (UTC).
        let first = (min(requested, moment) - .seconds(5 * 3600)).day
        let last = moment.day
        let months = (last.year - first.year) * 12 + last.month - first.month + 1
        return startedHour * months
    }

    /// How much of the hour that it is in will have been paid whether it ends now or not; zero where
    /// time bills by the second.
    ///
    /// Counted from the request on, which is a little before the provider's own hour begins.
    package func paidAhead(at now: Stamp) -> Duration {
        guard provider.billsWholeHours, let requestedAt else { return .zero }
        let age = requestedAt.age(at: now).microseconds
        let hour = Int64(3_600_000_000)
        return .microseconds(hour - age % hour)
    }

    /// Ends the count: the started hours are booked as a step of their own, as nothing will show
    /// any more how much of them was billed.
    package mutating func bookStartedHours(at moment: Instant) -> Accrual.Step? {
        let owed = startedHours(until: moment)
        guard owed > .zero else { return nil }
        accrual.high += owed
        return Accrual.Step(
            from: moment, to: moment + .seconds(3600), low: .zero,
            high: HourlyRate(perHour: owed))
    }
}
