/// A change of one rental, with the event that tells of it and what the time until then cost.
package struct RentalChange: Equatable, Sendable {
    /// The rental as it is to be; its version is still the one that was read.
    package var rental: Rental
    /// What happened, one word or two: `requested`, `ready`, `destroy accepted`.
    ///
    /// `nil` leaves no event: the rental was only seen again.
    package var event: String?
    /// More for people: bounded, and free of secrets.
    package var detail: String
    package var steps: [Accrual.Step]
    /// Whether what was set aside for the rental was never owed: its spending is struck out.
    package var voidsSpending = false

    package init(
        _ rental: Rental, event: String?, detail: String = "", steps: [Accrual.Step] = []
    ) {
        self.rental = rental
        self.event = event
        self.detail = detail
        self.steps = steps
    }
}

extension RentalChange {
    /// The end of a rental that no machine ever stood behind: it cost nothing.
    package static func neverExisted(
        _ before: Rental, event: String, detail: String = "", at moment: Stamp
    ) -> RentalChange {
        var rental = before
        rental.state = .ended
        rental.cause = .failedStart
        rental.endedAt = moment
        rental.accrual = Accrual()
        // Should it show up after all, its time counts from the request on.
        rental.accrual.until = rental.requestedAt?.wall
        var change = RentalChange(rental, event: event, detail: detail)
        change.voidsSpending = true
        return change
    }
}
