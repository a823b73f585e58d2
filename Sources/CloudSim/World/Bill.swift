package import Shared

/// What every machine of a world has cost until a moment: the judge of what the tools believe.
///
/// The GPU is charged while the container runs, the disk from creation until the machine is
/// destroyed, and neither while the host is out of reach; the sums are exact, and each figure is rounded once, to the nearest micro-dollar.
/// Vultr charges started hours instead, in each calendar month no more than the plan's month.
package struct Bill: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package var id: Int64
        /// The label now, or when the machine ended.
        package var label: String?
        /// The label that the create request asked for.
        package var createdLabel: String?
        package var offerID: Int64
        package var gpuName: String
        package var created: Instant
        /// Nothing while the machine exists.
        package var ended: Instant?
        package var running: Duration
        package var existing: Duration
        package var cost: Dollars
    }

    /// A volume: its size is charged from creation until it is deleted.
    package struct VastVolumeLine: Sendable, Equatable {
        package var id: Int64
        package var name: String?
        /// In GB.
        package var size: Int64
        package var created: Instant
        /// Nothing while the volume exists.
        package var ended: Instant?
        package var cost: Dollars
    }

    package var at: Instant
    /// The machines of Vast by id; ended ones too.
    package var lines: [Line]
    /// The volumes of Vast by id; deleted ones too.
    package var vastVolumes: [VastVolumeLine] = []
    /// The machines of Vultr in the order of their creation; ended ones too.
    package var vultrLines: [VultrLine] = []
    /// Vultr's volumes, in the order of their creation; ended ones too.
    package var volumes: [VolumeLine] = []
    /// Rounded from the exact sum, so it can differ from the sum of the lines by a few millionths.
    package var total: Dollars

    init(
        of instances: some Sequence<SimInstance>, volumes vastVolumes: [SimVolume] = [],
        and vultr: VultrState? = nil, at now: Instant
    ) {
        var sum = ExactCost()
        at = now
        lines = instances.map { instance in
            let cost = ExactCost(of: instance, at: now)
            sum += cost
            return Line(
                id: instance.id, label: instance.label, createdLabel: instance.createdLabel,
                offerID: instance.offerID, gpuName: instance.gpuName, created: instance.created,
                ended: instance.ended, running: instance.runningTime(until: now),
                existing: instance.existingTime(until: now), cost: cost.rounded)
        }
        lines.sort { $0.id < $1.id }
        self.vastVolumes = vastVolumes.map { volume in
            let cost = ExactCost(of: volume, at: now)
            sum += cost
            return VastVolumeLine(
                id: volume.id, name: volume.name, size: volume.size, created: volume.created,
                ended: volume.ended, cost: cost.rounded)
        }
        self.vastVolumes.sort { $0.id < $1.id }
        if let vultr {
            vultrLines = (vultr.ended + vultr.machines).sorted { $0.serial < $1.serial }
                .map { VultrLine($0, at: now) }
            volumes =
                (vultr.endedBlocks + vultr.blocks)
                .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
                .map { VolumeLine($0, at: now) }
                + vultr.snapshots.map { VolumeLine($0, at: now) }
            sum += vultr.cost(until: now)
        }
        total = sum.rounded
    }
}

/// An amount of money without rounding, in micro-dollars over `unitsPerMicrodollar`.
struct ExactCost: Equatable, Comparable {
    private var units: Int128 = 0

    /// Micro-dollars an hour × microseconds × thousandths of a GB a month of 720 hours; the 7
    /// makes it divisible by the 672 hours of a month of block storage.
    private static let unitsPerMicrodollar: Int128 = 3_600_000_000 * 720 * 1000 * 7

    init() {}

    init(of instance: SimInstance, at now: Instant) {
        units = Self.gpu(of: instance, at: now).units + Self.disk(of: instance, at: now).units
    }

    init(_ amount: Dollars) {
        units = Int128(amount.microdollars) * Self.unitsPerMicrodollar
    }

    /// An amount in 672nds of a micro-dollar.
    init(inParts parts: Int128) {
        units = parts * (Self.unitsPerMicrodollar / 672)
    }

    init(of volume: SimVolume, at now: Instant) {
        let existing = max(.zero, min(volume.ended ?? now, now) - volume.created)
        units =
            Int128(volume.storageCost.microdollars) * Int128(volume.size) * 1000
            * Int128(existing.microseconds) * 7
    }

    /// What the GPUs of an instance have cost, each hour at the price it had.
    static func gpu(of instance: SimInstance, at now: Instant) -> ExactCost {
        var cost = ExactCost()
        var charged = Duration.zero
        for past in instance.earlierRates {
            let time = instance.runningTime(until: min(past.until, now))
            cost.add(time - charged, at: past.rate)
            charged = time
        }
        cost.add(instance.runningTime(until: now) - charged, at: instance.gpuRate)
        return cost
    }

    /// What the disk of an instance has cost.
    static func disk(of instance: SimInstance, at now: Instant) -> ExactCost {
        var cost = ExactCost()
        cost.units =
            Int128(instance.storageCost.microdollars) * Int128(instance.diskMilliGB)
            * Int128(instance.diskTime(until: now).microseconds) * 7
        return cost
    }

    private mutating func add(_ running: Duration, at rate: Dollars) {
        units += Int128(rate.microdollars) * Int128(running.microseconds) * 720 * 1000 * 7
    }

    static func - (later: ExactCost, earlier: ExactCost) -> ExactCost {
        var cost = later
        cost.units -= earlier.units
        return cost
    }

    static func < (left: ExactCost, right: ExactCost) -> Bool { left.units < right.units }

    static func += (left: inout ExactCost, right: ExactCost) {
        left.units += right.units
    }

    /// The nearest micro-dollar; a half goes up.
    var rounded: Dollars {
        let whole = (units + Self.unitsPerMicrodollar / 2) / Self.unitsPerMicrodollar
        return Dollars(microdollars: Int64(clamping: whole))
    }
}

extension Bill {
    /// The bill for programs: amounts in micro-dollars, times in seconds since 1970.
    package var json: JSON {
        [
            "at": .double(at.seconds), "total_microdollars": .int(total.microdollars),
            "instances": .array(lines.map(\.json) + vultrLines.map(\.json)),
            "volumes": .array(vastVolumes.map(\.json) + volumes.map(\.json)),
        ]
    }
}

extension Bill.Line {
    var json: JSON {
        [
            "provider": "vast", "id": .int(id), "label": JSON(label),
            "created_label": JSON(createdLabel),
            "offer_id": .int(offerID), "gpu_name": .string(gpuName),
            "created": .double(created.seconds),
            "ended": ended.map { .double($0.seconds) } ?? .null,
            "running_seconds": .double(running.seconds),
            "existing_seconds": .double(existing.seconds),
            "microdollars": .int(cost.microdollars),
        ]
    }
}

extension Bill.VastVolumeLine {
    var json: JSON {
        [
            "provider": "vast", "id": .int(id), "name": JSON(name), "label": JSON(name),
            "size_gb": .int(size),
            "created": .double(created.seconds),
            "ended": ended.map { .double($0.seconds) } ?? .null,
            "microdollars": .int(cost.microdollars),
        ]
    }
}
