/// Instances that serve one queue under one policy: an autoscaling group, as configured.
package struct GroupPolicy: Equatable, Sendable {
    package var name: String
    /// The name this group had before; rentals booked under it belong to this group.
    package var renamedFrom: String?
    /// Whether every machine of the group is to be retired, whatever the demand.
    package var retire: Bool
    /// The fewest and the most machines, both inclusive, where no window says otherwise.
    package var size: ClosedRange<Int>
    /// Other bounds at some times; see `bounds(at:)`.
    package var schedule: Schedule
    package var demand: DemandSource
    /// Where it is read which machines work now; `nil` asks nobody.
    package var busy: BusySource?
    package var jobsPerInstance: Int
    /// How soon the queue is to be empty; `nil` wants a machine for each `jobsPerInstance` jobs.
    package var drain: DrainGoal?
    /// A wish that differs from the machines there are by no more than this share changes nothing;
    /// in whole percent, from 0, which is off, to 50.
    package var tolerancePercent: Int
    /// Acceptable GPUs, most wanted first; never empty.
    package var gpus: [GPUPreference]
    /// The container image; `nil` takes the provider's default.
    package var image: String?
    /// Disk to rent, in GB; `nil` takes the provider's default.
    package var diskGB: Int?
    /// A script for the machine's first boot; empty for none.
    package var onstart: String
    /// The variables of its machines, and how they get at their image.
    package var setup: MachineSetup
    /// What must come home from its machines before they may be destroyed; empty for nothing.
    package var sync: [SyncSet]
    /// Conditions on Vast's offers; `nil` takes the provider's default.
    package var query: OfferQuery?
    package var scaleUp: StepLimit
    package var scaleDown: ShrinkPolicy

    package init(
        name: String, renamedFrom: String? = nil, retire: Bool = false, size: ClosedRange<Int>,
        schedule: Schedule = Schedule(), demand: DemandSource, busy: BusySource? = nil,
        jobsPerInstance: Int = 1, drain: DrainGoal? = nil, tolerancePercent: Int = 0,
        gpus: [GPUPreference],
        image: String? = nil, diskGB: Int? = nil, onstart: String = "",
        setup: MachineSetup = MachineSetup(), sync: [SyncSet] = [], query: OfferQuery? = nil,
        scaleUp: StepLimit = StepLimit(), scaleDown: ShrinkPolicy = .limited(StepLimit())
    ) {
        self.name = name
        self.renamedFrom = renamedFrom
        self.retire = retire
        self.size = size
        self.schedule = schedule
        self.demand = demand
        self.busy = busy
        self.jobsPerInstance = jobsPerInstance
        self.drain = drain
        self.tolerancePercent = tolerancePercent
        self.gpus = gpus
        self.image = image
        self.diskGB = diskGB
        self.onstart = onstart
        self.setup = setup
        self.sync = sync
        self.query = query
        self.scaleUp = scaleUp
        self.scaleDown = scaleDown
    }
}

/// How far and how often a group's size may move.
package struct StepLimit: Equatable, Sendable {
    /// The least time between two moves in this direction; zero for none.
    package var cooldown: Duration
    /// The most machines that one run may add or retire, at least 1.
    package var maxStep: Int
    /// When shrinking, the highest wish of this long counts; zero for none.
    package var stabilization: Duration
    /// When shrinking for want of work, how long a machine must have been without any; zero for no
    /// matter how long.
    package var idleFor: Duration

    package init(
        cooldown: Duration = .zero, maxStep: Int = 1, stabilization: Duration = .zero,
        idleFor: Duration = .zero
    ) {
        self.cooldown = cooldown
        self.maxStep = maxStep
        self.stabilization = stabilization
        self.idleFor = idleFor
    }
}

/// Whether a group may shrink for want of work.
package enum ShrinkPolicy: Equatable, Sendable {
    /// `scale_down: off`: only a lower ceiling, a budget or the user ends machines.
    case off
    case limited(StepLimit)
}

/// One GPU model a group accepts.
package struct GPUPreference: Equatable, Sendable {
    /// The provider's name of it, compared without case, `_` as a space: `RTX 4090`.
    package var name: String
    /// GPUs on one machine; an offer must have exactly this many.
    package var count: Int
    /// The most to pay for one machine, all in; `nil` takes the provider's default.
    package var maxPrice: HourlyRate?
    /// The least reliability, from 0 to 1; `nil` for any.
    package var minReliability: Double?
    /// Takes a part of one card too, or a whole one, with at least so much memory, in GB; `nil`
    /// takes whole cards only.
    package var sliceGB: Int?

    package init(
        name: String, count: Int = 1, maxPrice: HourlyRate? = nil, minReliability: Double? = nil,
        sliceGB: Int? = nil
    ) {
        self.name = name
        self.count = count
        self.maxPrice = maxPrice
        self.minReliability = minReliability
        self.sliceGB = sliceGB
    }
}
