package import Shared

/// A machine of a `FakeProvider`, from its creation until it was destroyed, and then for its bill.
package struct FakeMachine: Sendable {
    /// From when on it has power, or has none.
    struct Power: Sendable {
        var since: Instant
        var isOn: Bool
    }

    package let id: InstanceID
    package let offer: Offer
    package let created: Instant
    package internal(set) var ended: Instant?
    package internal(set) var label: String
    /// The ssh keys that may log in to it.
    package internal(set) var keys: [SSHPublicKey]
    /// Never empty, in order of time.
    var power: [Power]
    let boot: Duration

    var isOn: Bool { power.last?.isOn ?? false }

    mutating func turn(on isOn: Bool, at now: Instant) {
        guard isOn != self.isOn else { return }
        power.append(Power(since: now, isOn: isOn))
    }

    func status(at now: Instant) -> InstanceStatus {
        guard let last = power.last, last.isOn else { return .stopped }
        return now - last.since < boot ? .booting : .running
    }

    func instance(at now: Instant) -> Instance {
        let status = status(at: now)
        let bills = rate(isRunning: status == .running)
        return Instance(
            id: id, label: label, status: status, machine: offer.machine, gpuName: offer.gpuName,
            gpuCount: offer.gpuCount, running: offer.running, stopped: offer.stopped,
            billing: bills...bills, created: created,
            routes: [
                SSHRoute(.direct, host: "127.0.0.1", port: 40_000),
                SSHRoute(.proxy, host: "proxy.example", port: 10_000),
            ].compactMap { $0 })
    }

    private func rate(isRunning: Bool) -> HourlyRate {
        isRunning || id.provider.billsStopped == .inFull ? offer.running : offer.stopped
    }

    /// What it has cost: by the moment, or by started hours where the provider bills so.
    package func cost(at now: Instant) -> Dollars {
        let end = min(ended ?? now, now)
        guard !id.provider.billsWholeHours else {
            let hours = ((end - created).microseconds + 3_599_999_999) / 3_600_000_000
            return offer.running.perHour * max(1, Int(hours))
        }
        var sum = Dollars.zero
        for (position, phase) in power.enumerated() {
            let next = position + 1 < power.count ? power[position + 1].since : end
            let until = max(phase.since, min(next, end))
            let ready = phase.isOn ? min(until, phase.since + boot) : until
            sum += rate(isRunning: false).ceiling(for: ready - phase.since)
            sum += rate(isRunning: true).ceiling(for: until - ready)
        }
        return sum
    }
}
