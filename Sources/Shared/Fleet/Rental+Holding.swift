/// What it costs to keep a machine whose files are not home yet (promise D1).
extension Rental {
    /// What holding it has cost up to a moment; zero for what never drained.
    ///
    /// What the provider bills for the machine beyond what it would have billed without lies inside.
    ///
    /// Where hours bill whole, the one that was paid already when it began to drain is no cost of
    /// holding, and each further one is a cost from its start on.
    package func holdingCost(at moment: Instant) -> ClosedRange<Dollars> {
        guard let begun = drainingAt?.wall else { return .zero...(.zero) }
        var rental = self
        if state == .draining, missing == nil {
            rental.countHolding(rental.accrual.suppose(atMost: worstRate, to: moment))
        }
        // What has ended was settled when it did.
        guard state == .draining, provider.billsWholeHours else { return rental.held }
        // Whole hours: up to one less than the time, as it was paid already, and one more for each
        // month in which one began.
        let low = max(.zero, rental.held.lowerBound - startedHour)
        let began = beginsHours(from: begun, to: moment)
        let more = began ? hoursStarted(from: begun, to: moment) : .zero
        return low...(rental.held.upperBound + more)
    }

    /// Counts what a step of its cost was spent on holding it: what lies after the beginning.
    package mutating func countHolding(_ step: Accrual.Step?) {
        guard state == .draining, let begun = drainingAt?.wall, let step, step.to > begun else {
            return
        }
        let time = step.to - max(step.from, begun)
        let low = held.lowerBound + step.low.floor(for: time)
        held = low...max(low, held.upperBound + step.high.ceiling(for: time))
    }

    /// The most it can cost an hour until the next run: as `worstRate`, or its price at rest where
    /// we had it stopped and both of the last two looks showed no more than that.
    ///
    /// Somebody else may start it; the next look shows it then.
    package var rateAhead: HourlyRate {
        guard state == .draining, stopAcceptedAt != nil, provider.billsStopped == .storageOnly,
            let seen = accrual.seen, let before = accrual.seenBefore
        else { return worstRate }
        return min(worstRate, max(stopped, seen.upperBound, before.upperBound))
    }

    /// Whether an hour that bills whole may have begun between two moments; as the provider's own
    /// hours begin some time between our request and its answer, the earliest and the latest count.
    private func beginsHours(from begun: Instant, to moment: Instant) -> Bool {
        guard let requested = requestedAt?.wall else { return false }
        let latest = max(requested, min(answeredAt?.wall ?? begun, begun))
        let hour = Int64(3_600_000_000)
        let before = (begun - latest).microseconds / hour
        let now = max(.zero, moment - requested).microseconds / hour
        // The provider's months end at midnight in New York, up to five hours after ours (UTC).
        return now > before || (begun - .seconds(5 * 3600)).day.month != moment.day.month
    }

    /// As `startedHours`, for the months between two moments.
    private func hoursStarted(from begun: Instant, to moment: Instant) -> Dollars {
        var rental = self
        rental.requestedAt = drainingAt
        return rental.startedHours(until: max(begun, moment))
    }
}
