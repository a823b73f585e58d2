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

    /// Counts the time up to `asked`, when a listing that shows the machine at `rates` was asked
    /// for; the first one is counted up to `answered`, when it had come.
    ///
    /// The machine was seen some time between the two, so a step from one `asked` to the next can
    /// hold the rates of three looks: the one before it, the one after its start, and the new one.
    /// The lowest and the highest bound the step, as long as nothing happens and is undone between
    /// two looks. Before the first look nothing is certain: it may have cost nothing, or `booked`;
    /// that look may have caught the machine coming up, so its own time counts as before it.
    package mutating func observe(
        _ rates: ClosedRange<HourlyRate>, booked: HourlyRate, asked: Instant, answered: Instant
    ) -> Step? {
        defer {
            seenBefore = seen ?? rates
            seen = rates
        }
        guard let seen, let seenBefore else {
            return count(to: answered, low: .zero, high: max(rates.upperBound, booked))
        }
        let all = [seenBefore, seen, rates]
        let low = all.map(\.lowerBound).min() ?? .zero
        let high = all.map(\.upperBound).max() ?? booked
        return count(to: asked, low: low, high: high)
    }

    /// Counts the time up to `moment` for a machine that may or may not have billed all along, at
    /// `rate` or at what the last two looks showed.
    package mutating func suppose(atMost rate: HourlyRate, to moment: Instant) -> Step? {
        let shown = [seen, seenBefore].compactMap { $0?.upperBound }
        return count(to: moment, low: .zero, high: shown.reduce(rate, max))
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
