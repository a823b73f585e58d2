/// Where a rental is in its life.
///
/// ```
/// intended → requested → booting → ready ⇄ stopped / unreachable
///     └──────────┴──────────┴────────┴→ ending → ended
/// ```
package enum RentalState: String, CaseIterable, Hashable, Sendable {
    /// Durable, not sent. Can transition to: requested, ended.
    case intended
    /// Sent; the answer is unknown or accepted. Can transition to: booting, ending, ended.
    case requested
    /// Exists, not yet ready. Can transition to: ready, stopped, unreachable, ending, ended.
    case booting
    /// Met the ready rule. Can transition to: stopped, unreachable, ending, ended.
    case ready
    /// Halted by the provider; it still bills. Can transition to: ready, unreachable, ending, ended.
    case stopped
    /// The provider cannot reach it. Can transition to: ready, stopped, ending, ended.
    case unreachable
    /// To be destroyed, until it is seen gone. Can transition to: ended.
    case ending
    /// Seen gone, or never there. Can transition to: booting, ending (when it shows up late).
    case ended

    /// Whether the machine may exist and bill.
    package var mayBill: Bool { self != .ended }

    /// Whether the machine works or will: what a group counts on.
    package var isCapacity: Bool {
        switch self {
        case .intended, .requested, .booting, .ready: true
        case .stopped, .unreachable, .ending, .ended: false
        }
    }
}

/// Why a rental ended: a closed list.
package enum EndCause: String, CaseIterable, Hashable, Sendable {
    case policy
    case budget
    case age
    case health
    case failedStart = "failed-start"
    case lost
    case user
}
