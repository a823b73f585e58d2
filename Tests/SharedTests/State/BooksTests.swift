import Testing

@testable import Shared

/// Promise M2: everything that can bill is counted.
@Suite struct BooksTests {
    let room: StateRoom
    let journal: Journal
    /// Noon (UTC) of 2026-11-21.
    let noon = Instant(seconds: 1_795_262_400)

    init() throws {
        room = try StateRoom()
        journal = try room.create()
    }

    private func store(_ rental: Rental, _ steps: [Accrual.Step] = []) throws {
        try journal.database.write("test") { connection in
            var stored = try Journal.insert(rental, at: stamp(0), in: connection)
            stored.accrual = rental.accrual
            _ = try Journal.store(
                RentalChange(stored, event: nil, steps: steps), at: stamp(0), in: connection)
        }
    }

    private func step(_ from: Instant, hours: Int, _ micro: Int64) -> Accrual.Step {
        Accrual.Step(
            from: from, to: from + .seconds(hours * 3600), low: .zero, high: rate(micro))
    }

    @Test(arguments: RentalState.allCases)
    func `a rental counts in every state but ended`(_ state: RentalState) throws {
        var rental = try Sample.rental(1, state)
        rental.accrual.until = noon
        try store(rental)
        let books = try journal.books(of: journal.openRentals(), at: noon + .seconds(3600))
        let counted: Int64 = state == .ended ? 0 : 380_000
        #expect(books.rate == rate(counted))
        #expect(books.today == Dollars(microdollars: counted))
        #expect(books.month == Dollars(microdollars: counted))
    }

    @Test func `what was spent is counted by its day and month`() throws {
        var rental = try Sample.rental(1, .ended)
        rental.accrual.until = noon
        try store(
            rental,
            [
                step(noon - .seconds(40 * 86_400), hours: 1, 7),  // last month
                step(noon - .seconds(86_400), hours: 1, 100),  // yesterday
                step(noon - .seconds(13 * 3600), hours: 2, 1000),  // an hour each side of midnight
            ])
        let books = try journal.books(of: journal.openRentals(), at: noon)
        #expect(books.today == Dollars(microdollars: 1000))
        #expect(books.month == Dollars(microdollars: 2100))
    }

    @Test func `time since the last look is split at midnight and at the month`() throws {
        var rental = try Sample.rental(1, .ready, instance: 1)
        // 2026-10-31T23:00:00Z.
        rental.accrual.until = Instant(seconds: 1_793_487_600)
        try store(rental)
        let books = try journal.books(
            of: journal.openRentals(), at: Instant(seconds: 1_793_487_600 + 7200))
        #expect(books.today == Dollars(microdollars: 380_000))
        #expect(books.month == Dollars(microdollars: 380_000))
    }

    @Test func `orphans count by their rate`() throws {
        #expect(
            try journal.books(of: journal.openRentals(), at: noon, extra: rate(5)).rate == rate(5))
    }

    @Test func `what never existed is struck from the books`() throws {
        var rental = try Sample.rental(1, .requested)
        rental.accrual.until = noon
        try store(rental, [step(noon, hours: 1, 380_000)])
        #expect(
            try journal.books(of: journal.openRentals(), at: noon + .seconds(3600)).today
                .microdollars == 760_000)
        let stored = try #require(try journal.openRentals().first)
        try journal.record(
            [.neverExisted(stored, event: "never created", at: stamp(1))], as: "x", at: stamp(1))
        let books = try journal.books(of: journal.openRentals(), at: noon + .seconds(3600))
        #expect(books == Books())
        #expect(try journal.rental(stored.id)?.accrual.high == .zero)
    }
}
