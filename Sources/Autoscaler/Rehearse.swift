import Shared

/// The real run, stopped before the first effect: what it would do is found out by reading only,
/// the search for offers included.
func rehearse(
    _ world: World, _ options: CheckOptions, _ providers: [any Provider]
) async throws -> Report {
    world.progress("listing machines")
    let ground = try await world.surveyWithoutTouching(providers)
    let seen = try await observe(ground, in: world)
    let decision = decide(seen, bootDeadline: world.configuration.bootDeadline)
        .narrowed(by: options)
    var rehearsal = Rehearsal(
        world: world, seen: seen, journal: ground.journal, markets: providers)
    try await rehearsal.run(decision)
    let now = seen.now.wall
    return Report(
        seen: seen, decision: decision, actions: rehearsal.actions, rentals: seen.rentals,
        totalCost: try ground.journal?.totalCost(at: now) ?? .zero...(.zero), dryRun: true,
        fleet: world.configuration.fleet, sshUser: world.configuration.sshUser)
}

/// What `Apply` would do, in its order, from the same offers and under the same limits.
///
/// What a real run only learns by acting is not in it: a create that is refused, a machine that
/// somebody else was quicker to take.
private struct Rehearsal {
    let world: World
    let seen: Observation
    let journal: Journal?
    let markets: [ProviderName: any Provider]
    private(set) var actions: [Action] = []
    /// The books with what was planned so far.
    private var books: Books

    init(world: World, seen: Observation, journal: Journal?, markets: [any Provider]) {
        self.world = world
        self.seen = seen
        self.journal = journal
        self.markets = Dictionary(
            markets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        books = seen.books
    }

    mutating func run(_ decision: Decision) async throws {
        for holding in decision.holdings { carryOut(holding) }
        for ending in decision.endings {
            retire(ending.rental, ending.cause, because: ending.because)
        }
        for plan in decision.groups {
            for retirement in plan.retire {
                retire(retirement.rental, retirement.cause, because: plan.group)
            }
        }
        for plan in decision.groups where plan.rent > 0 {
            try await rent(plan)
        }
    }

    private mutating func carryOut(_ holding: Holding) {
        switch holding.step {
        case .wait: return
        case .stop: note(.stop, holding.rental, holding.because)
        case .release, .destroy: note(.retire, holding.rental, holding.because + holding.loss)
        }
    }

    private mutating func retire(_ id: RentalID, _ cause: EndCause, because reason: String) {
        guard let rental = seen.rentals.first(where: { $0.id == id }) else { return }
        let owed = seen.owed(by: rental)
        let held = rental.wouldLose(owed) ? "; it is kept until its files are home (\(owed))" : ""
        note(.retire, rental, "\(cause.rawValue): \(reason)\(held)")
    }

    private mutating func note(_ kind: Action.Kind, _ rental: Rental, _ detail: String) {
        actions.append(
            Action(
                kind: kind, group: rental.group, rental: rental.id, instance: rental.instance,
                outcome: .planned, detail: detail))
    }

    private mutating func rent(_ plan: GroupPlan) async throws {
        guard let view = seen.groups.first(where: { $0.policy.name == plan.group }) else { return }
        world.progress("looking for offers for \(plan.group)")
        // No key is put anywhere.
        var supply = Supply(
            view: view, world: world, seen: seen, markets: markets, journal: journal,
            keys: SSHKeyRing(nil))
        for left in stride(from: plan.rent, to: 0, by: -1) {
            guard let request = try await supply.next() else {
                return note(
                    plan.group, supply.failed ? .failed : .held,
                    "\(left) not rented: \(supply.problem)")
            }
            let offer = request.offer
            if let refusal = request.limits.budget.refusal(
                for: offer.running, books: books, horizon: request.limits.horizon,
                upfront: offer.startedHour)
            {
                return note(plan.group, .held, refusal.description)
            }
            books.rate += offer.running
            books.today += offer.startedHour
            books.month += offer.startedHour
            supply.isTaken(offer)
            note(
                plan.group, .planned,
                "\(offer.gpuCount)x \(offer.gpuName) at \(offer.running), \(offer.provider) offer "
                    + "\(offer.id)")
        }
    }

    private mutating func note(_ group: String, _ outcome: Action.Outcome, _ detail: String) {
        actions.append(Action(kind: .rent, group: group, outcome: outcome, detail: detail))
    }
}
