import Shared

/// What one run saw, reads only: the ground of its decisions.
struct Observation: Sendable {
    var listing: Listing
    /// The rentals as the listing leaves them; as the journal has them where it is not complete.
    var rentals: [Rental]
    /// What a complete listing means; `nil` without one.
    var reconciliation: Reconciliation?
    var inFlight: Set<RentalID>
    var groups: [GroupView]
    /// Rentals of groups that the configuration no longer has.
    var unconfigured: [Rental]
    var books: Books
    var limits: SpendingLimits
    /// Why creates and new endings are held for the whole fleet, if so.
    var held: [String]
    /// Those of them that say this clock cannot be trusted: nothing is dated by it (promise T5).
    var clockDoubts: [String]
    /// What people should look at.
    var alerts: [String]
    var account: String
    var now: Stamp
}
