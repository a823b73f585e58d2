import Shared

/// A machine's life with random changes, seen by listings at random times: some do not show it.
///
/// Between two looks that show it, its rate changes at most once. A price is raised only between
/// two listings that both show the machine.
struct MachineLife {
    private var random: Seeded
    private var machine = SimulatedMachine()
    private var accrual = Accrual()
    private var steps: [Accrual.Step] = []
    private let start: Int64
    private let storage: Int64
    private var price: Int64
    private let booked: Int64
    /// When the last look that showed it was taken, and when that listing had ended.
    private var seenAt: Int64 = 0
    private var seenEnded: Int64 = 0
    private var ended: Int64 = 0
    private var hasChanged = false
    private var wasShown = false
    private var looks = 0

    init(seed: UInt64) {
        random = Seeded(seed)
        start = Int64.random(in: 1_700_000_000_000_000...1_800_000_000_000_000, using: &random)
        storage = Int64.random(in: 0...30_000, using: &random)
        booked = storage + Int64.random(in: 1...2_000_000, using: &random)
        price = booked
        accrual.until = instant(0)
        beginLife()
    }

    /// Lives until the machine is destroyed; answers what was wrong, `nil` when all was well.
    mutating func firstBrokenPromise() -> String? {
        for _ in 0..<Int.random(in: 1...25, using: &random) {
            let isShown = Int.random(in: 0..<10, using: &random) > 0 || looks == 0
            if isShown { look() } else { miss() }
            if let broken { return broken }
        }
        destroy()
        return broken
    }

    private func instant(_ time: Int64) -> Instant { Instant(microseconds: start + time) }

    /// It comes up some time after the request, through any number of states.
    private mutating func beginLife() {
        var time = Int64.random(in: 0...200_000_000, using: &random)
        for _ in 0...Int.random(in: 0...3, using: &random) {
            machine.bill(Bool.random(using: &random) ? storage : price, from: time)
            time += Int64.random(in: 0...120_000_000, using: &random)
        }
        // The first listing that shows it may have been asked for before it was there.
        ended = max(0, (machine.changes.first?.at ?? 0) - 20_000_000)
    }

    private mutating func nextListing() -> (asked: Int64, seen: Int64, answered: Int64) {
        let gaps: [Int64] = [0, 1, 1_000_000, 300_000_000, 7_200_000_000, 200_000_000_000]
        let gap = gaps[Int.random(in: 0..<gaps.count, using: &random)]
        let asked = ended + Int64.random(in: 0...max(gap, 1), using: &random)
        let exists = machine.changes.first?.at ?? 0
        let seen = max(exists, asked + Int64.random(in: 0...40_000_000, using: &random))
        return (asked, seen, seen + Int64.random(in: 0...10_000_000, using: &random))
    }

    private mutating func look() {
        let listing = nextListing()
        if looks > 0 {
            change(until: listing.seen, mayRaise: wasShown)
        } else {
            machine.settle(at: listing.seen)
        }
        let truth = Int128(rateAt(listing.seen))
        let rates = HourlyRate(perHour: Dollars(microdollars: Int64(truth)))
        // The provider's rules leave some statuses open: the machine bills somewhere in a range.
        let spread = Int64.random(in: 0...3, using: &random) == 0 ? Int64(1000) : 0
        let low = HourlyRate(perHour: Dollars(microdollars: max(0, Int64(truth) - spread)))
        let step = accrual.observe(
            low...rates, booked: rate(max(booked, price)), asked: instant(listing.asked),
            answered: instant(listing.answered))
        steps += step.map { [$0] } ?? []
        seenAt = listing.seen
        seenEnded = listing.answered
        ended = listing.answered
        hasChanged = false
        wasShown = true
        looks += 1
    }

    private mutating func miss() {
        let listing = nextListing()
        change(until: listing.seen, mayRaise: false)
        suppose(until: listing.answered)
        wasShown = false
    }

    private mutating func destroy() {
        let listing = nextListing()
        let time = Int64.random(in: seenAt...listing.asked, using: &random)
        if time >= (machine.changes.last?.at ?? 0) { machine.bill(0, from: time) }
        suppose(until: listing.answered)
    }

    private mutating func suppose(until time: Int64) {
        let step = accrual.suppose(atMost: rate(max(booked, price)), to: instant(time))
        steps += step.map { [$0] } ?? []
        ended = time
    }

    /// Perhaps changes the rate, once since the last look that showed it.
    private mutating func change(until latest: Int64, mayRaise: Bool) {
        guard !hasChanged, Bool.random(using: &random) else { return }
        let earliest = max(seenAt, machine.changes.last?.at ?? 0)
        var time = Int64.random(in: min(earliest, latest)...latest, using: &random)
        guard time >= earliest else { return }
        hasChanged = true
        if mayRaise, Int.random(in: 0..<4, using: &random) == 0, latest >= seenEnded {
            time = max(time, seenEnded)
            price += Int64.random(in: 1...500_000, using: &random)
            machine.bill(price, from: time)
        } else {
            machine.bill(machine.rate == storage ? price : storage, from: time)
        }
    }

    private func rateAt(_ time: Int64) -> Int64 {
        machine.changes.last { $0.at <= time }?.micro ?? 0
    }

    private var broken: String? {
        guard let until = accrual.until else { return "nothing was counted" }
        let hour: Int128 = 3_600_000_000
        let truth = machine.cost(until: until.microseconds - start)
        let low = Int128(accrual.low.microdollars) * hour
        let high = Int128(accrual.high.microdollars) * hour
        guard low <= truth, truth <= high else {
            return "\(truth / hour) is not in \(accrual.low.microdollars)..."
                + "\(accrual.high.microdollars) after \(looks) looks"
        }
        let sum = steps.reduce(Dollars.zero) { $0 + $1.high.ceiling(for: $1.to - $1.from) }
        return sum == accrual.high ? nil : "the steps add up to \(sum), not to \(accrual.high)"
    }
}
