import Shared

/// What one run saw, reads only: the ground of its decisions.
struct Observation: Sendable {
    /// Every configured provider; never empty.
    var markets: [MarketView]
    /// The rentals as the listings leave them; as the journal has them where one is not complete.
    var rentals: [Rental]
    var inFlight: Set<RentalID>
    var groups: [GroupView]
    /// Rentals of groups that the configuration no longer has.
    var unconfigured: [Rental]
    var books: Books
    var limits: SpendingLimits
    /// Why this clock cannot be trusted, if so: nothing is dated by it (promise T5).
    var clockDoubts: [String]
    /// What people should look at.
    var alerts: [String]
    var now: Stamp
    /// Whether the last good configuration stands in for a broken one.
    var isProtecting = false
}
