import Shared

/// What a run saw, decided and did: printed for people, or as JSON for programs.
struct Report: Sendable {
    var seen: Observation
    var decision: Decision
    var actions: [Action]
    /// The open rentals after the run.
    var rentals: [Rental]
    /// What every rental there ever was has cost so far: the bill lies inside.
    var totalCost: ClosedRange<Dollars>
    var dryRun: Bool
    var fleet: FleetName
    /// Whether held machines are news again, as nobody was told of them for a day.
    var remindsOfHoldings = false
    /// Who logs in to its machines.
    var sshUser = "root"
    /// What is to be known of the configuration; empty under the last good one.
    var notes: [ConfigurationNote] = []

    /// How the run ends.
    var status: ExitStatus {
        let failures = seen.markets.filter {
            if case .failed = $0.listing.completeness { true } else { false }
        }
        if failures.count == seen.markets.count { return .unreachable }
        let frozen = seen.groups.contains { $0.frozen != nil }
        let troubled = actions.contains {
            switch $0.outcome {
            case .failed, .inDoubt, .left: true
            case .planned, .done, .pending, .held: false
            }
        }
        return frozen || !seen.held.isEmpty || troubled ? .incomplete : .done
    }

    /// Whether there is anything that a person would want to be mailed.
    var isEventful: Bool {
        status != .done || !actions.isEmpty || !seen.alerts.isEmpty || remindsOfHoldings
            || seen.groups.contains { $0.busy.map { !$0.isKnown } ?? false }
            || decision.groups.contains { $0.wish == nil || $0.rent > 0 || !$0.retire.isEmpty }
    }
}
