import Shared

/// What a container last reported; `nil` in a row is `provisioning`.
enum ContainerStatus: String, Sendable, Equatable {
    case provisioning
    case created
    case loading
    case running
    /// On the way back to `running` with its GPUs; charged as running.
    case rebooting
    case recycling
    case exited
    /// The host is out of reach: nothing is charged.
    case offline

    /// Whether the GPUs are charged.
    var isCharged: Bool { self == .running || self == .rebooting || self == .recycling }
}

/// What the user wants of an instance.
enum IntendedStatus: String, Sendable, Equatable {
    case running
    case stopped
}

/// One rented machine, from its creation until it was destroyed, and afterwards for the bill.
///
/// Its states are laid out in advance: `phases` may reach into the future, and the state at a time
/// is the last phase that has begun. Nothing needs a timer.
struct SimInstance: Sendable, Equatable {
    struct Phase: Sendable, Equatable {
        var begins: Instant
        var status: ContainerStatus
    }

    /// A price that held until a moment.
    struct PastRate: Sendable, Equatable {
        var until: Instant
        var rate: Dollars
    }

    let id: Int64
    let offerID: Int64
    let gpuName: String
    let created: Instant
    var ended: Instant?
    var phases: [Phase]
    var intended: IntendedStatus
    /// Whether the GPUs are its own; an instance that never got them only has a disk.
    var holdsGPUs: Bool
    /// The label as it is now, and as the create asked for it.
    var label: String?
    let createdLabel: String?
    /// $ an hour while running; on a bid, the bid.
    var gpuRate: Dollars
    /// What an hour cost before its bid was changed, in order of time.
    var earlierRates: [PastRate] = []
    let storageCost: Dollars
    /// In thousandths of a GB.
    let diskMilliGB: Int64
    let isBid: Bool
    /// Lists leave it out before this.
    var hiddenUntil: Instant?
    /// Faults: it never gets beyond loading.
    var isStuck: Bool
    /// When its host was out of reach.
    var outages: [Outage] = []
    /// Whether a higher bid has stopped it, and it resumes by itself once its own wins again.
    var isOutbid = false
    /// When its contract ends, if that is not when its offer does.
    var contractEnd: Instant?
    /// Whether its contract has ended: it never starts again.
    var isExpired = false
    /// Lists still show it until then although it has ended.
    var lingersUntil: Instant?
    var request: ContainerRequest
    /// The key that can start, stop and destroy this instance only.
    let key: String

    /// The part of a create request that the container is made from.
    struct ContainerRequest: Sendable, Equatable {
        var image: String
        var runtype: String
        var onstart: String?
        var env: JSONObject
        /// For the image's own entry point, with runtype `args`.
        var arguments: [String] = []
        var volume: VolumeMount?
    }

    /// A rented volume, and where the container sees it.
    struct VolumeMount: Sendable, Equatable {
        var volume: Int64
        var path: String
    }

    func status(at now: Instant) -> ContainerStatus {
        outages.covers(now) ? .offline : containerStatus(at: now)
    }

    /// The status as it would be, were the host in reach.
    func containerStatus(at now: Instant) -> ContainerStatus {
        phases.last { $0.begins <= now }?.status ?? .provisioning
    }

    /// Lays out a start at `now` that takes `boot`: from nothing at first, later from the disk.
    mutating func start(at now: Instant, taking boot: Duration) {
        phases.removeAll { $0.begins > now }
        intended = .running
        isOutbid = false
        if containerStatus(at: now) == .running { return }
        if phases.isEmpty {
            phases.append(Phase(begins: now, status: .provisioning))
            phases.append(Phase(begins: now + boot / 10, status: .created))
            phases.append(Phase(begins: now + boot / 5, status: .loading))
        } else {
            phases.append(Phase(begins: now, status: .loading))
        }
        if !isStuck { phases.append(Phase(begins: now + boot, status: .running)) }
    }

    /// Lays out a stop at `now`; a running container takes `stopping` to end.
    mutating func stop(at now: Instant, taking stopping: Duration) {
        intended = .stopped
        isOutbid = false
        let isRunning = containerStatus(at: now) == .running
        if isRunning, phases.contains(where: { $0.begins > now && $0.status == .exited }) { return }
        phases.removeAll { $0.begins > now }
        if phases.last?.status == .exited { return }
        phases.append(Phase(begins: isRunning ? now + stopping : now, status: .exited))
    }

    /// Lays out a restart of a running container that takes `time` and keeps its GPUs.
    mutating func restart(as status: ContainerStatus, at now: Instant, taking time: Duration) {
        phases.removeAll { $0.begins > now }
        phases.append(Phase(begins: now, status: status))
        phases.append(Phase(begins: now + time, status: .running))
    }

    /// Changes the price of an hour from `now` on; what ran before keeps its price.
    mutating func changeRate(to rate: Dollars, at now: Instant) {
        guard rate != gpuRate else { return }
        earlierRates.append(PastRate(until: now, rate: gpuRate))
        gpuRate = rate
    }

    /// How long it ran, restarts included and outages not, until `now`, or until it ended.
    func runningTime(until now: Instant) -> Duration {
        let end = min(ended ?? now, now)
        var total = Duration.zero
        for (position, phase) in phases.enumerated() where phase.status.isCharged {
            let next = position + 1 < phases.count ? phases[position + 1].begins : end
            let until = min(next, end)
            guard phase.begins < until else { continue }
            total += until - phase.begins - outages.time(from: phase.begins, until: until)
        }
        return total
    }

    /// How long it existed until `now`, or until it ended.
    func existingTime(until now: Instant) -> Duration {
        max(.zero, min(ended ?? now, now) - created)
    }

    /// How long its disk was charged: its host's outages are free.
    func diskTime(until now: Instant) -> Duration {
        let end = min(ended ?? now, now)
        guard !outages.isEmpty, created < end else { return existingTime(until: now) }
        return end - created - outages.time(from: created, until: end)
    }

    /// The first moment from `start` on at which its container runs; nothing when none is laid out.
    func firstRunning(from start: Instant) -> Instant? {
        for (position, phase) in phases.enumerated() where phase.status == .running {
            let from = max(phase.begins, start)
            if position + 1 < phases.count, from >= phases[position + 1].begins { continue }
            return from
        }
        return nil
    }
}
