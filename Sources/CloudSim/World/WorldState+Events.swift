import Shared

/// What happens by itself, each thing at its own time, however rarely anybody looks.
extension WorldState {
    /// Brings the world to a time.
    mutating func advance(
        to time: Instant, _ catalog: Catalog, _ settings: WorldSettings, vultr: VultrCatalog
    ) {
        if let quiet = quietUntil.value, time < quiet {
            now = max(now, time)
            return
        }
        while let (due, event) = nextEvent(until: time, catalog, settings) {
            guard due <= time else {
                quietUntil.value = due
                break
            }
            now = max(now, due)
            happen(event, catalog, settings, vultr)
            quietUntil.value = nil
        }
        now = max(now, time)
    }

    /// The next event, were nothing else to happen until a time; nothing: none is in sight.
    private mutating func nextEvent(
        until time: Instant, _ catalog: Catalog, _ settings: WorldSettings
    ) -> (Instant, SimEvent)? {
        var next = NextEvent(now: now)
        for (index, rival) in rivals.enumerated() {
            if let until = rival.until { next.consider(until, .rivalLeaves(index)) }
        }
        if let returns = credit.returns { next.consider(returns, .creditReturn) }
        for (index, create) in late.enumerated() { next.consider(create.due, .lateCreate(index)) }
        for (index, create) in (vultr?.late ?? []).enumerated() {
            next.consider(create.due, .lateVultrCreate(index))
        }
        considerContracts(&next, until: time, catalog, settings)
        if let since = credit.outSince, !instances.isEmpty {
            next.consider(since + settings.deletion, .creditDeletion)
        }
        for (index, rule) in faults.rules.enumerated()
        where rule.kind.isEvent && rule.remaining != 0 {
            for (due, machine) in meetings(with: rule) {
                next.consider(due, .strike(rule: index, at: machine))
            }
        }
        if let (due, event) = creditEvent(until: min(time, next.due ?? time), settings) {
            next.consider(due, event)
        }
        return next.found
    }

    /// Considers the ends of contracts, and the deletions that follow them.
    private mutating func considerContracts(
        _ next: inout NextEvent, until time: Instant, _ catalog: Catalog,
        _ settings: WorldSettings
    ) {
        if let until = contractsUntil.value, time < until {
            next.consider(until, .look)
            return
        }
        var first = NextEvent(now: now)
        for instance in instances {
            guard let end = contractEnd(of: instance, catalog) else { continue }
            instance.isExpired
                ? first.consider(end + settings.deletion, .deletion(instance.id))
                : first.consider(end, .contractEnd(instance.id))
        }
        contractsUntil.value = first.due
        if let (due, event) = first.found { next.consider(due, event) }
    }

    /// When the host no longer lets an instance.
    func contractEnd(of instance: SimInstance, _ catalog: Catalog) -> Instant? {
        instance.contractEnd ?? catalog[instance.offerID].map { instance.created + $0.duration }
    }

    private mutating func happen(
        _ event: SimEvent, _ catalog: Catalog, _ settings: WorldSettings, _ vultr: VultrCatalog
    ) {
        switch event {
        case .lateCreate(let index):
            let order = late.remove(at: index).order
            guard let offer = catalog[order.offerID] else { return }
            _ = create(order, from: offer, settings)
        case .lateVultrCreate(let index):
            let order = vultrPart.late.remove(at: index).order
            guard let plan = vultr[order.planID] else { return }
            _ = create(order, of: plan, vultr, settings)
        case .strike(let index, let machine): strike(machine, with: index, catalog, settings)
        case .rivalLeaves(let index):
            rivals.remove(at: index)
            startQueued(catalog, settings)
        case .contractEnd(let id): endContract(of: id, catalog, settings)
        case .deletion(let id): _ = destroy(id, catalog, settings)
        case .creditReturn: returnCredit(settings)
        case .creditEnd: runOutOfCredit(settings)
        case .creditDeletion:
            for instance in instances { _ = destroy(instance.id, catalog, settings) }
        case .look: return
        }
    }

    /// Stops an instance for good; its disk stays for a while, and is billed.
    private mutating func endContract(
        of id: Int64, _ catalog: Catalog, _ settings: WorldSettings
    ) {
        guard let index = index(of: id) else { return }
        instances[index].stop(at: now, taking: .zero)
        instances[index].isExpired = true
        contractsUntil.value = nil
        release(index)
        startQueued(catalog, settings)
    }
}

/// The earliest of what is considered; of two at one time, the first.
private struct NextEvent {
    let now: Instant
    private(set) var found: (Instant, SimEvent)?

    var due: Instant? { found?.0 }

    init(now: Instant) { self.now = now }

    mutating func consider(_ due: Instant, _ event: SimEvent) {
        let due = max(due, now)
        if found.map({ due < $0.0 }) ?? true { found = (due, event) }
    }
}
