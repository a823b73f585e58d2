import Shared

/// One run of the autoscaler: observe, decide, apply, report.
///
/// - Throws: What ends the run before it changed anything at the provider; `StateError` when the
///   journal failed, at any point.
func runCheck(_ world: World, _ options: CheckOptions) async throws -> Report {
    guard let settings = world.configuration.vast else { throw CheckError.notConfigured }
    let start = world.clock.now()
    let allowed = options.deadline ?? world.configuration.autoscalerPeriod * 0.8
    let provider = world.provider(settings, start + allowed)
    guard !options.dryRun else {
        let journal = try existingJournal(world, readOnly: true)
        let ground = try await survey(provider, journal, locks: nil, world)
        let seen = try await observe(ground, in: world, provider: provider)
        let decision = decide(seen, bootDeadline: world.configuration.bootDeadline)
        return Report(
            seen: seen, decision: decision, actions: [], rentals: seen.rentals,
            totalCost: try journal?.totalCost(at: seen.now.wall) ?? .zero...(.zero), dryRun: true,
            fleet: world.configuration.fleet)
    }
    try world.folder.prepare()
    let toolLock = try ToolLock(tool: "autoscaler", in: world.folder, now: start)
    toolLock.step("listing machines")
    let ground = try await established(provider, world)
    guard let journal = ground.journal, let locks = ground.locks else {
        throw CheckError.notConfigured
    }
    let run = try journal.beginRun(of: "autoscaler", at: world.clock.stamp())
    let seen = try await observe(ground, in: world, provider: provider)
    if let changes = seen.reconciliation?.changes {
        try journal.record(changes, as: "reconciled", at: seen.now)
    }
    let fresh = try refreshed(seen, from: journal)
    let decision = decide(fresh, bootDeadline: world.configuration.bootDeadline)
    try noteWishes(decision, in: journal, at: seen.now)
    var apply = Apply(
        world: world,
        desk: RentalDesk(journal: journal, locks: locks, provider: provider, clock: world.clock),
        toolLock: toolLock, seen: fresh, deadline: start + allowed)
    try await apply.run(decision)
    let report = Report(
        seen: seen, decision: decision, actions: apply.actions,
        rentals: try journal.openRentals(), totalCost: try journal.totalCost(at: seen.now.wall),
        dryRun: false, fleet: world.configuration.fleet)
    try journal.endRun(
        run, status: report.status, record: report.record, at: world.clock.stamp())
    return report
}

private func existingJournal(_ world: World, readOnly: Bool) throws -> Journal? {
    guard world.folder.hasDatabase else { return nil }
    return try Journal(
        opening: world.folder, fleet: world.configuration.fleet, readOnly: readOnly,
        gate: world.gate)
}

/// Reads the account and the listing, and refuses what must not be acted on.
private func survey(
    _ provider: any Provider, _ journal: Journal?, locks: RentalLocks?, _ world: World
) async throws -> Ground {
    let account = try await provider.account()
    if let bound = try journal?.account(of: provider.name), bound != account {
        throw CheckError.otherAccount(provider: provider.name, bound: bound, seen: account)
    }
    let listing = await provider.listing()
    if journal == nil {
        try refuseLostState(listing, world)
    }
    return Ground(journal: journal, locks: locks, account: account, listing: listing)
}

/// Without a state file, machines with our label mean that it was lost (promise D4); without a
/// complete listing nobody can tell.
private func refuseLostState(_ listing: Listing, _ world: World) throws {
    let ours = listing.instances.filter {
        $0.label.flatMap { RentalID(label: $0, fleet: world.configuration.fleet) } != nil
    }
    guard ours.isEmpty else {
        throw CheckError.lostState(machines: ours.count, file: world.folder.database)
    }
    switch listing.completeness {
    case .complete: return
    case .partial(let reason), .failed(let reason):
        throw CheckError.nothingKnown(provider: listing.provider, reason: reason)
    }
}

/// The ground with a journal: opened, or made at the first run, and bound to the account.
private func established(_ provider: any Provider, _ world: World) async throws -> Ground {
    let existing = try existingJournal(world, readOnly: false)
    var ground = try await survey(provider, existing, locks: nil, world)
    let journal =
        try existing
        ?? Journal(
            creating: world.folder, fleet: world.configuration.fleet,
            installation: world.randomPart(), gate: world.gate)
    if try journal.account(of: provider.name) == nil {
        try journal.bind(ground.account, of: provider.name, at: world.clock.stamp())
    }
    ground.journal = journal
    ground.locks = try RentalLocks(in: world.folder)
    return ground
}

/// The observation with the rentals as the journal now holds them, versions raised.
private func refreshed(_ seen: Observation, from journal: Journal) throws -> Observation {
    var seen = seen
    seen.rentals = try journal.openRentals()
    let byID = Dictionary(uniqueKeysWithValues: seen.rentals.map { ($0.id, $0) })
    for index in seen.groups.indices {
        seen.groups[index].rentals = seen.groups[index].rentals.compactMap { byID[$0.id] }
    }
    return seen
}

private func noteWishes(_ decision: Decision, in journal: Journal, at now: Stamp) throws {
    for plan in decision.groups {
        guard let wish = plan.wish else { continue }
        try journal.noteWish(wish, of: plan.group, at: now)
    }
}
