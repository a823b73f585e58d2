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
    mutating func creditEvent(
        until time: Instant, _ settings: WorldSettings
    ) -> (Instant, SimEvent)? {
        guard credit.outSince == nil else { return nil }
        if let bound = creditBound.value, time < bound.until { return (bound.until, .look) }
        let limit = ExactCost(settings.account.credit - credit.taken)
        let spent = vastCost(until: now)
        guard spent < limit else { return (now, .creditEnd) }
        creditBound.value = bound(of: limit - spent)
        guard let bound = creditBound.value else { return nil }
        guard bound.until <= time else { return (bound.until, .look) }
        guard vastCost(until: time) >= limit else { return (time + .microseconds(1), .look) }
        var before = now
        var after = time
        while after - before > .microseconds(1) {
            let middle = before + .microseconds((after - before).microseconds / 2)
            if vastCost(until: middle) < limit { before = middle } else { after = middle }
        }
        return (after, .creditEnd)
    }

    /// Until when an amount lasts even when everything runs; nothing: nothing costs anything.
    private func bound(of left: ExactCost) -> CreditBound? {
        let rate = instances.reduce(Int64(0)) { $0 + CreditBound.rate(of: $1) }
        let volumes = vast.volumes.reduce(Int64(0)) { sum, volume in
            sum + volume.storageCost.microdollars * volume.size / 720 + 1
        }
        guard rate + volumes > 0 else { return nil }
        let hours = Double(left.rounded.microdollars) / Double(rate + volumes)
        // A thousandth less for the rounding, in whole microseconds, and at most a century.
        let time = Duration.microseconds(Int64(min(hours * 0.999, 876_000) * 3_600_000_000))
        return CreditBound(until: now + time, perHour: rate + volumes)
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
        creditBound.value = nil
        let left = creditLeft(settings)
        if left > .zero { credit.taken = credit.taken + left }
        credit.returns = returns
        if credit.outSince == nil { runOutOfCredit(settings) }
    }

    /// Gives back what faults have taken; machines stay stopped.
    mutating func returnCredit(_ settings: WorldSettings) {
        creditBound.value = nil
        credit.taken = .zero
        credit.returns = nil
        if creditLeft(settings) > .zero { credit.outSince = nil }
    }
}

/// A time that the credit surely lasts until, and what that was reckoned with.
struct CreditBound: Sendable {
    var until: Instant
    /// Micro-dollars an hour with everything running.
    var perHour: Int64

    /// What an instance costs an hour at most, in micro-dollars.
    static func rate(of instance: SimInstance) -> Int64 {
        let disk = instance.storageCost.microdollars * (instance.diskMilliGB / 1000 + 1) / 720
        return instance.gpuRate.microdollars + disk + 1
    }

    /// Counts one more instance from `now` on.
    mutating func add(_ instance: SimInstance, at now: Instant) {
        guard now < until else { return }
        let more = perHour + Self.rate(of: instance)
        let time = Double((until - now).microseconds) * Double(perHour) / Double(more)
        until = now + .microseconds(Int64(time * 0.999_999))
        perHour = more
    }
}
