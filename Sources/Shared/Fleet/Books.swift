/// What a fleet costs now and has cost: what a limit is held against (promise M4).
package struct Books: Equatable, Sendable {
    /// The rates of everything that can bill, in doubt, stopped and orphaned included.
    package var rate: HourlyRate
    /// The most that today (UTC) may have cost up to now.
    package var today: Dollars
    /// The most that this calendar month (UTC) may have cost up to now.
    package var month: Dollars

    package init(rate: HourlyRate = .zero, today: Dollars = .zero, month: Dollars = .zero) {
        self.rate = rate
        self.today = today
        self.month = month
    }

    /// What the machines there are cost until the next run can have ended them.
    package func reserved(for horizon: Duration) -> Dollars { rate.ceiling(for: horizon) }
}

extension Budget {
    /// A limit that stands in the way.
    package struct Refusal: Equatable, Sendable, CustomStringConvertible {
        package enum Limit: String, Sendable {
            case hourly
            case daily
            case monthly
        }

        package var limit: Limit
        package var allowed: Dollars
        package var needed: Dollars

        package var description: String {
            "\(limit.rawValue) limit \(allowed): \(needed) would be needed"
        }
    }

    /// The first limit that one more machine would pass: for each, what is spent, what is reserved
    /// until the next run and the new machine's worst case must fit under it.
    ///
    /// - Parameters:
    ///   - rate: The machine's rate, all in; zero asks whether what there is already fits.
    ///   - books: The fleet's rates and spending.
    ///   - horizon: How long until the next run can have ended a machine.
    ///   - upfront: What the machine costs however soon it ends: a started hour.
    /// - Returns: `nil` when it fits.
    package func refusal(
        for rate: HourlyRate, books: Books, horizon: Duration, upfront: Dollars = .zero
    ) -> Refusal? {
        let rates = books.rate + rate
        if let hourly, rates.perHour > hourly {
            return Refusal(limit: .hourly, allowed: hourly, needed: rates.perHour)
        }
        let ahead = rates.ceiling(for: horizon) + upfront
        if let daily, books.today + ahead > daily {
            return Refusal(limit: .daily, allowed: daily, needed: books.today + ahead)
        }
        if let monthly, books.month + ahead > monthly {
            return Refusal(limit: .monthly, allowed: monthly, needed: books.month + ahead)
        }
        return nil
    }
}
