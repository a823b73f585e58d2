/// A reading of everything an account has at one provider (promise T1).
package struct Listing: Equatable, Sendable {
    package enum Completeness: Equatable, Sendable {
        /// Every page came in the expected shape, to the last one.
        case complete
        /// Some pages came; the rest is unknown.
        case partial(reason: String)
        /// Nothing can be said about what exists.
        case failed(reason: String)
    }

    package var provider: ProviderName
    package var completeness: Completeness
    /// Empty means "none" only when the listing is complete.
    package var instances: [Instance]
    /// When the first page was asked for.
    package var begun: Stamp
    /// When the last page had come.
    package var ended: Stamp
    /// Oddities that change nothing, for the record: totals that moved, for example.
    package var notes: [String]

    package init(
        provider: ProviderName, completeness: Completeness, instances: [Instance], begun: Stamp,
        ended: Stamp, notes: [String] = []
    ) {
        self.provider = provider
        self.completeness = completeness
        self.instances = instances
        self.begun = begun
        self.ended = ended
        self.notes = notes
    }

    package var isComplete: Bool { completeness == .complete }
}

/// What a lookup of one machine by its id says (promise M3).
package enum Lookup: Equatable, Sendable {
    case present(Instance)
    /// The provider answered, in the shape it uses for it, that there is no such machine.
    case absent
}
