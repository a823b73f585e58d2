import Shared

/// What faults do to machines and accounts at a time of their own.
extension WorldState {
    /// When an event's rule meets each machine that it has not met, or the account.
    func meetings(with rule: FaultRule) -> [(Instant, String)] {
        switch rule.kind {
        case .creditOut: return accountMeeting(with: rule)
        case .suspended:
            guard let id = rule.aim.machine else { return accountMeeting(with: rule) }
            guard let machine = vultr?[id], !rule.met.contains(id) else { return [] }
            return [(max(rule.since, machine.created) + rule.delay, id)]
        default:
            return instances.compactMap { instance in
                let id = String(instance.id)
                guard rule.aim.machine ?? id == id, !rule.met.contains(id),
                    let due = meeting(with: rule, instance)
                else { return nil }
                return (due, id)
            }
        }
    }

    private func accountMeeting(with rule: FaultRule) -> [(Instant, String)] {
        rule.met.contains(SimEvent.account) ? [] : [(rule.since + rule.delay, SimEvent.account)]
    }

    private func meeting(with rule: FaultRule, _ instance: SimInstance) -> Instant? {
        if rule.kind == .outbid {
            guard instance.isBid, instance.holdsGPUs else { return nil }
            return instance.firstRunning(from: max(rule.since, now))
        }
        guard !instance.isExpired else { return nil }
        return max(rule.since, instance.created) + rule.delay
    }

    /// Lets a rule meet what it matches: it strikes, or spares it.
    mutating func strike(
        _ machine: String, with index: Int, _ catalog: Catalog, _ settings: WorldSettings
    ) {
        guard faults.meet(machine, with: index) else { return }
        let rule = faults.rules[index]
        let ends = rule.lasts.map { now + $0 }
        switch rule.kind {
        case .creditOut: takeCredit(returning: ends, settings)
        case .suspended: suspend(machine, until: ends)
        default:
            guard let id = Int64(machine), let index = self.index(of: id) else { return }
            switch rule.kind {
            case .outbid: outbid(index, byPercent: rule.amount, until: ends, catalog, settings)
            case .contractEnd:
                instances[index].contractEnd = now
                contractsUntil.value = nil
            default: instances[index].outages.append(Outage(begins: now, ends: ends))
            }
        }
    }

    /// Lets another renter bid more for an instance's GPUs.
    private mutating func outbid(
        _ index: Int, byPercent percent: Double, until ends: Instant?, _ catalog: Catalog,
        _ settings: WorldSettings
    ) {
        let instance = instances[index]
        guard let offer = catalog[instance.offerID] else { return }
        let bid = Double(instance.gpuRate.microdollars)
        let higher = max(Int64((bid * (1 + percent / 100)).rounded()), Int64(bid) + 1000)
        rivals.append(
            Rival(
                offerID: offer.id, gpuIDs: Set(offer.gpuIDs),
                minBid: Dollars(microdollars: higher), takes: false, until: ends))
        outbid(instance.id, catalog, settings)
    }

    private mutating func suspend(_ machine: String, until ends: Instant?) {
        let outage = Outage(begins: now, ends: ends)
        if machine == SimEvent.account {
            vultrPart.suspensions.append(outage)
        } else if let index = vultrPart.index(of: machine) {
            vultrPart.machines[index].suspensions.append(outage)
        }
    }

    /// Ends what faults have done and still lasts.
    mutating func endFaults(_ catalog: Catalog, _ settings: WorldSettings) {
        for index in instances.indices { instances[index].outages.endAll(at: now) }
        if vultr != nil {
            vultrPart.suspensions.endAll(at: now)
            for index in vultrPart.machines.indices {
                vultrPart.machines[index].suspensions.endAll(at: now)
            }
        }
        rivals = []
        returnCredit(settings)
        startQueued(catalog, settings)
    }
}
