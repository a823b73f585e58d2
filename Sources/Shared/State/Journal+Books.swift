extension Journal {
    /// The fleet's books at a moment: what is recorded, and what every open rental may have cost
    /// since it was last counted.
    ///
    /// - Parameters:
    ///   - open: Every open rental, as it was read.
    ///   - moment: Now; its day and month are the ones counted.
    ///   - extra: The rates of what bills without a rental of ours (orphans).
    /// - Returns: The rates, and the most that today and this month may have cost.
    /// - Throws: `StateError` when the state cannot be read.
    package func books(
        of open: [Rental], at moment: Instant, extra: HourlyRate = .zero
    ) throws -> Books {
        try database.read { connection in
            try Self.books(connection, of: open, at: moment, extra: extra)
        }
    }

    /// What every rental there ever was has cost up to a moment: the provider's bill lies inside.
    ///
    /// The low side counts what was seen billing, the high side what may have billed, up to now
    /// for what may still exist.
    package func totalCost(at moment: Instant) throws -> ClosedRange<Dollars> {
        try totalCost(with: openRentals(), at: moment)
    }

    /// The same, for one who has read every open rental already.
    package func totalCost(
        with open: [Rental], at moment: Instant
    ) throws -> ClosedRange<Dollars> {
        let ended = try database.read { connection in
            try connection.rows(
                """
                SELECT COALESCE(SUM(spent_low), 0) AS low, COALESCE(SUM(spent_high), 0) AS high
                FROM rental WHERE state = 'ended'
                """
            ).first
        }
        let low = Dollars(microdollars: ended?.integer("low") ?? 0)
        let high = Dollars(microdollars: ended?.integer("high") ?? 0)
        return open.reduce(low...max(low, high)) { total, rental in
            let cost = rental.cost(at: moment)
            return (total.lowerBound + cost.lowerBound)...(total.upperBound + cost.upperBound)
        }
    }

    static func books(
        _ connection: borrowing Connection, at moment: Instant, extra: HourlyRate
    ) throws -> Books {
        try books(
            connection, of: rentals(connection, where: "state <> 'ended'"), at: moment,
            extra: extra)
    }

    private static func books(
        _ connection: borrowing Connection, of open: [Rental], at moment: Instant,
        extra: HourlyRate
    ) throws -> Books {
        let day = moment.day
        let monthStart = CivilDate(year: day.year, month: day.month, day: 1)
        var books = Books(
            rate: extra,
            today: try spent(connection, since: day),
            month: try spent(connection, since: monthStart))
        for rental in open {
            books.rate += rental.rateAhead
            // From the intent on: another process may be about to send it.
            books.today += rental.startedHour
            books.month += rental.startedHour
            guard let until = rental.accrual.until else { continue }
            let uncounted = Accrual.Step(
                from: max(until, monthStart.start), to: moment, low: .zero,
                high: rental.worstRate)
            for part in uncounted.byDay {
                books.month += part.high
                if part.day == day { books.today += part.high }
            }
        }
        return books
    }

    private static func spent(
        _ connection: borrowing Connection, since day: CivilDate
    ) throws -> Dollars {
        let row = try connection.rows(
            "SELECT COALESCE(SUM(high), 0) AS spent FROM spending WHERE day >= ?",
            [.text(day.description)]
        ).first
        return Dollars(microdollars: row?.integer("spent") ?? 0)
    }

    /// Makes a new rental durable, if its group and every limit have room for it: all of that in
    /// one immediate transaction (promises M1 and M4).
    ///
    /// - Parameters:
    ///   - rental: The rental, in state intended.
    ///   - room: The most machines its group may have, this one included; those that are ending
    ///     count until they were seen gone.
    ///   - limits: The budget and the horizon that reservations cover.
    ///   - extra: The rates of what bills without a rental of ours.
    ///   - hold: Takes the rental's lock by its number, before anyone else can see it.
    /// - Returns: The rental with its number.
    /// - Throws: `IntentRefusal` when there is no room; nothing is written then.
    package func intend(
        _ rental: Rental, room: Int, limits: SpendingLimits, extra: HourlyRate,
        hold: @escaping @Sendable (Int64) -> Bool
    ) throws -> Rental {
        try database.write("intent") { connection in
            let open = try connection.rows(
                """
                SELECT COUNT(*) AS n FROM rental WHERE fleet_group = ? AND state <> 'ended'
                """,
                [.text(rental.group)]
            ).first?.integer("n")
            guard let open, open < Int64(room) else { throw IntentRefusal.groupFull(room: room) }
            let books = try Self.books(connection, at: rental.intendedAt.wall, extra: extra)
            if let refusal = limits.budget.refusal(
                for: rental.booked, books: books, horizon: limits.horizon,
                upfront: rental.startedHour)
            {
                throw IntentRefusal.budget(refusal)
            }
            let stored = try Self.insert(rental, at: rental.intendedAt, in: connection)
            guard hold(stored.number) else { throw IntentRefusal.locked }
            return stored
        }
    }
}

/// The budget, and how far ahead reservations reach.
package struct SpendingLimits: Equatable, Sendable {
    package var budget: Budget
    /// How long until the next run can have ended a machine, with a margin.
    package var horizon: Duration

    package init(budget: Budget, horizon: Duration) {
        self.budget = budget
        self.horizon = horizon
    }
}

/// Why a rental was not begun.
package enum IntentRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    case groupFull(room: Int)
    case budget(Budget.Refusal)
    /// The new rental's lock is taken, which only a damaged lock file explains.
    case locked

    package var description: String {
        switch self {
        case .groupFull(let room): "the group has its \(room) machines"
        case .budget(let refusal): refusal.description
        case .locked: "the new rental's lock is taken"
        }
    }
}
