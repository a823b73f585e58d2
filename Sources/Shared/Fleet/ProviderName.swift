/// A market or cloud that we rent from.
package enum ProviderName: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case vast
    case vultr

    package var description: String { rawValue }

    /// Whether one offer stands for one machine, and is gone with it: a host's on a market, not a
    /// plan's in a cloud.
    package var offersAreSingle: Bool {
        switch self {
        case .vast: true
        case .vultr: false
        }
    }

    /// Whether a started hour of a machine's life bills as a whole one.
    ///
    /// Then `hours × rate` is the least that a machine has cost, and the most is up to one further
    /// hour's price above it in each calendar month. `Rental.startedHours` counts them.
    package var billsWholeHours: Bool {
        switch self {
        case .vast: false
        case .vultr: true
        }
    }
}
