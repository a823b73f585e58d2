/// What has to come home from a machine before it may be destroyed (promise D1).
package enum OwedFiles: Equatable, Sendable {
    /// Its group keeps nothing on its machines.
    case nothing
    /// The sync sets of its group, by name; never empty.
    case sets([String])
    /// Its group is not configured, so nobody can say.
    case unknown

    /// What a group's machines owe.
    package init(_ sets: [SyncSet]) {
        self = sets.isEmpty ? .nothing : .sets(sets.map(\.name))
    }
}

extension OwedFiles: CustomStringConvertible {
    /// For people: `games, elo`.
    package var description: String {
        switch self {
        case .nothing: "nothing"
        case .sets(let names): names.joined(separator: ", ")
        case .unknown: "what its group keeps on it"
        }
    }
}

extension Rental {
    /// Whether destroying its machine now would lose what was never copied home.
    ///
    /// What was never ready holds nothing. Of a group that is not configured nobody knows what its
    /// machines hold: one that is draining had something.
    package func wouldLose(_ owed: OwedFiles) -> Bool {
        guard mayHoldFiles else { return false }
        switch owed {
        case .nothing: return false
        case .sets: return true
        case .unknown: return state == .draining || drainingAt != nil && endingAt == nil
        }
    }
}
