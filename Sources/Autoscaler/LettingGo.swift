import Shared

/// Whom to let go: what does no work goes before what does, and for want of work nothing goes
/// that is known to work (promise T2).
struct LettingGo: Equatable, Sendable {
    /// The group's machines that may be let go, first to go first.
    ///
    /// What is in doubt or in another's hands is never among them.
    let order: [Rental]
    private let view: GroupView
    private let now: Stamp

    private let horizon: Duration?

    /// Known to be without work before those that work, then stuck ones, those not ready yet,
    /// those idle longest, those with the fewest jobs, those whose started hour is not paid beyond
    /// the next run, the dearest, the youngest.
    ///
    /// - Parameters:
    ///   - view: The group.
    ///   - now: The moment of the decision.
    ///   - horizon: How long until the next run can have ended a machine; `nil` where paid hours do
    ///     not matter.
    init(_ view: GroupView, at now: Stamp, until horizon: Duration? = nil) {
        self.horizon = horizon
        self.view = view
        self.now = now
        order = (view.stuck + view.capacity).filter {
            $0.instance != nil && !view.inFlight.contains($0.id)
        }.map { (key: Key($0, in: view, at: now, until: horizon), rental: $0) }
            .sorted { $0.key.goesBefore($1.key) }.map(\.rental)
    }

    /// The machines that go.
    ///
    /// - Parameters:
    ///   - count: How many are to go.
    ///   - forced: How many of them go even if they work: for a ceiling, a budget or the user.
    /// - Returns: At most `count`, first to go first.
    func first(_ count: Int, forced: Int) -> [Rental] {
        let free = order.filter(mayGo).prefix(count)
        let others = order.filter { !mayGo($0) }
        return Array(free) + others.prefix(max(0, min(count, forced) - free.count))
    }

    /// Whether a machine may go for want of work: it does none, and has not for long enough.
    private func mayGo(_ rental: Rental) -> Bool {
        guard !view.isBusy(rental) else { return false }
        guard case .limited(let limit) = view.policy.scaleDown, limit.idleFor > .zero else {
            return true
        }
        // What never came up, or stands still, has no work to wait for.
        return rental.state != .ready || view.idleTime(of: rental, at: now) >= limit.idleFor
    }

    /// A machine and why it comes where it does: `vast-7 (unreachable)`.
    func reason(for rental: Rental) -> String {
        var words: [String] = []
        switch rental.state {
        case .unreachable, .stopped: words.append(rental.state.rawValue)
        case .intended, .requested, .booting: words.append("not ready yet")
        case .ready, .draining, .ending, .ended: break
        }
        if let load = view.load(of: rental) {
            if load.jobs > 0 {
                words.append(load.jobs == 1 ? "works on 1 job" : "works on \(load.jobs) jobs")
            } else if let since = load.idleSince, since <= now.wall {
                words.append("idle for \((now.wall - since).text)")
            } else {
                words.append("without work")
            }
        }
        words.append("\(rental.running)")
        if horizon != nil, rental.isPaid(beyond: .zero, at: now) {
            words.append("its hour is paid for \(rental.paidAhead(at: now).text) more")
        }
        return "\(rental.instance?.description ?? rental.id.description) "
            + "(\(words.joined(separator: ", ")))"
    }
}

/// What decides who goes first.
private struct Key {
    var jobs: Int
    var rank: Int
    /// `nil` where it is not known.
    var idleSince: Instant?
    /// Whether keeping it until the next run costs nothing more.
    var isPaid: Bool
    var rate: HourlyRate
    var number: Int64

    init(_ rental: Rental, in view: GroupView, at now: Stamp, until horizon: Duration?) {
        let load = view.load(of: rental)
        jobs = load?.jobs ?? 0
        idleSince = load?.idleSince
        isPaid = horizon.map { rental.isPaid(beyond: $0, at: now) } ?? false
        rate = rental.running
        number = rental.number
        switch rental.state {
        case .unreachable, .stopped: rank = 0
        case .intended, .requested, .booting: rank = 1
        case .ready, .draining, .ending, .ended: rank = 2
        }
    }

    func goesBefore(_ other: Key) -> Bool {
        if (jobs > 0) != (other.jobs > 0) { return jobs == 0 }
        if rank != other.rank { return rank < other.rank }
        if jobs != other.jobs { return jobs < other.jobs }
        if idleSince != other.idleSince {
            guard let idleSince else { return false }
            return other.idleSince.map { idleSince < $0 } ?? true
        }
        if isPaid != other.isPaid { return other.isPaid }
        if rate != other.rate { return rate > other.rate }
        return number > other.number
    }
}

extension Rental {
    fileprivate func isPaid(beyond duration: Duration, at now: Stamp) -> Bool {
        paidAhead(at: now) > duration
    }
}
