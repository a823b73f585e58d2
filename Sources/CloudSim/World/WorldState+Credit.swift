import Shared

/// The credit at Vast, and what it lasts for.
extension WorldState {
    /// What the machines and volumes of Vast have cost until a time.
    func vastCost(until time: Instant) -> ExactCost {
        var sum = ExactCost()
        for instance in ended { sum += ExactCost(of: instance, at: time) }
        for instance in instances { sum += ExactCost(of: instance, at: time) }
        for volume in vast.endedVolumes + vast.volumes { sum += ExactCost(of: volume, at: time) }
        return sum
    }

    /// The credit left, which can be below nothing.
    func creditLeft(_ settings: WorldSettings) -> Dollars {
        settings.account.credit - credit.taken - vastCost(until: now).rounded
    }

    /// When the credit ends, should that be until `time`; otherwise the next time to look at it.
    func creditEvent(until time: Instant, _ settings: WorldSettings) -> (Instant, SimEvent)? {
        guard credit.outSince == nil else { return nil }
        let limit = ExactCost(settings.account.credit - credit.taken)
        guard vastCost(until: now) < limit else { return (now, .creditEnd) }
        guard let bound = lastsUntil(limit) else { return nil }
        guard bound <= time else { return (bound, .creditLook) }
        guard vastCost(until: time) >= limit else {
            return (time + .microseconds(1), .creditLook)
        }
        var before = now
        var after = time
        while after - before > .microseconds(1) {
            let middle = before + .microseconds((after - before).microseconds / 2)
            if vastCost(until: middle) < limit { before = middle } else { after = middle }
        }
        return (after, .creditEnd)
    }

    /// A time before which the limit is not reached even when everything runs; nothing: never.
    private func lastsUntil(_ limit: ExactCost) -> Instant? {
        var perHour = Dollars.zero
        for instance in instances {
            let disk = instance.storageCost.microdollars * (instance.diskMilliGB / 1000 + 1) / 720
            perHour = perHour + instance.gpuRate + Dollars(microdollars: disk + 1)
        }
        for volume in vast.volumes {
            let disk = volume.storageCost.microdollars * volume.size / 720
            perHour = perHour + Dollars(microdollars: disk + 1)
        }
        guard perHour > .zero else { return nil }
        let left = (limit - vastCost(until: now)).rounded.microdollars
        // Whole seconds, rounded down, and bounded by a century.
        let seconds = min(left / max(1, perHour.microdollars / 3600 + 1), 3_200_000_000)
        return now + .seconds(seconds)
    }

    /// Stops every machine of Vast for want of credit.
    mutating func runOutOfCredit(_ settings: WorldSettings) {
        credit.outSince = now
        for index in instances.indices where instances[index].intended == .running {
            instances[index].stop(at: now, taking: settings.stopping)
        }
    }

    /// Takes all the credit that is left.
    mutating func takeCredit(returning returns: Instant?, _ settings: WorldSettings) {
        let left = creditLeft(settings)
        if left > .zero { credit.taken = credit.taken + left }
        credit.returns = returns
        if credit.outSince == nil { runOutOfCredit(settings) }
    }

    /// Gives back what faults have taken; machines stay stopped.
    mutating func returnCredit(_ settings: WorldSettings) {
        credit.taken = .zero
        credit.returns = nil
        if creditLeft(settings) > .zero { credit.outSince = nil }
    }
}
