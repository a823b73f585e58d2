/// A change of one rental, with the event that tells of it and what the time until then cost.
package struct RentalChange: Equatable, Sendable {
    /// The rental as it is to be; its version is still the one that was read.
    package var rental: Rental
    /// What happened, one word or two: `requested`, `ready`, `destroy accepted`. `nil` leaves no
    /// event: the rental was only seen again.
    package var event: String?
    /// More for people: bounded, and free of secrets.
    package var detail: String
    package var steps: [Accrual.Step]

    package init(
        _ rental: Rental, event: String?, detail: String = "", steps: [Accrual.Step] = []
    ) {
        self.rental = rental
        self.event = event
        self.detail = detail
        self.steps = steps
    }
}
