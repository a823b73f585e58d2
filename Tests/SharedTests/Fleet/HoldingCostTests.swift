import Shared
import Testing

/// What it costs to hold a machine, and what it costs an hour while it is held.
@Suite struct HoldingCostTests {
    private func draining(from second: Int64 = 600) throws -> Rental {
        var rental = try Sample.rental(1, .draining, instance: 500)
        rental.readyAt = stamp(60)
        rental.drainingAt = stamp(second)
        return rental
    }

    private func step(_ from: Int64, _ to: Int64, _ low: Int64, _ high: Int64) -> Accrual.Step {
        Accrual.Step(
            from: stamp(from).wall, to: stamp(to).wall, low: rate(low), high: rate(high))
    }

    @Test func `only what lies after the beginning counts`() throws {
        var rental = try draining()
        rental.countHolding(step(0, 600, 360_000, 360_000))
        #expect(rental.held == .zero...(.zero))
        rental.countHolding(step(300, 1200, 360_000, 720_000))
        #expect(
            rental.held
                == Dollars(microdollars: 60_000)...Dollars(microdollars: 120_000))
        rental.countHolding(step(1200, 4800, 0, 360_000))
        #expect(
            rental.held
                == Dollars(microdollars: 60_000)...Dollars(microdollars: 480_000))
    }

    @Test(arguments: RentalState.allCases.filter { $0 != .draining })
    func `what is not draining costs nothing for being held`(_ state: RentalState) throws {
        var rental = try draining()
        rental.state = state
        rental.countHolding(step(600, 1200, 360_000, 720_000))
        #expect(rental.held == .zero...(.zero))
        #expect(rental.holdingCost(at: stamp(9000).wall) == .zero...(.zero))
    }

    @Test func `up to now it may have cost its worst rate since the last look`() throws {
        var rental = try draining()
        rental.accrual.until = stamp(700).wall
        rental.held = Dollars(microdollars: 10)...Dollars(microdollars: 20)
        let cost = rental.holdingCost(at: stamp(700 + 3600).wall)
        #expect(cost == Dollars(microdollars: 10)...Dollars(microdollars: 380_020))
        rental.missing = Absence(begun: stamp(800), ended: stamp(801))
        #expect(rental.holdingCost(at: stamp(99_999).wall) == rental.held)
    }

    @Test(
        arguments: [
            (600, 600, false), (600, 3599, false), (600, 3600, true), (3000, 3599, false),
            (3601, 7199, false), (3601, 7200, true),
            // Between our request and its answer an hour of the provider's may have begun.
            (3605, 3700, true), (3611, 3700, false),
        ] as [(Int64, Int64, Bool)])
    func `where hours bill whole the next one is a cost of holding from its start on`(
        _ begun: Int64, _ now: Int64, _ isWhole: Bool
    ) throws {
        var offer = Sample.offer()
        offer.provider = .vultr
        var rental = Rental(id: try Sample.id(1), offer: offer, group: "g", intendedAt: stamp(0))
        rental.state = .draining
        rental.requestedAt = stamp(0)
        rental.answeredAt = stamp(begun == 3605 || begun == 3611 ? 10 : 0)
        rental.readyAt = stamp(60)
        rental.drainingAt = stamp(begun)
        rental.accrual.until = stamp(now).wall
        let hour = Dollars(microdollars: 380_000)
        #expect(rental.holdingCost(at: stamp(now).wall).upperBound == (isWhole ? hour : .zero))
    }

    @Test func `it is booked at its price at rest only when we stopped it and saw that twice`()
        throws
    {
        var rental = try draining()
        rental.stopped = rate(1041)
        let atRest = rate(1041)...rate(1041)
        rental.accrual.seen = atRest
        rental.accrual.seenBefore = atRest
        #expect(rental.rateAhead == rate(380_000), "the provider stopped it, and may start it")
        rental.stopAcceptedAt = stamp(900)
        #expect(rental.rateAhead == rate(1041))
        rental.accrual.seenBefore = rate(380_000)...rate(380_000)
        #expect(rental.rateAhead == rate(380_000))
        rental.accrual.seenBefore = nil
        #expect(rental.rateAhead == rate(380_000))
        rental.accrual.seenBefore = atRest
        rental.state = .ending
        #expect(rental.rateAhead == rate(380_000))
    }
}
