/// A price per hour, in whole micro-dollars an hour.
package struct HourlyRate: Hashable, Comparable, Sendable {
    package var perHour: Dollars

    package init(perHour: Dollars) {
        self.perHour = perHour
    }

    package static let zero = HourlyRate(perHour: .zero)

    package static func < (left: HourlyRate, right: HourlyRate) -> Bool {
        left.perHour < right.perHour
    }

    package static func + (left: HourlyRate, right: HourlyRate) -> HourlyRate {
        HourlyRate(perHour: left.perHour + right.perHour)
    }

    package static func += (left: inout HourlyRate, right: HourlyRate) {
        left = left + right
    }

    /// What a time at this rate costs, rounded down: a lower bound.
    package func floor(for time: Duration) -> Dollars {
        Dollars(microdollars: exact(for: time).quotient)
    }

    /// What a time at this rate costs, rounded up: an upper bound.
    package func ceiling(for time: Duration) -> Dollars {
        let (quotient, remainder) = exact(for: time)
        return Dollars(microdollars: quotient + (remainder > 0 ? 1 : 0))
    }

    /// What a day at this rate costs.
    package var perDay: Dollars { perHour * 24 }

    /// The cost in whole micro-dollars and what is left over; the most there is beyond that.
    private func exact(for time: Duration) -> (quotient: Int64, remainder: Int64) {
        let product = Int128(max(0, time.microseconds)) * Int128(perHour.microdollars)
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: 3_600_000_000)
        guard let whole = Int64(exactly: quotient) else {
            return (quotient: quotient < 0 ? .min : .max, remainder: 0)
        }
        return (quotient: whole, remainder: Int64(remainder))
    }
}

extension HourlyRate: CustomStringConvertible {
    /// The rate for people: `$0.086/h`.
    package var description: String { "\(perHour)/h" }
}
