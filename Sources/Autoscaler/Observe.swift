import Shared

/// Holds every listing against the journal and reads every queue.
///
/// Reads only.
func observe(_ ground: Ground, in world: World) async throws -> Observation {
    let now = world.clock.stamp()
    let open = try ground.journal?.openRentals() ?? []
    let inFlight = Set(
        open.filter { ground.locks?.isHeldElsewhere($0.number) ?? false }.map(\.id))
    let markets = try ground.showings.map {
        try marketView($0, ground, open, inFlight, world, at: now)
    }
    let others = markets.flatMap { $0.reconciliation?.otherInstallations ?? [] }
    guard others.isEmpty else {
        throw CheckError.otherInstallation(
            ids: Set(others).sorted(), file: world.folder.database)
    }
    var seen = Observation(
        markets: markets, rentals: reconciled(open, markets), inFlight: inFlight, groups: [],
        unconfigured: [], books: Books(),
        limits: SpendingLimits(
            budget: world.configuration.budget,
            horizon: try horizon(ground.journal, world, at: now)),
        clockDoubts: try clockDoubts(ground, at: now.wall), alerts: [], now: now)
    seen.books =
        try ground.journal?.books(at: now.wall, extra: seen.orphanRate)
        ?? Books(rate: seen.orphanRate)
    let groups = world.configuration.groups
    for (policy, queue) in zip(groups, await world.queues(groups)) {
        let own = seen.rentals.filter {
            $0.group == policy.name || $0.group == policy.renamedFrom
        }
        seen.groups.append(
            GroupView(
                policy: policy, rentals: own, demand: queue.demand, busy: queue.busy,
                history: try history(of: policy.name, in: ground.journal), inFlight: inFlight,
                frozen: frozenReason(own, seen)))
    }
    let known = Set(seen.groups.flatMap { $0.rentals.map(\.id) })
    seen.unconfigured = seen.rentals.filter { !known.contains($0.id) }
    seen.alerts = alerts(seen)
    return seen
}

/// What one provider showed, and what it means for the rentals there.
private func marketView(
    _ showing: Showing, _ ground: Ground, _ open: [Rental], _ inFlight: Set<RentalID>,
    _ world: World, at now: Stamp
) throws -> MarketView {
    let provider = showing.provider.name
    var market = MarketView(
        provider: provider, account: showing.account, listing: showing.listing, held: [])
    if showing.listing.isComplete {
        let ended = try ground.journal?.endedRentals(shownIn: showing.listing) ?? []
        market.reconciliation = reconcile(
            ReconcileInput(
                fleet: world.configuration.fleet,
                installation: ground.journal?.installation ?? "",
                rentals: open.filter { $0.provider == provider } + ended,
                listing: showing.listing, inFlight: inFlight,
                doubtGrace: world.configuration.doubtGrace, now: now))
    }
    market.held = heldReasons(market)
    return market
}

/// The open rentals as the complete listings leave them, oldest first.
private func reconciled(_ open: [Rental], _ markets: [MarketView]) -> [Rental] {
    let complete = markets.filter { $0.reconciliation != nil }
    let covered = Set(complete.map(\.provider))
    let others = open.filter { !covered.contains($0.provider) }
    return (others + complete.flatMap { $0.reconciliation?.rentals ?? [] })
        .sorted { $0.number < $1.number }
}

/// Promise T5: a clock that cannot be trusted creates nothing and ends nothing new.
private func clockDoubts(_ ground: Ground, at now: Instant) throws -> [String] {
    var doubts: [String] = []
    let slack = Duration.seconds(120)
    if let newest = try ground.journal?.newestRecord(), newest > now + slack {
        doubts.append("the newest record is from \(newest), \((newest - now).text) ahead of now")
    }
    for provider in ground.showings.map(\.provider) {
        guard let date = provider.lastDate() else { continue }
        let apart = max(date.theirs - date.ours, date.ours - date.theirs)
        if apart > slack {
            doubts.append("this clock and \(provider.name)'s are \(apart.text) apart")
        }
    }
    return doubts
}

/// Promises T1 and M2: what stands in the way of acting at one provider.
private func heldReasons(_ market: MarketView) -> [String] {
    switch market.listing.completeness {
    case .failed(let reason): return ["the machines could not be listed: \(reason)"]
    case .partial(let reason): return ["the list of machines broke off: \(reason)"]
    case .complete: break
    }
    guard let vanished = market.reconciliation?.vanished else { return [] }
    return [
        "the list lacks \(vanished.missing) of the \(vanished.shownBefore) machines "
            + "that the last one showed"
    ]
}

/// Why nothing may be created or begun to be ended for a group: a clock in doubt, no provider to
/// rent from, or a provider where its machines are and that cannot be seen whole (promise T1).
private func frozenReason(_ own: [Rental], _ seen: Observation) -> String? {
    if let doubt = seen.clockDoubts.first { return doubt }
    if seen.markets.allSatisfy({ !$0.held.isEmpty }) { return seen.held.first }
    for rental in own {
        guard let market = seen.market(rental.provider) else {
            return "it has machines at \(rental.provider), which is not configured"
        }
        if let reason = market.held.first { return "\(market.provider): \(reason)" }
    }
    return missingReason(own, seen.missing)
}

/// A machine that is missing and not yet confirmed gone freezes its group.
private func missingReason(_ own: [Rental], _ missing: Set<RentalID>) -> String? {
    let missing = own.filter { missing.contains($0.id) }
    guard let first = missing.first else { return nil }
    let name = first.instance?.description ?? first.id.description
    return missing.count == 1
        ? "\(name) is not in the list, and not yet known to be gone"
        : "\(name) and \(missing.count - 1) more are not in the list, and not yet known "
            + "to be gone"
}

private func history(of group: String, in journal: Journal?) throws -> GroupHistory {
    guard let journal else { return GroupHistory() }
    let moves = try journal.lastMoves(of: group)
    return GroupHistory(
        lastGrowth: moves.growth, lastShrink: moves.shrink,
        wishes: try journal.wishes(of: group).map {
            GroupHistory.Wish(at: $0.at, machines: $0.machines)
        },
        idleSince: try journal.idleMachines(of: group))
}

/// How far ahead reservations reach (promise M4): the longest recent gap between two runs, at
/// least the configured period, and two minutes for the destroy and its confirmation.
private func horizon(
    _ journal: Journal?, _ world: World, at now: Stamp
) throws -> Duration {
    let runs = try journal?.recentRuns(of: "autoscaler") ?? []
    var longest = world.configuration.autoscalerPeriod
    for (later, earlier) in zip([now] + runs, runs) {
        longest = max(longest, min(earlier.age(at: later), .seconds(86_400)))
    }
    return longest + .seconds(120)
}

private func alerts(_ seen: Observation) -> [String] {
    var alerts: [String] = []
    for orphan in seen.orphans {
        let price = orphan.running.map { ", \($0.perDay) a day" } ?? ""
        alerts.append(
            "orphan \(orphan.id) carries \(orphan.label ?? "no label") and no rental stands "
                + "for it\(price); it is left alone")
    }
    for suspect in seen.markets.flatMap({ $0.reconciliation?.suspects ?? [] }) {
        let price = suspect.running.map { ", \($0.perDay) a day" } ?? ""
        alerts.append(
            "\(suspect.id) has no label and may be the machine of a create without an "
                + "answer\(price); it is left alone and its place is kept")
    }
    alerts += seen.rentals.compactMap { lingering($0, at: seen.now) }
    for rental in seen.unconfigured {
        alerts.append(
            "\(rental.instance?.description ?? rental.id.description) belongs to group "
                + "\(rental.group), which is not configured: frozen, "
                + "\(rental.worstRate.perDay) a day; use renamed_from: or retire: true")
    }
    for (provider, there) in Dictionary(grouping: seen.rentals, by: \.provider)
        .sorted(by: { $0.key.rawValue < $1.key.rawValue }) where seen.market(provider) == nil
    {
        let rate = there.reduce(HourlyRate.zero) { $0 + $1.worstRate }
        alerts.append(
            "\(there.count) machines at \(provider), which is not configured: not seen, not ended, "
                + "\(rate.perDay) a day; put providers.\(provider) back")
    }
    return alerts
}

/// A machine that is to be gone for long and is still listed bills, whatever its destroy was
/// answered: a person has to look (promise M3).
private func lingering(_ rental: Rental, at now: Stamp) -> String? {
    guard rental.state == .ending, rental.missing == nil, let since = rental.endingAt,
        since.age(at: now) >= .seconds(900), let id = rental.instance
    else { return nil }
    return "\(id) was to end \(since.age(at: now).text) ago and is still listed, "
        + "\(rental.worstRate.perDay) a day: its destroy is sent again every run; "
        + "look at it in \(rental.provider)'s console"
}
