import Shared
import Testing

/// The promise of the README: the provider's bill lies inside what the journal says.
///
/// It holds for a machine that changes its rate at most once between two looks at it; what happens
/// and is undone unseen no look can tell.
@Suite struct AccrualTests {
    @Test func `the true cost lies in the interval after every look, for 4,000 machines`() {
        for seed in 0..<4000 as Range<UInt64> {
            var life = MachineLife(seed: seed)
            if let broken = life.firstBrokenPromise() {
                Issue.record("seed \(seed): \(broken)")
                return
            }
        }
    }

    @Test func `a machine that never changes is known to the millionth from the second look on`() {
        var accrual = Accrual()
        accrual.until = stamp(0).wall
        let rates = rate(380_000)...rate(380_000)
        _ = accrual.observe(
            rates, booked: rate(380_000), asked: stamp(60).wall, answered: stamp(60).wall)
        let before = accrual
        _ = accrual.observe(
            rates, booked: rate(380_000), asked: stamp(3660).wall, answered: stamp(3661).wall)
        #expect(accrual.low - before.low == Dollars(microdollars: 380_000))
        #expect(accrual.high - before.high == Dollars(microdollars: 380_000))
    }

    @Test func `before the first look it may have cost nothing, or what was booked`() {
        var accrual = Accrual()
        accrual.until = stamp(0).wall
        let step = accrual.observe(
            rate(1041)...rate(1041), booked: rate(380_000), asked: stamp(3600).wall,
            answered: stamp(3600).wall)
        #expect(step?.low == .zero)
        #expect(step?.high == rate(380_000))
        #expect(accrual.low == .zero)
        #expect(accrual.high == Dollars(microdollars: 380_000))
    }

    @Test func `a first look at a dearer row counts it at its own price`() {
        var accrual = Accrual()
        accrual.until = stamp(0).wall
        let step = accrual.observe(
            rate(900_000)...rate(900_000), booked: rate(380_000), asked: stamp(10).wall,
            answered: stamp(10).wall)
        #expect(step?.high == rate(900_000))
    }

    @Test func `a look that is not later than the last one counts nothing twice`() {
        var accrual = Accrual()
        accrual.until = stamp(100).wall
        #expect(accrual.suppose(atMost: rate(380_000), to: stamp(100).wall) == nil)
        #expect(accrual.suppose(atMost: rate(380_000), to: stamp(50).wall) == nil)
        #expect(accrual.high == .zero)
        #expect(accrual.until == stamp(100).wall)
    }

    @Test func `nothing is counted before the create was sent`() {
        var accrual = Accrual()
        #expect(accrual.suppose(atMost: rate(380_000), to: stamp(100).wall) == nil)
        #expect(accrual.high == .zero)
    }

    @Test func `the days of a step add up to the step, a millionth a day apart at most`() throws {
        var random = Seeded(9)
        for _ in 0..<2000 {
            let from = Instant(
                microseconds: Int64.random(
                    in: -1_000_000_000_000...2_000_000_000_000_000, using: &random))
            let time = Duration.microseconds(
                Int64.random(in: 1...1_000_000_000_000, using: &random))
            let low = rate(Int64.random(in: 0...1_000_000, using: &random))
            let high = low + rate(Int64.random(in: 0...1_000_000, using: &random))
            let step = Accrual.Step(from: from, to: from + time, low: low, high: high)
            let parts = step.byDay
            let lows = parts.reduce(Dollars.zero) { $0 + $1.low }
            let highs = parts.reduce(Dollars.zero) { $0 + $1.high }
            let slack = Dollars(microdollars: Int64(parts.count))
            #expect(lows <= low.floor(for: time) && lows + slack > low.floor(for: time))
            #expect(highs >= high.ceiling(for: time) && highs < high.ceiling(for: time) + slack)
            #expect(parts.first?.day == from.day)
            #expect(parts.last?.day == (from + time - .microseconds(1)).day)
            #expect(Set(parts.map(\.day)).count == parts.count)
        }
    }

    @Test func `a step that ends at midnight leaves the next day alone`() throws {
        let midnight = Instant(microseconds: 20_000 * 86_400_000_000)
        let step = Accrual.Step(
            from: midnight - .seconds(3600), to: midnight, low: rate(10), high: rate(20))
        #expect(step.byDay.map(\.day.daysSince1970) == [19_999])
        let longer = Accrual.Step(
            from: midnight - .seconds(3600), to: midnight + .microseconds(1), low: rate(10),
            high: rate(20))
        #expect(longer.byDay.map(\.day.daysSince1970) == [19_999, 20_000])
        #expect(longer.byDay.last?.high == Dollars(microdollars: 1))
        #expect(longer.byDay.last?.low == .zero)
    }
}
