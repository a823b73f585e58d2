/// What a complete listing means for the rentals of the journal: the step every tool begins with.
package struct Reconciliation: Equatable, Sendable {
    /// Every rental that may bill, as it now stands.
    package var rentals: [Rental]
    /// What the journal has to record of it.
    package var changes: [RentalChange]
    /// Machines with a label of ours that no rental stands for.
    ///
    /// Reported, never touched.
    package var orphans: [Instance]
    /// Unlabelled machines that appeared after an intent in doubt on the same host.
    ///
    /// Never touched.
    package var suspects: [Instance]
    /// Machines of the account that carry no label of ours.
    ///
    /// Never touched.
    package var strangers: [Instance]
    /// Labels of this fleet from another installation: another state file is at work (78).
    package var otherInstallations: [String]
    /// Rentals whose label the provider lost or somebody edited.
    package var mislabelled: [InstanceID: RentalID]
    /// Rentals that the listing does not show although nothing ended them; their groups freeze.
    package var missing: [RentalID]
    /// New rows dearer than booked: to be ended at once.
    package var overpriced: [RentalID]
    /// Set when so many rentals vanished at once that the listing itself is in doubt.
    package var vanished: Vanished?

    /// How many of the rentals that the last complete listing showed this one lacks.
    package struct Vanished: Equatable, Sendable {
        package var missing: Int
        package var shownBefore: Int
    }
}

/// What is known when a listing is held against the journal.
package struct ReconcileInput: Sendable {
    package var fleet: FleetName
    package var installation: String
    /// Every open rental, and the ended ones that the listing shows.
    package var rentals: [Rental]
    /// A complete listing.
    package var listing: Listing
    /// Rentals whose lock another process holds: in flight, not to be judged.
    package var inFlight: Set<RentalID>
    package var doubtGrace: Duration
    package var now: Stamp

    package init(
        fleet: FleetName, installation: String, rentals: [Rental], listing: Listing,
        inFlight: Set<RentalID>, doubtGrace: Duration, now: Stamp
    ) {
        self.fleet = fleet
        self.installation = installation
        self.rentals = rentals
        self.listing = listing
        self.inFlight = inFlight
        self.doubtGrace = doubtGrace
        self.now = now
    }
}
