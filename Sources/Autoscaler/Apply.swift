import Shared

/// Carries a decision out, one effect at a time, each recorded before and after.
///
/// Money first: what is gone is closed, what is to end is ended, and only then is anything rented.
struct Apply {
    let world: World
    let desk: RentalDesk
    let toolLock: ToolLock
    let seen: Observation
    let deadline: Instant
    private(set) var actions: [Action] = []

    init(
        world: World, desk: RentalDesk, toolLock: ToolLock, seen: Observation, deadline: Instant
    ) {
        self.world = world
        self.desk = desk
        self.toolLock = toolLock
        self.seen = seen
        self.deadline = deadline
    }

    /// Whether the run may still begin effects.
    var inTime: Bool { world.clock.now() < deadline && !Task.isCancelled }

    /// Tells what is being done: to whoever meets the lock, and to whoever looks on.
    func begin(_ step: String) {
        toolLock.step(step)
        world.progress(step)
    }

    mutating func run(_ decision: Decision) async throws {
        try await confirmEndings()
        try await sendDestroysAgain()
        for holding in decision.holdings { try await carryOut(holding) }
        for ending in decision.endings {
            try await retire(ending.rental, ending.cause, because: ending.because)
        }
        for plan in decision.groups {
            for retirement in plan.retire {
                try await retire(retirement.rental, retirement.cause, because: plan.group)
            }
        }
        for plan in decision.groups where plan.rent > 0 {
            try await rent(plan)
        }
        try await repairLabels()
    }

    /// At most this many lookups a run (promise M3), the oldest rentals first.
    private static let mostLookups = 20

    private mutating func confirmEndings() async throws {
        let gone = seen.rentals.filter { rental in
            guard !seen.isHeld(at: rental.provider), let market = seen.market(rental.provider)
            else { return false }
            return rental.looksGone(to: market.listing)
        }
        for rental in gone.prefix(Self.mostLookups) where inTime {
            begin("confirming that \(name(rental)) is gone")
            let owed = seen.owed(by: rental)
            let now = try await desk.confirmGone(rental, owing: owed)
            let ended = now?.state == .ended
            note(
                .confirm, now ?? rental, ended ? .done : .pending,
                ended
                    ? "ended: \(now?.endWords(owing: owed) ?? "")"
                    : "not listed, and not confirmed gone")
        }
    }

    /// Until a machine is seen gone its destroy is sent again (promise M3).
    private mutating func sendDestroysAgain() async throws {
        let confirmed = Set(actions.filter { $0.outcome == .done }.compactMap(\.rental))
        for rental in seen.rentals where rental.state == .ending && !confirmed.contains(rental.id) {
            // Without a listing only what was never accepted is worth another call.
            guard !seen.isHeld(at: rental.provider) || rental.destroyAcceptedAt == nil else {
                continue
            }
            try await retire(
                rental.id, rental.cause ?? .policy, because: "its destroy is sent again")
        }
    }

    private mutating func retire(
        _ id: RentalID, _ cause: EndCause, because reason: String
    ) async throws {
        guard let rental = seen.rentals.first(where: { $0.id == id }) else { return }
        guard inTime else { return note(.retire, rental, .left, "no time left in this run") }
        begin("ending \(name(rental)): \(cause.rawValue)")
        let result = try await desk.retire(rental, because: cause, owing: seen.owed(by: rental))
        note(result, of: rental, done: "\(cause.rawValue): \(reason)")
        if cause == .failedStart, let machine = rental.machine {
            try desk.journal.avoid(
                machine: machine, of: rental.provider, because: reason, at: world.clock.stamp())
        }
    }

    private mutating func rent(_ plan: GroupPlan) async throws {
        guard let view = seen.groups.first(where: { $0.policy.name == plan.group }) else { return }
        var supply = Supply(
            view: view, world: world, seen: seen, markets: desk.providers, journal: desk.journal,
            keys: desk.keys)
        var left = plan.rent
        while left > 0 {
            guard inTime else {
                return note(.rent, plan.group, .left, "\(left) not rented: no time left")
            }
            begin("looking for offers for \(plan.group)")
            guard let request = try await supply.next() else {
                return note(
                    .rent, plan.group, supply.failed ? .failed : .held,
                    "\(left) not rented: \(supply.problem)")
            }
            let outcome = try await rentOne(request)
            switch outcome {
            case .rented, .inDoubt:
                left -= 1
                supply.isTaken(request.offer)
            case .held: return
            case .refused(_, let tryNext): guard tryNext else { return }
            }
        }
    }

    private mutating func rentOne(_ request: RentRequest) async throws -> RentResult {
        guard
            let id = RentalID(
                installation: desk.journal.installation, unique: world.randomPart())
        else { return .refused(reason: "no id for a new rental", tryNext: false) }
        let offer = request.offer
        begin(
            "renting \(offer.gpuCount)x \(offer.gpuName) at \(offer.running), "
                + "\(offer.provider) offer \(offer.id)")
        let result = try await desk.rent(request, id: id)
        switch result {
        case .rented(let rental):
            let keyless = desk.keys.key == nil ? ", without an ssh key of yours" : ""
            note(.rent, rental, .done, "\(offer.gpuName) at \(offer.running)\(keyless)")
        case .inDoubt(let rental, let reason):
            note(.rent, rental, .inDoubt, "no answer to rely on: \(reason)")
        case .held(let reason):
            note(.rent, request.group, .held, reason)
        case .refused(let reason, let tryNext):
            note(.rent, request.group, tryNext ? .pending : .failed, reason)
        }
        return result
    }

    private mutating func repairLabels() async throws {
        for rental in seen.rentals where inTime && !seen.isHeld(at: rental.provider) {
            let wrong = seen.market(rental.provider)?.reconciliation?.mislabelled
            guard let id = rental.instance, wrong?[id] == rental.id,
                let now = try desk.journal.rental(rental.id), now.state != .ending
            else { continue }
            do {
                try await desk.repairLabel(now)
                note(.label, now, .done, "label put back")
            } catch let error as ProviderError {
                note(.label, now, .failed, error.explanation.what)
            }
        }
    }

    mutating func note(
        _ kind: Action.Kind, _ rental: Rental, _ outcome: Action.Outcome, _ detail: String
    ) {
        actions.append(
            Action(
                kind: kind, group: rental.group, rental: rental.id, instance: rental.instance,
                outcome: outcome, detail: detail))
    }

    private mutating func note(
        _ kind: Action.Kind, _ group: String, _ outcome: Action.Outcome, _ detail: String
    ) {
        actions.append(Action(kind: kind, group: group, outcome: outcome, detail: detail))
    }
}

/// A machine for people: by its own name where it has one.
func name(_ rental: Rental) -> String {
    rental.instance?.description ?? "rental \(rental.id)"
}
