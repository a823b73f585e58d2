import Shared

/// One effect of a run, done or failed, for the report and the record.
struct Action: Equatable, Sendable {
    enum Kind: String, Sendable {
        case rent
        case retire
        case stop
        case confirm
        case label
    }

    enum Outcome: String, Sendable {
        /// What a run would do: a dry run stops before it.
        case planned
        case done
        /// Sent, and not known yet whether it took effect.
        case inDoubt = "in-doubt"
        /// Not begun, and rightly so: a limit or the market stands in the way.
        case held
        /// Begun; a later run finishes it.
        case pending
        case failed
        /// Another process works on it, or the run's time was over.
        case left
    }

    var kind: Kind
    var group: String
    var rental: RentalID?
    var instance: InstanceID?
    var outcome: Outcome
    var detail: String
}
