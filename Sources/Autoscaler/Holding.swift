import Shared

/// A machine that is let go and kept until its files are home (promise D1): what it waits for,
/// what that costs, and what comes next.
struct Holding: Equatable, Sendable {
    enum Step: String, Sendable {
        /// It stays as it is.
        case wait
        /// The limit is reached, and a stop saves money.
        case stop
        /// The limit is reached, and the user wants it destroyed then, with its files.
        case destroy
        /// Nothing has to come home from it: it is destroyed.
        case release
    }

    var rental: Rental
    var owed: OwedFiles
    /// What holding it has cost so far; the bill for that lies inside.
    var cost: ClosedRange<Dollars>
    var limit: HoldLimit
    /// Whether the provider showed it at rest.
    var isAtRest: Bool
    var step: Step
    /// Why that step.
    var because: String

    /// Whether holding it may have cost all that it may.
    var isLimitReached: Bool { cost.upperBound >= limit.perMachine }
}

extension Observation {
    /// Every machine that was held when this run began, oldest rental first.
    ///
    /// Pure, as all of a decision.
    var holdings: [Holding] { rentals.filter { $0.state == .draining }.map(holding) }

    /// What has to come home from a rental's machine: the sync sets of every configured group that
    /// it belongs to, by its present name or the one before.
    func owed(by rental: Rental) -> OwedFiles {
        let policies = groups.map(\.policy).filter {
            $0.name == rental.group || $0.renamedFrom == rental.group
        }
        return policies.isEmpty ? .unknown : OwedFiles(policies.flatMap(\.sync))
    }

    /// What a held machine waits for and what comes next.
    func holding(_ rental: Rental) -> Holding {
        let shown = market(rental.provider)?.listing.instances.first { $0.id == rental.instance }
        var holding = Holding(
            rental: rental, owed: owed(by: rental), cost: rental.holdingCost(at: now.wall),
            limit: limits.budget.hold, isAtRest: shown?.status == .stopped, step: .wait,
            because: "")
        (holding.step, holding.because) = step(holding)
        return holding
    }

    private func step(_ holding: Holding) -> (Holding.Step, String) {
        let rental = holding.rental
        if inFlight.contains(rental.id) { return (.wait, "another process works on it") }
        if let doubt = clockDoubts.first { return (.wait, doubt) }
        if isHeld(at: rental.provider) { return (.wait, "\(rental.provider) cannot be seen whole") }
        if rental.missing != nil {
            return (.wait, "it is not in the list, and not yet known to be gone")
        }
        if holding.owed != .unknown, !rental.wouldLose(holding.owed) {
            let why =
                rental.mayHoldFiles
                ? "group \(rental.group) has no sync any more"
                : "it never was ready, so it holds nothing"
            guard !isProtecting else { return (.wait, "\(why), but \(Self.brokenConfiguration)") }
            return (.release, why)
        }
        guard holding.isLimitReached else { return (.wait, holding.atTheLimit) }
        return limitStep(holding)
    }

    /// What becomes of a machine on which all was spent that may be spent on holding it.
    ///
    /// Files of a group that is not configured are not ours to give up, and under a broken
    /// configuration none are: it is stopped at the most.
    private func limitStep(_ holding: Holding) -> (Holding.Step, String) {
        var reached = "the limit of budget.hold is reached"
        if holding.limit.then == .destroy, holding.owed != .unknown {
            guard isProtecting else { return (.destroy, reached) }
            reached += " (\(Self.brokenConfiguration))"
        }
        if holding.isAtRest { return (.wait, "\(reached), and it is stopped") }
        guard holding.rental.provider.billsStopped == .storageOnly else {
            return (.wait, "\(reached); a stopped machine costs as much there, so it runs on")
        }
        guard holding.rental.stopAcceptedAt == nil else {
            return (.wait, "\(reached); its stop was accepted, and it is shown running")
        }
        return (.stop, reached)
    }

    /// What a mistake in the file may have been meant to change is not acted on.
    private static let brokenConfiguration =
        "the configuration is broken, so nothing that holds files is destroyed"
}

extension Holding {
    /// What is lost when it is destroyed now; empty for nothing.
    var loss: String {
        rental.wouldLose(owed) ? ", its files were never copied home (\(owed))" : ""
    }

    /// What `budget.hold` has in store for it.
    fileprivate var atTheLimit: String {
        switch (limit.then, rental.provider.billsStopped) {
        case (.destroy, _) where owed != .unknown:
            "at the limit it is destroyed, with its files"
        case (_, .storageOnly): isAtRest ? "it is stopped" : "at the limit it is stopped and kept"
        case (_, .inFull): "it is kept beyond the limit, too"
        }
    }

    /// The machine, what it waits for, what that costs, what comes next and what to do: one line.
    ///
    /// - Parameter routes: The ways to log in to it.
    /// - Returns: The line, without an end.
    func line(_ routes: [SSHRoute]) -> String {
        let name = rental.instance?.description ?? rental.id.description
        let cause = rental.cause.map { " (\($0.rawValue))" } ?? ""
        let since = rental.drainingAt.map { " since \($0.wall)" } ?? ""
        return "\(name)\(cause) is held\(since) until its files are home: \(owed); holding it has "
            + "cost \(cost.lowerBound) to \(cost.upperBound) of \(limit.perMachine), "
            + "\(rental.rateAhead.perDay) a day; \(because); \(advice(routes))"
    }

    private func advice(_ routes: [SSHRoute]) -> String {
        guard step != .release, step != .destroy else { return "it is destroyed now" }
        let place = routes.first.map { " from \($0)" } ?? " by ssh"
        let start = isAtRest ? "start it at \(rental.provider), " : ""
        let release =
            owed == .unknown
            ? "put group \(rental.group) back" : "take sync out of group \(rental.group)"
        return
            "to do: \(start)copy them\(place), then destroy it at \(rental.provider) or \(release)"
    }
}
