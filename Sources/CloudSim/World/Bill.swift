package import Shared

/// What every machine of a world has cost until a moment: the judge of what the tools believe.
///
/// The GPU is charged while the container runs, the disk from creation until the machine is
/// destroyed; the sums are exact, and each figure is rounded once, to the nearest micro-dollar.
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

    package var at: Instant
    /// The machines of Vast by id; ended ones too.
    package var lines: [Line]
    /// The machines of Vultr in the order of their creation; ended ones too.
    package var vultrLines: [VultrLine] = []
    /// Vultr's volumes, in the order of their creation; ended ones too.
    package var volumes: [VolumeLine] = []
    /// Rounded from the exact sum, so it can differ from the sum of the lines by a few millionths.
    package var total: Dollars

    init(of instances: some Sequence<SimInstance>, and vultr: VultrState? = nil, at now: Instant) {
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
        if let vultr {
            vultrLines = (vultr.ended + vultr.machines).sorted { $0.serial < $1.serial }
                .map { VultrLine($0, at: now) }
            volumes = (vultr.endedBlocks + vultr.blocks)
                .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
                .map { VolumeLine($0, at: now) }
            sum += vultr.cost(until: now)
        }
        total = sum.rounded
    }
}

/// An amount of money without rounding, in micro-dollars over `unitsPerMicrodollar`.
struct ExactCost: Equatable {
    private var units: Int128 = 0

    /// Micro-dollars an hour × microseconds × thousandths of a GB a month of 720 hours; the 7
    /// makes it divisible by the 672 hours of a month of block storage.
    private static let unitsPerMicrodollar: Int128 = 3_600_000_000 * 720 * 1000 * 7

    init() {}

    init(of instance: SimInstance, at now: Instant) {
        let running = Int128(instance.runningTime(until: now).microseconds)
        let existing = Int128(instance.existingTime(until: now).microseconds)
        let gpu = Int128(instance.gpuRate.microdollars) * running * 720 * 1000
        let disk =
            Int128(instance.storageCost.microdollars) * Int128(instance.diskMilliGB) * existing
        units = (gpu + disk) * 7
    }

    init(_ amount: Dollars) {
        units = Int128(amount.microdollars) * Self.unitsPerMicrodollar
    }

    /// An amount in 672nds of a micro-dollar.
    init(inParts parts: Int128) {
        units = parts * (Self.unitsPerMicrodollar / 672)
    }

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
            "volumes": .array(volumes.map(\.json)),
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
