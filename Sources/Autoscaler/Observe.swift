import Shared

/// Holds the listing against the journal and reads every queue.
///
/// Reads only.
func observe(_ ground: Ground, in world: World, provider: any Provider) async throws
    -> Observation
{
    let now = world.clock.stamp()
    let open = try ground.journal?.openRentals() ?? []
    let inFlight = Set(
        open.filter { ground.locks?.isHeldElsewhere($0.number) ?? false }.map(\.id))
    let reconciliation = try reconciled(ground, open, inFlight, world, at: now)
    if let others = reconciliation?.otherInstallations, !others.isEmpty {
        throw CheckError.otherInstallation(ids: others, file: world.folder.database)
    }
    let rentals = reconciliation?.rentals ?? open
    let doubts = try clockDoubts(ground.journal, provider, at: now.wall)
    let frozen = frozenReasons(ground.listing, reconciliation)
    var groups: [GroupView] = []
    for (policy, queue) in zip(world.configuration.groups, await world.queues()) {
        let own = rentals.filter { $0.group == policy.name || $0.group == policy.renamedFrom }
        groups.append(
            GroupView(
                policy: policy, rentals: own, demand: queue.demand, busy: queue.busy,
                history: try history(of: policy.name, in: ground.journal), inFlight: inFlight,
                frozen: (doubts + frozen + missingReason(own, reconciliation)).first))
    }
    let known = Set(groups.flatMap { $0.rentals.map(\.id) })
    let extra = reconciliation?.orphanRate ?? .zero
    return Observation(
        listing: ground.listing, rentals: rentals, reconciliation: reconciliation,
        inFlight: inFlight, groups: groups,
        unconfigured: rentals.filter { !known.contains($0.id) },
        books: try ground.journal?.books(at: now.wall, extra: extra) ?? Books(rate: extra),
        limits: SpendingLimits(
            budget: world.configuration.budget,
            horizon: try horizon(ground.journal, world, at: now)),
        held: doubts + frozen, clockDoubts: doubts,
        alerts: alerts(reconciliation, rentals, known), account: ground.account, now: now)
}

private func reconciled(
    _ ground: Ground, _ open: [Rental], _ inFlight: Set<RentalID>, _ world: World, at now: Stamp
) throws -> Reconciliation? {
    guard ground.listing.isComplete else { return nil }
    let ended = try ground.journal?.endedRentals(shownIn: ground.listing) ?? []
    return reconcile(
        ReconcileInput(
            fleet: world.configuration.fleet,
            installation: ground.journal?.installation ?? "",
            rentals: open + ended, listing: ground.listing, inFlight: inFlight,
            doubtGrace: world.configuration.doubtGrace, now: now))
}

/// Promise T5: a clock that cannot be trusted creates nothing and ends nothing new.
private func clockDoubts(
    _ journal: Journal?, _ provider: any Provider, at now: Instant
) throws -> [String] {
    var doubts: [String] = []
    let slack = Duration.seconds(120)
    if let newest = try journal?.newestRecord(), newest > now + slack {
        doubts.append("the newest record is from \(newest), \((newest - now).text) ahead of now")
    }
    if let date = provider.lastDate() {
        let apart = max(date.theirs - date.ours, date.ours - date.theirs)
        if apart > slack {
            doubts.append("this clock and the provider's are \(apart.text) apart")
        }
    }
    return doubts
}

/// Promises T1 and M2: what freezes every group of a provider.
private func frozenReasons(_ listing: Listing, _ reconciliation: Reconciliation?) -> [String] {
    switch listing.completeness {
    case .failed(let reason): return ["the machines could not be listed: \(reason)"]
    case .partial(let reason): return ["the list of machines broke off: \(reason)"]
    case .complete: break
    }
    guard let vanished = reconciliation?.vanished else { return [] }
    return [
        "the list lacks \(vanished.missing) of the \(vanished.shownBefore) machines "
            + "that the last one showed"
    ]
}

/// A machine that is missing and not yet confirmed gone freezes its group.
private func missingReason(_ own: [Rental], _ reconciliation: Reconciliation?) -> [String] {
    let missing = own.filter { reconciliation?.missing.contains($0.id) ?? false }
    guard let first = missing.first else { return [] }
    let name = first.instance?.description ?? first.id.description
    return [
        missing.count == 1
            ? "\(name) is not in the list, and not yet known to be gone"
            : "\(name) and \(missing.count - 1) more are not in the list, and not yet known "
                + "to be gone"
    ]
}

private func history(of group: String, in journal: Journal?) throws -> GroupHistory {
    guard let journal else { return GroupHistory() }
    let moves = try journal.lastMoves(of: group)
    return GroupHistory(
        lastGrowth: moves.growth, lastShrink: moves.shrink,
        wishes: try journal.wishes(of: group).map {
            GroupHistory.Wish(at: $0.at, machines: $0.machines)
        })
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

private func alerts(
    _ reconciliation: Reconciliation?, _ rentals: [Rental], _ known: Set<RentalID>
) -> [String] {
    var alerts: [String] = []
    for orphan in reconciliation?.orphans ?? [] {
        let price = orphan.running.map { ", \($0.perDay) a day" } ?? ""
        alerts.append(
            "orphan \(orphan.id) carries \(orphan.label ?? "no label") and no rental stands "
                + "for it\(price); it is left alone")
    }
    for suspect in reconciliation?.suspects ?? [] {
        let price = suspect.running.map { ", \($0.perDay) a day" } ?? ""
        alerts.append(
            "\(suspect.id) has no label and may be the machine of a create without an "
                + "answer\(price); it is left alone and its place is kept")
    }
    for rental in rentals where !known.contains(rental.id) {
        alerts.append(
            "\(rental.instance?.description ?? rental.id.description) belongs to group "
                + "\(rental.group), which is not configured: frozen, "
                + "\(rental.worstRate.perDay) a day; use renamed_from: or retire: true")
    }
    return alerts
}
