extension Accrual {
    /// What one step of time may have cost, for the books of its day.
    package struct Step: Equatable, Sendable {
        package var from: Instant
        package var to: Instant
        package var low: HourlyRate
        package var high: HourlyRate

        package init(from: Instant, to: Instant, low: HourlyRate, high: HourlyRate) {
            self.from = from
            self.to = to
            self.low = low
            self.high = high
        }
    }

    /// Counts the time up to `moment`, at which the machine was seen billing within `rates`.
    ///
    /// `moment` is when the listing was asked for. The machine was seen a little later, so a step
    /// between two moments can hold the rates of three observations: the one before the first
    /// moment, the one after it, and the new one. The lowest and the highest bound the step.
    /// Before the first observation nothing is certain: it may have cost nothing, or `booked`.
    package mutating func observe(
        _ rates: ClosedRange<HourlyRate>, booked: HourlyRate, at moment: Instant
    ) -> Step? {
        defer {
            // The list may have been answered well after it was asked for, so what was billed
            // between the two is only known once there was an observation before.
            seenBefore = seen ?? .zero...max(rates.upperBound, booked)
            seen = rates
        }
        guard let seen, let seenBefore else {
            return count(to: moment, low: .zero, high: max(rates.upperBound, booked))
        }
        let all = [seenBefore, seen, rates]
        let low = all.map(\.lowerBound).min() ?? .zero
        let high = all.map(\.upperBound).max() ?? booked
        return count(to: moment, low: low, high: high)
    }

    /// Counts the time up to `moment` for a machine that may or may not have billed all along at
    /// `rate` at the most.
    package mutating func suppose(atMost rate: HourlyRate, to moment: Instant) -> Step? {
        count(to: moment, low: .zero, high: max(rate, seen?.upperBound ?? .zero))
    }

    private mutating func count(
        to moment: Instant, low: HourlyRate, high: HourlyRate
    ) -> Step? {
        guard let from = until, moment > from else {
            until = until ?? moment
            return nil
        }
        self.low += low.floor(for: moment - from)
        self.high += high.ceiling(for: moment - from)
        until = moment
        return Step(from: from, to: moment, low: low, high: high)
    }
}
