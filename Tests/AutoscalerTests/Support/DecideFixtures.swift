import Shared
import Testing

@testable import Autoscaler

func rate(_ micro: Int64) -> HourlyRate { HourlyRate(perHour: Dollars(microdollars: micro)) }

/// Seconds after a fixed start, on both clocks of one boot.
func stamp(_ seconds: Int64) -> Stamp {
    Stamp(
        wall: Instant(microseconds: (1_790_000_000 + seconds) * 1_000_000),
        sinceBoot: .seconds(100_000 + seconds), bootID: "boot-1")
}

func rentalID(_ number: Int) throws -> RentalID {
    let digits = "\(number)"
    let unique = String(repeating: "0", count: 8 - digits.count) + digits
    return try #require(RentalID(installation: "inst0001", unique: unique))
}

/// A machine of group `g`: in doubt without an id, else with a machine of the same number.
func machine(
    _ number: Int, _ state: RentalState = .ready, price: Int64 = 380_000,
    isMissing: Bool = false, intendedAt: Int64 = -10_000, at provider: ProviderName = .vast
) throws -> Rental {
    let offer = Offer(
        provider: provider, id: "\(number)", machine: "m\(number)", gpuName: "RTX 4090",
        gpuCount: 1,
        running: rate(price), stopped: rate(1041), reliability: 0.99)
    var rental = Rental(
        id: try rentalID(number), offer: offer, group: "g", intendedAt: stamp(intendedAt))
    rental.number = Int64(number)
    rental.state = state
    if state != .intended { rental.requestedAt = stamp(intendedAt) }
    if ![.intended, .requested].contains(state) {
        rental.instance = InstanceID(provider: provider, value: "\(number)")
    }
    if [.ready, .stopped, .unreachable].contains(state) { rental.readyAt = stamp(intendedAt) }
    if isMissing { rental.missing = Absence(begun: stamp(-60), ended: stamp(-58)) }
    return rental
}

/// A queue that was read just now.
func queue(_ waiting: Int, running: Int = 0) -> DemandReading {
    .known(Demand(waiting: waiting, running: running, observedAt: stamp(0).wall), age: .zero)
}

/// Everything one decision about a group rests on, with plain defaults.
struct DecideStory {
    var size = 0...10
    var schedule = Schedule()
    var jobsPerInstance = 1
    var drain: DrainGoal?
    var tolerancePercent = 0
    var scaleUp = StepLimit(maxStep: 100)
    var scaleDown = ShrinkPolicy.limited(StepLimit(maxStep: 100))
    var retire = false
    var rentals: [Rental] = []
    var demand = queue(0)
    var busy: BusyReading?
    var history = GroupHistory()
    var inFlight: Set<RentalID> = []
    var frozen: String?
    var budget = Budget()

    init(size: ClosedRange<Int> = 0...10, rentals: [Rental] = [], demand: DemandReading = queue(0))
    {
        self.size = size
        self.rentals = rentals
        self.demand = demand
    }

    var view: GroupView {
        GroupView(
            policy: GroupPolicy(
                name: "g", retire: retire, size: size, schedule: schedule,
                demand: DemandSource(origin: .file(path: "/queue")),
                jobsPerInstance: jobsPerInstance, drain: drain,
                tolerancePercent: tolerancePercent,
                gpus: [GPUPreference(name: "RTX 4090")], scaleUp: scaleUp, scaleDown: scaleDown),
            rentals: rentals, demand: demand, busy: busy, history: history, inFlight: inFlight,
            frozen: frozen)
    }

    var limits: SpendingLimits { SpendingLimits(budget: budget, horizon: .seconds(420)) }

    /// Books that hold the rates of the story's machines.
    var books: Books { Books(rate: rentals.reduce(.zero) { $0 + $1.worstRate }) }

    var plan: GroupPlan { decide(view, limits: limits, books: books, at: stamp(0)) }

    /// The machines to let go, by number, in order.
    var retired: [Int] {
        plan.retire.compactMap { Int($0.rental.unique) }
    }
}

/// `count` ready machines, numbered from 1.
func ready(_ count: Int) throws -> [Rental] {
    try (0..<count).map { try machine($0 + 1) }
}
