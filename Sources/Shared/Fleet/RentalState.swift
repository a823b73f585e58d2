/// Where a rental is in its life.
///
/// ```
/// intended → requested → booting → ready ⇄ stopped / unreachable
///                 │          │        └→ draining ─┐
///                 └──────────┴─────────────────────┴→ ending → ended
/// ```
package enum RentalState: String, CaseIterable, Hashable, Sendable {
    /// Durable, not sent. Can transition to: requested, ended.
    case intended
    /// Sent; the answer is unknown or accepted. Can transition to: booting, ending, ended.
    case requested
    /// Exists, not yet ready. Can transition to: ready, stopped, unreachable, ending, ended.
    case booting
    /// Met the ready rule. Can transition to: stopped, unreachable, draining, ending, ended.
    case ready
    /// Halted by the provider; it still bills. Can transition to: ready, unreachable, draining,
    /// ending, ended.
    case stopped
    /// The provider cannot reach it. Can transition to: ready, stopped, draining, ending, ended.
    case unreachable
    /// Let go, and kept until its files are home (promise D1): it does no work and it bills. Can
    /// transition to: ending, ended (when the provider or the user took it).
    case draining
    /// To be destroyed, until it is seen gone. Can transition to: ended.
    case ending
    /// Seen gone, or never there. Can transition to: booting, draining, ending (when it shows up
    /// late).
    case ended

    /// Whether the machine may exist and bill.
    package var mayBill: Bool { self != .ended }

    /// Whether it was decided that it is to go: it is on its way out and never chosen again.
    package var isLeaving: Bool { self == .draining || self == .ending }

    /// Whether the machine works or will: what a group counts on.
    package var isCapacity: Bool {
        switch self {
        case .intended, .requested, .booting, .ready: true
        case .stopped, .unreachable, .draining, .ending, .ended: false
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
