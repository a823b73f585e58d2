import Shared

/// One run of the autoscaler: observe, decide, apply, report.
///
/// - Throws: What ends the run before it changed anything at the provider; `StateError` when the
///   journal failed, at any point.
func runCheck(_ world: World, _ options: CheckOptions) async throws -> Report {
    let start = world.clock.now()
    let deadline = start + (options.deadline ?? world.configuration.autoscalerPeriod * 0.8)
    let providers = world.providers(deadline)
    guard !providers.isEmpty else { throw CheckError.notConfigured }
    guard !options.dryRun else { return try await rehearse(world, options, providers) }

    try world.folder.prepare()
    let toolLock = try ToolLock(tool: "autoscaler", in: world.folder, now: start)
    toolLock.step("listing machines")
    world.progress("listing machines")
    let ground = try await world.surveyAndEstablish(providers, rebind: options.rebind)
    guard let journal = ground.journal, let locks = ground.locks else {
        throw CheckError.notConfigured
    }
    var seen = try await observe(ground, in: world)
    seen.isProtecting = options.protectOnly
    let run = try record(&seen, in: journal, of: world, options)
    let decision = decide(seen, bootDeadline: world.configuration.bootDeadline)
    if seen.clockDoubts.isEmpty {
        try noteWishes(decision, in: journal, at: seen.now)
        for view in seen.groups where view.busy != nil {
            try journal.noteIdle(view.idleSince(at: seen.now), of: view.policy.name)
        }
    }
    var apply = Apply(
        world: world,
        desk: RentalDesk(
            journal: journal, folder: world.folder, locks: locks, providers: providers,
            clock: world.clock, keys: SSHKeyRing(world.sshKey)),
        toolLock: toolLock, seen: seen, deadline: deadline)
    try await apply.run(decision)
    // What was recorded is known; only effects change the journal after that.
    let isKnown = run != nil && apply.actions.isEmpty
    let rentals = isKnown ? seen.rentals : try journal.openRentals()
    seen.books = try journal.books(of: rentals, at: seen.now.wall, extra: seen.orphanRate)
    var report = Report(
        seen: seen, decision: decision, actions: apply.actions, rentals: rentals,
        totalCost: try journal.totalCost(with: rentals, at: seen.now.wall), dryRun: false,
        fleet: world.configuration.fleet, sshUser: world.configuration.sshUser)
    if options.protectOnly { report.mistakes = options.mistakes }
    if let run {
        report.remindsOfHoldings = try journal.isReminderDue(
            for: report, every: .seconds(86_400) - world.configuration.autoscalerPeriod)
        try journal.endRun(
            run, status: report.status, record: report.record, at: world.clock.stamp())
        // A few times a day is often enough.
        if run.isMultiple(of: 100) { try journal.thinRuns(at: world.clock.stamp()) }
    }
    return report
}

/// Records what was seen: the run, the configuration that led it, the listings, and what they mean
/// for each rental; the observation then holds the rentals as they are recorded, versions raised.
///
/// Under a doubtful clock nothing is dated, so nothing is recorded.
///
/// - Returns: The run's number; `nil` when it is not recorded.
private func record(
    _ seen: inout Observation, in journal: Journal, of world: World, _ options: CheckOptions
) throws -> Int64? {
    guard seen.clockDoubts.isEmpty else { return nil }
    let run = try journal.beginRun(of: "autoscaler", at: world.clock.stamp())
    if !options.protectOnly { try journal.note("configuration", world.configurationText) }
    for market in seen.markets { try journal.keep(market.listing, by: "autoscaler") }
    let recorded = try journal.record(
        seen.markets.flatMap { $0.reconciliation?.changes ?? [] }, as: "reconciled", at: seen.now)
    seen.hold(recorded)
    seen.books = try journal.books(of: seen.rentals, at: seen.now.wall, extra: seen.orphanRate)
    return run
}

extension Observation {
    /// Puts rentals as they were recorded in the place of those that they were before, and leaves
    /// out what has ended.
    fileprivate mutating func hold(_ recorded: [Rental]) {
        let byID = Dictionary(recorded.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        func open(_ rentals: [Rental]) -> [Rental] {
            rentals.map { byID[$0.id] ?? $0 }.filter(\.state.mayBill)
        }
        rentals = open(rentals)
        for index in groups.indices { groups[index].rentals = open(groups[index].rentals) }
    }
}

private func noteWishes(_ decision: Decision, in journal: Journal, at now: Stamp) throws {
    for plan in decision.groups {
        guard let wish = plan.wish else { continue }
        try journal.noteWish(wish, of: plan.group, at: now)
    }
}
