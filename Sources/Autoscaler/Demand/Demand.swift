import Shared

/// A reading of a group's queue.
struct Demand: Equatable, Sendable {
    /// Jobs waiting for a machine.
    var waiting: Int
    /// Jobs that machines work on now; 0 when the source does not say.
    var running: Int
    var observedAt: Instant
}

/// What is known of a queue.
typealias DemandReading = Reading<Demand>

extension Reading<Demand> {
    /// The reading in a word or two, its reason left out.
    var inShort: String {
        switch self {
        case .known: summary
        case .stale: "stale"
        case .missing: "unknown"
        }
    }

    /// The reading for people.
    var summary: String {
        switch self {
        case .known(let demand, let age):
            "\(demand.waiting) waiting, \(demand.running) running, read \(age.text) ago"
        case .stale(let demand, let age, let maxAge):
            "stale: \(demand.waiting) waiting \(age.text) ago, older than \(maxAge.text)"
        case .missing(let reason): "unknown: \(reason)"
        }
    }
}
