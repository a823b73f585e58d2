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
