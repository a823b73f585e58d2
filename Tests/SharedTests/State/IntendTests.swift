import Shared
import Testing

/// Promises M1 and M4: an intent is on disk before anything is sent, and only where there is room.
@Suite struct IntendTests {
    let room: StateRoom
    let journal: Journal
    let locks: RentalLocks

    init() throws {
        room = try StateRoom()
        journal = try room.create()
        locks = try RentalLocks(in: room.folder)
    }

    private func intend(
        _ number: Int, room: Int = 10, _ budget: Budget = Budget(), extra: HourlyRate = .zero,
        at second: Int64 = 0
    ) throws -> Rental {
        let rental = Rental(
            id: try Sample.id(number), offer: Sample.offer(), group: "g",
            intendedAt: stamp(second))
        return try journal.intend(
            rental, room: room, limits: SpendingLimits(budget: budget, horizon: .seconds(3600)),
            extra: extra, hold: { [locks] in locks.acquire($0) })
    }

    @Test func `an intent is on disk, numbered and locked when it is given back`() throws {
        let rental = try intend(1)
        #expect(rental.number == 1 && rental.state == .intended && rental.version == 1)
        #expect(try self.room.open().openRentals() == [rental])
        #expect(try RentalLocks(in: self.room.folder).isHeldElsewhere(1))
    }

    @Test func `a full group takes no intent, and nothing is written`() throws {
        _ = try intend(1, room: 2)
        _ = try intend(2, room: 2)
        #expect(throws: IntentRefusal.groupFull(room: 2)) { try intend(3, room: 2) }
        #expect(try journal.allRentals().count == 2)
        #expect(try RentalLocks(in: self.room.folder).acquire(3))
    }

    @Test func `a machine that is ending keeps its place until it was seen gone`() throws {
        var rental = try intend(1, room: 1)
        rental.state = .ending
        rental = try record(rental)
        #expect(throws: IntentRefusal.groupFull(room: 1)) { try intend(2, room: 1) }
        // One list without it is no evidence.
        rental.missing = Absence(begun: stamp(90), ended: stamp(91))
        rental = try record(rental)
        #expect(throws: IntentRefusal.groupFull(room: 1)) { try intend(2, room: 1) }
        rental.state = .ended
        rental = try record(rental)
        _ = try intend(2, room: 1)
    }

    @Test func `a machine that is missing and was not ended keeps its place`() throws {
        var rental = try intend(1, room: 1)
        rental.state = .ready
        rental.missing = Absence(begun: stamp(90), ended: stamp(91))
        _ = try record(rental)
        #expect(throws: IntentRefusal.groupFull(room: 1)) { try intend(2, room: 1) }
    }

    @Test func `an ended machine has left its place`() throws {
        var rental = try intend(1, room: 1)
        rental.state = .ended
        _ = try record(rental)
        _ = try intend(2, room: 1)
    }

    @Test func `intents in doubt count against the hourly limit, and the limit may be reached`()
        throws
    {
        let two = Budget(hourly: Dollars(microdollars: 760_000))
        _ = try intend(1, two)
        _ = try intend(2, two)
        let error = #expect(throws: IntentRefusal.self) { try intend(3, two) }
        guard case .budget(let refusal) = error else {
            Issue.record("refused for \(String(describing: error))")
            return
        }
        #expect(refusal.limit == .hourly && refusal.needed.microdollars == 1_140_000)
        #expect(try journal.allRentals().count == 2)
    }

    @Test func `what bills without a rental counts against the hourly limit`() throws {
        let one = Budget(hourly: Dollars(microdollars: 400_000))
        #expect(throws: IntentRefusal.self) { try intend(1, one, extra: rate(20_001)) }
        _ = try intend(1, one, extra: rate(20_000))
    }

    @Test func `a row that became dearer than booked counts at its new price`() throws {
        var rental = try intend(1)
        rental.running = rate(700_000)
        _ = try record(rental)
        #expect(throws: IntentRefusal.self) {
            try intend(2, Budget(hourly: Dollars(microdollars: 1_079_999)))
        }
        _ = try intend(2, Budget(hourly: Dollars(microdollars: 1_080_000)))
    }

    @Test func `time that was not counted yet is in the daily limit at its worst`() throws {
        var rental = try intend(1)
        rental.state = .requested
        rental.accrual.until = stamp(0).wall
        _ = try record(rental)
        // Two hours later: 2 × $0.38 may have been spent, and 2 × $0.38 lie an hour ahead.
        let exact = Budget(daily: Dollars(microdollars: 4 * 380_000))
        let less = Budget(daily: Dollars(microdollars: 4 * 380_000 - 1))
        #expect(throws: IntentRefusal.self) { try intend(2, less, at: 7200) }
        _ = try intend(2, exact, at: 7200)
    }

    @Test func `without its lock an intent is not written`() throws {
        let other = try RentalLocks(in: self.room.folder)
        #expect(other.acquire(1))
        #expect(throws: IntentRefusal.locked) { try intend(1) }
        #expect(try journal.allRentals() == [])
    }

    @Test func `of many intents at once only as many as there is room for are written`()
        async throws
    {
        let room = self.room
        let written = await withTaskGroup(of: Int.self) { group in
            for number in 1...20 {
                group.addTask {
                    let rental = try? Rental(
                        id: Sample.id(number), offer: Sample.offer(), group: "g",
                        intendedAt: stamp(0))
                    guard let rental, let journal = try? room.open() else { return 0 }
                    let stored = try? journal.intend(
                        rental, room: 3,
                        limits: SpendingLimits(budget: Budget(), horizon: .zero), extra: .zero,
                        hold: { _ in true })
                    return stored == nil ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
        #expect(written == 3)
        #expect(try journal.allRentals().count == 3)
    }

    private func record(_ rental: Rental) throws -> Rental {
        try #require(
            try journal.record([RentalChange(rental, event: nil)], as: "x", at: stamp(1)).first)
    }
}

/// Vultr bills whole hours, so each machine there carries one beyond the time that has passed.
extension IntendTests {
    private func cloudOffer(_ microdollars: Int64) -> Offer {
        Offer(
            provider: .vultr, id: "ewr/vcg-a16", gpuName: "A16", gpuCount: 1,
            running: HourlyRate(perHour: Dollars(microdollars: microdollars)),
            stopped: HourlyRate(perHour: Dollars(microdollars: microdollars)), reliability: 1)
    }

    private func rentInCloud(_ number: Int, daily: Int64, horizon: Duration) throws -> Rental {
        let rental = Rental(
            id: try Sample.id(number), offer: cloudOffer(600_000), group: "g",
            intendedAt: stamp(0))
        return try journal.intend(
            rental, room: 10,
            limits: SpendingLimits(
                budget: Budget(daily: Dollars(microdollars: daily)), horizon: horizon),
            extra: .zero, hold: { [locks] in locks.acquire($0) })
    }

    @Test func `a started hour is reserved before the create leaves, and until it was seen gone`()
        throws
    {
        // Ten minutes until the next run can end it, and the whole hour: $0.10 + $0.60.
        #expect(throws: IntentRefusal.self) {
            try rentInCloud(1, daily: 699_999, horizon: .seconds(600))
        }
        var first = try rentInCloud(1, daily: 700_000, horizon: .seconds(600))
        first.state = .requested
        first.requestedAt = stamp(0)
        first.accrual.until = stamp(0).wall
        first = try journal.record([RentalChange(first, event: nil)], as: "t", at: stamp(0))[0]
        #expect(
            try journal.books(of: journal.openRentals(), at: stamp(0).wall).today
                == Dollars(microdollars: 600_000))
        #expect(first.cost(at: stamp(0).wall).upperBound == Dollars(microdollars: 600_000))
        // Half an hour later it may have cost what has passed, and the hour that has begun.
        #expect(first.cost(at: stamp(1800).wall).upperBound == Dollars(microdollars: 900_000))
        #expect(throws: IntentRefusal.self) {
            try rentInCloud(2, daily: 1_399_999, horizon: .seconds(600))
        }
        _ = try rentInCloud(2, daily: 1_400_000, horizon: .seconds(600))
    }

    @Test func `the started hour of an intent that was not sent yet is reserved too`() throws {
        _ = try rentInCloud(1, daily: 1_400_000, horizon: .seconds(600))
        #expect(throws: IntentRefusal.self) {
            try rentInCloud(2, daily: 1_399_999, horizon: .seconds(600))
        }
        _ = try rentInCloud(2, daily: 1_400_000, horizon: .seconds(600))
    }

    @Test func `each calendar month starts an hour of its own, by the provider's clock`() throws {
        var rental = Rental(
            id: try Sample.id(1), offer: cloudOffer(600_000), group: "g", intendedAt: stamp(0))
        func hours(_ from: CivilDate, _ fromHour: Int64, _ to: CivilDate) -> Int64 {
            let begun = from.start + .seconds(fromHour * 3600)
            rental.requestedAt = Stamp(wall: begun, sinceBoot: .zero, bootID: "b")
            return rental.startedHours(until: to.start).microdollars / 600_000
        }
        let june = CivilDate(year: 2026, month: 6, day: 10)
        #expect(hours(june, 0, CivilDate(year: 2026, month: 6, day: 30)) == 1)
        #expect(hours(june, 0, CivilDate(year: 2026, month: 7, day: 2)) == 2)
        #expect(hours(june, 0, CivilDate(year: 2027, month: 6, day: 2)) == 13)
        // Three hours into July here it is still June in New York.
        #expect(
            hours(
                CivilDate(year: 2026, month: 7, day: 1), 3, CivilDate(year: 2026, month: 7, day: 2))
                == 2)
    }
}
