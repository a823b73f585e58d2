package import Shared

/// What Vultr's part of a bill consists of.
extension Bill {
    /// One machine of Vultr.
    package struct VultrLine: Sendable, Equatable {
        package var id: String
        /// The label now, or when the machine ended; empty: none.
        package var label: String
        /// The label that the create request asked for.
        package var createdLabel: String
        package var planID: String
        package var region: String
        package var gpuName: String
        package var created: Instant
        /// Nothing while the machine exists.
        package var ended: Instant?
        package var existing: Duration
        /// Started hours, added up over calendar months; those beyond a month's cap too.
        package var hours: Int
        package var cost: Dollars
    }

    /// One block storage volume or snapshot of Vultr.
    package struct VolumeLine: Sendable, Equatable {
        package var id: String
        package var label: String
        package var region: String
        /// In GB, at last.
        package var size: Int64
        package var created: Instant
        package var ended: Instant?
        package var cost: Dollars
    }
}

extension Bill.VultrLine {
    init(_ machine: VultrMachine, at now: Instant) {
        let end = min(machine.ended ?? now, now)
        self.init(
            id: machine.id, label: machine.label, createdLabel: machine.createdLabel,
            planID: machine.planID, region: machine.region, gpuName: machine.gpuName,
            created: machine.created, ended: machine.ended, existing: end - machine.created,
            hours: machine.parts(until: now).reduce(0) { $0 + $1.month.hours },
            cost: ExactCost(of: machine, at: now).rounded)
    }

    var json: JSON {
        [
            "provider": "vultr", "id": .string(id), "label": .string(label),
            "created_label": .string(createdLabel), "plan": .string(planID),
            "region": .string(region), "gpu_name": .string(gpuName),
            "created": .double(created.seconds),
            "ended": ended.map { .double($0.seconds) } ?? .null,
            "existing_seconds": .double(existing.seconds), "started_hours": .int(Int64(hours)),
            "microdollars": .int(cost.microdollars),
        ]
    }
}

extension Bill.VolumeLine {
    init(_ block: VultrBlock, at now: Instant) {
        self.init(
            id: block.id, label: block.label, region: block.region, size: block.size,
            created: block.created, ended: block.ended,
            cost: ExactCost(of: block, at: now).rounded)
    }

    init(_ snapshot: VultrSnapshot, at now: Instant) {
        self.init(
            id: snapshot.id, label: snapshot.label, region: snapshot.region,
            size: VultrSnapshot.size, created: snapshot.created, ended: snapshot.ended,
            cost: ExactCost(of: snapshot, at: now).rounded)
    }

    var json: JSON {
        [
            "provider": "vultr", "id": .string(id), "label": .string(label),
            "region": .string(region), "size_gb": .int(size), "created": .double(created.seconds),
            "ended": ended.map { .double($0.seconds) } ?? .null,
            "microdollars": .int(cost.microdollars),
        ]
    }
}

extension ExactCost {
    /// What a machine has cost; `first`: only the months from this one on.
    init(
        of machine: VultrMachine, at now: Instant, from first: Instant = Instant(microseconds: 0)
    ) {
        self.init()
        for part in machine.parts(until: now) where part.month.begins >= first {
            self += ExactCost(part.cost)
        }
    }

    /// What a snapshot has cost; `first`: only the months from this one on.
    init(
        of snapshot: VultrSnapshot, at now: Instant, from first: Instant = Instant(microseconds: 0)
    ) {
        self.init(inParts: snapshot.cost672(until: now, from: first))
    }

    /// What a volume has cost; `first`: only the months from this one on.
    init(of block: VultrBlock, at now: Instant, from first: Instant = Instant(microseconds: 0)) {
        self.init(inParts: block.cost672(until: now, from: first))
    }
}

extension VultrState {
    /// What everything has cost; `first`: only the months from this one on.
    func cost(until now: Instant, from first: Instant = Instant(microseconds: 0)) -> ExactCost {
        var sum = ExactCost()
        for machine in ended + machines { sum += ExactCost(of: machine, at: now, from: first) }
        for block in endedBlocks + blocks { sum += ExactCost(of: block, at: now, from: first) }
        for snapshot in snapshots { sum += ExactCost(of: snapshot, at: now, from: first) }
        return sum
    }
}
