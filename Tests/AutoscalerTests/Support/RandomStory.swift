import Shared

@testable import Autoscaler

extension DecideStory {
    /// Any group at all, the same for the same seed.
    init(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        let least = random.chance(50) ? 0 : random.number(0...6)
        self.init(size: least...max(1, random.number(least...(least + 8))))
        rentals = try (0..<random.number(0...14)).map { number in
            try machine(
                number + 1, random.pick(Self.states), price: Int64(random.number(1...20)) * 50_000,
                isMissing: random.chance(10), intendedAt: -Int64(random.number(0...20_000)),
                at: random.chance(70) ? .vast : .vultr)
        }
        if random.chance(30), let window = DailyWindow(days: [.mon], start: 840, end: 900) {
            // Open at the moment of the decision.
            let isFloor = random.chance(50)
            let bound = isFloor ? random.number(0...size.upperBound) : random.number(least...12)
            schedule = Schedule(windows: [
                BoundsWindow(window, min: isFloor ? bound : nil, max: isFloor ? nil : bound)
            ])
        }
        jobsPerInstance = random.number(1...5)
        if random.chance(40),
            let rate = JobRate(microjobsPerHour: Int64(random.number(1...9_000_000)))
        {
            drain = DrainGoal(within: .seconds(random.number(60...20_000)), rate: rate)
        }
        if random.chance(60) { tolerancePercent = random.number(0...50) }
        demand = Self.demand(random)
        busy = Self.busy(rentals, random)
        scaleUp = StepLimit(
            cooldown: .seconds(random.pick([0, 900])), maxStep: random.number(1...5))
        if random.chance(10) {
            scaleDown = .off
        } else {
            scaleDown = .limited(
                StepLimit(
                    cooldown: .seconds(random.pick([0, 600])), maxStep: random.number(1...5),
                    stabilization: .seconds(random.pick([0, 300])),
                    idleFor: .seconds(random.pick([0, 0, 1800]))))
        }
        history = Self.history(rentals, random)
        inFlight = Set(rentals.filter { _ in random.chance(10) }.map(\.id))
        if random.chance(5) { frozen = "the list broke off" }
        retire = random.chance(5)
        if random.chance(40) {
            budget = Budget(hourly: Dollars(microdollars: Int64(random.number(1...8_000_000))))
        }
    }

    private static let states: [RentalState] = [
        .ready, .ready, .ready, .ready, .booting, .intended, .requested, .stopped, .unreachable,
        .ending, .draining,
    ]

    private static func demand(_ random: SeededRandom) -> DemandReading {
        let demand = Demand(
            waiting: random.chance(25) ? 0 : random.number(0...60), running: random.number(0...12),
            observedAt: stamp(0).wall)
        switch random.number(1...10) {
        case 1: return .missing(reason: "x")
        case 2: return .stale(demand, age: .seconds(601), maxAge: .seconds(600))
        default: return .known(demand, age: .zero)
        }
    }

    private static func busy(_ rentals: [Rental], _ random: SeededRandom) -> BusyReading? {
        var work = Work(machines: [:], observedAt: stamp(0).wall)
        for rental in rentals where random.chance(60) {
            let since = random.chance(50) ? stamp(-Int64(random.number(0...4000))).wall : nil
            work.machines[rental.id.description] = Work.Load(
                jobs: random.chance(40) ? 0 : random.number(1...3), idleSince: since)
        }
        switch random.number(1...10) {
        case 1...3: return nil
        case 4: return .missing(reason: "x")
        case 5: return .stale(work, age: .seconds(601), maxAge: .seconds(600))
        default: return .known(work, age: .zero)
        }
    }

    private static func history(_ rentals: [Rental], _ random: SeededRandom) -> GroupHistory {
        var history = GroupHistory()
        if random.chance(30) { history.lastGrowth = stamp(-Int64(random.number(0...1200))) }
        if random.chance(30) { history.lastShrink = stamp(-Int64(random.number(0...900))) }
        history.wishes = (0..<random.number(0...3)).map { _ in
            GroupHistory.Wish(
                at: stamp(-Int64(random.number(1...400))), machines: random.number(0...15))
        }
        for rental in rentals where random.chance(50) {
            history.idleSince[rental.id] = stamp(-Int64(random.number(0...4000)))
        }
        return history
    }
}

extension SeededRandom {
    func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(0...(elements.count - 1))]
    }
}
