import Shared

/// Everything a decision about one group rests on.
struct GroupView: Equatable, Sendable {
    var policy: GroupPolicy
    /// The group's open rentals, oldest first.
    var rentals: [Rental]
    var demand: DemandReading
    /// Who works; `nil` where the configuration asks nobody.
    var busy: BusyReading?
    var history: GroupHistory
    /// Rentals that another process works on: counted, and left alone.
    var inFlight: Set<RentalID> = []
    /// Why nothing may be created or begun to be ended for this group now, if so (promise T1).
    var frozen: String?
}

/// What the journal remembers of a group's moves.
struct GroupHistory: Equatable, Sendable {
    /// When the last machine was asked for.
    var lastGrowth: Stamp?
    /// When the last machine was let go by policy.
    var lastShrink: Stamp?
    /// The wishes of the last while, for stabilization.
    var wishes: [Wish] = []
    /// Since when machines were seen without work, run after run.
    var idleSince: [RentalID: Stamp] = [:]

    struct Wish: Equatable, Sendable {
        var at: Stamp
        var machines: Int
    }
}

extension GroupView {
    /// Machines that work or will.
    var capacity: [Rental] { rentals.filter(\.state.isCapacity) }

    /// Machines that exist and do no work: stopped by the provider, or out of its reach.
    var stuck: [Rental] {
        rentals.filter { $0.state == .stopped || $0.state == .unreachable }
    }

    /// Machines that count against `max`, held ones among them: all that exist or may, until they
    /// are seen gone.
    var occupying: Int { rentals.count { $0.state.mayBill } }

    /// What a rental's machine does; `nil` while that is not known.
    func load(of rental: Rental) -> Work.Load? {
        guard case .known(let work, _) = busy else { return nil }
        return work.load(of: rental)
    }

    /// Whether a rental's machine is known to work.
    func isBusy(_ rental: Rental) -> Bool { (load(of: rental)?.jobs ?? 0) > 0 }

    /// How long a rental's machine has been known to be without work; zero while it works, and
    /// while that is not known.
    func idleTime(of rental: Rental, at now: Stamp) -> Duration {
        guard let load = load(of: rental), load.jobs == 0 else { return .zero }
        if let since = load.idleSince { return max(.zero, now.wall - since) }
        return history.idleSince[rental.id].map { max(.zero, $0.age(at: now)) } ?? .zero
    }

    /// Since when each machine was seen without work, this run included; empty while it is not
    /// known who works.
    func idleSince(at now: Stamp) -> [RentalID: Stamp] {
        guard case .known = busy else { return [:] }
        let idle = rentals.filter { !isBusy($0) && $0.instance != nil }.map(\.id)
        return Dictionary(
            idle.map { ($0, history.idleSince[$0] ?? now) }, uniquingKeysWith: { first, _ in first }
        )
    }
}
