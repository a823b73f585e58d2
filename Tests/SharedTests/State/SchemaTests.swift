import Testing

@testable import Shared

/// Promise D4: forward migrations, with every rental's lock, or not at all.
@Suite struct SchemaTests {
    let room: StateRoom

    init() throws {
        room = try StateRoom()
        _ = try room.create()
    }

    private let next = Schema.migrations + ["CREATE TABLE novelty (name TEXT) STRICT;"]

    private func migrated(exclusively: () throws -> RentalLocks? = { nil }) throws -> Database {
        try Database(
            file: room.folder.database, migrations: next, exclusively: exclusively)
    }

    @Test func `an older state is brought forward, and what it held is there`() throws {
        try room.open().note("x", "y")
        let database = try migrated()
        let found = try database.read { connection in
            [
                try connection.rows("PRAGMA user_version").first?.integer("user_version") ?? 0,
                try connection.rows("SELECT COUNT(*) AS n FROM novelty").first?.integer("n") ?? -1,
                try connection.rows("SELECT COUNT(*) AS n FROM fact WHERE value = 'y'")
                    .first?.integer("n") ?? -1,
            ]
        }
        #expect(found == [Int64(next.count), 0, 1])
    }

    @Test func `while a rental is worked on the schema stays, byte for byte`() throws {
        struct Busy: Error {}
        let before = try room.bytes()
        #expect(throws: Busy.self) { try migrated(exclusively: { throw Busy() }) }
        #expect(try room.bytes() == before)
        _ = try room.open()
    }

    @Test func `all rentals' locks are one that any single lock excludes`() throws {
        let worker = try RentalLocks(in: room.folder)
        let migration = try RentalLocks(in: room.folder)
        #expect(worker.acquire(7_000_000))
        #expect(!migration.acquireAll())
        worker.release(7_000_000)
        #expect(migration.acquireAll())
        #expect(!worker.acquire(1) && !worker.acquire(7_000_000))
    }

    @Test func `an older state is not brought forward by reading it`() throws {
        let before = try room.bytes()
        #expect(throws: StateError.self) {
            try Database(file: room.folder.database, readOnly: true, migrations: next)
        }
        #expect(try room.bytes() == before)
    }

    @Test func `a migration that fails leaves the schema it found`() throws {
        #expect(throws: StateError.self) {
            try Database(
                file: room.folder.database,
                migrations: Schema.migrations + ["CREATE TABLE half (a TEXT); NONSENSE;"])
        }
        #expect(try room.open().fact("fleet") == "a")
    }
}
