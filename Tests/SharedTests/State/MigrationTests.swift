import Shared
import Testing

@Suite struct MigrationTests {
    private let room: StateRoom
    private let migrations = Schema.migrations + ["CREATE TABLE later (x INTEGER) STRICT"]

    init() throws {
        room = try StateRoom()
        _ = try room.create()
    }

    private func open(_ locks: RentalLocks? = nil) throws -> Database {
        try Database(
            file: room.folder.database, migrations: migrations,
            exclusively: {
                let locks = try locks ?? RentalLocks(in: room.folder)
                guard locks.acquireAll() else { throw LockError.rentalsBusy }
                return locks
            })
    }

    private func tables(_ database: Database) throws -> Int {
        try database.read { connection in
            try connection.rows("SELECT name FROM sqlite_schema WHERE name = 'later'").count
        }
    }

    @Test func `an older schema is brought forward, and only once`() throws {
        #expect(try tables(try open()) == 1)
        #expect(try tables(try open()) == 1)
    }

    @Test func `a state of the first schema keeps its rentals, none of them held`() throws {
        let journal = try room.open()
        let rental = try journal.intend(
            try Sample.rental(1), room: 1,
            limits: SpendingLimits(budget: Budget(), horizon: .zero), extra: .zero,
            hold: { _ in true })
        try makeFirstSchema()
        #expect(throws: StateError.older(version: 1, known: Schema.version, file: file)) {
            try room.open(readOnly: true)
        }
        let opened = try room.open()
        #expect(try opened.openRentals() == [rental])
        #expect(rental.drainingAt == nil && rental.held == .zero...(.zero))
        var held = rental
        held.drainingAt = stamp(5)
        held.held = Dollars(microdollars: 1)...Dollars(microdollars: 2)
        held = try #require(
            try opened.record([RentalChange(held, event: nil)], as: "x", at: stamp(6)).first)
        #expect(try opened.openRentals() == [held])
    }

    @Test func `the first schema is not brought forward while anybody works on a rental`() throws {
        try makeFirstSchema()
        let worker = try RentalLocks(in: room.folder)
        #expect(worker.acquire(1))
        #expect(throws: LockError.rentalsBusy) { try room.open() }
        #expect(throws: LockError.rentalsBusy) {
            try Journal.database(in: room.folder, readOnly: false)
        }
        worker.release(1)
        _ = try Journal.database(in: room.folder, readOnly: false)
        _ = try room.open(readOnly: true)
    }

    private var file: String { room.folder.database }

    /// Undoes every migration but the first.
    private func makeFirstSchema() throws {
        let connection = try Connection(file: file, mode: .write)
        for column in [
            "draining_at", "stop_asked_at", "stop_accepted_at", "held_low", "held_high",
        ] { try connection.run("ALTER TABLE rental DROP COLUMN \(column)") }
        try connection.run("PRAGMA user_version=1")
    }

    @Test func `while a rental is worked on the schema stays as it is`() throws {
        let worker = try RentalLocks(in: room.folder)
        #expect(worker.acquire(7))
        let before = try room.bytes()
        #expect(throws: LockError.rentalsBusy) { try open() }
        #expect(try room.bytes() == before)
        worker.release(7)
        #expect(try tables(try open()) == 1)
    }

    @Test func `a failing migration leaves the schema as it was`() throws {
        let broken = Schema.migrations + ["CREATE TABLE later (x)", "no such statement"]
        #expect(throws: StateError.self) {
            try Database(file: room.folder.database, migrations: broken)
        }
        #expect(try tables(try Database(file: room.folder.database)) == 0)
    }

    @Test func `an older schema is not brought forward by opening it to read`() throws {
        let file = room.folder.database
        let known = migrations.count
        #expect(throws: StateError.older(version: known - 1, known: known, file: file)) {
            try Database(file: file, readOnly: true, migrations: migrations)
        }
    }

    @Test func `a program that opened the state before it was brought forward writes no more`()
        throws
    {
        let old = try Database(file: room.folder.database)
        _ = try open()
        #expect(throws: StateError.self) {
            try old.write("late") { connection in
                try connection.run("INSERT INTO fact (name, value) VALUES ('a', 'b')")
            }
        }
    }
}
