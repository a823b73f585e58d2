import Glibc
import SwiftOverlayShims
import Synchronization

/// The state file: SQLite in WAL mode with `synchronous=FULL`, so what a write returns from is on
/// disk (promise D4).
///
/// One connection, used by one thread at a time.
package final class Database: Sendable {
    package let file: String
    private let connection: Mutex<Connection>
    private let gate: WriteGate

    private let version: Int

    /// Opens an existing state file, and brings an older schema forward.
    ///
    /// - Parameters:
    ///   - file: The state file.
    ///   - readOnly: Open it for reading; an older schema is refused then.
    ///   - gate: Surrounds every write.
    ///   - migrations: Every schema there has been, oldest first.
    ///   - exclusively: Called when the schema is older, before it is touched: takes every rental's
    ///     lock, so that nobody is at work under the old schema (promise D4).
    /// - Throws: `StateError`, or what `exclusively` throws; the file is left as it was found.
    package init(
        file: String, readOnly: Bool = false, gate: WriteGate = .open,
        migrations: [String] = Schema.migrations, exclusively: () throws -> RentalLocks? = { nil }
    ) throws {
        try refuseUnusable(file: file, readOnly: readOnly)
        let connection = try Connection(file: file, mode: readOnly ? .read : .write)
        let found = try Self.verify(connection, known: migrations.count)
        if !readOnly { try connection.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;") }
        if found < migrations.count {
            guard !readOnly else {
                throw StateError.older(version: found, known: migrations.count, file: file)
            }
            let locks = try exclusively()
            try Self.migrate(connection, migrations)
            withExtendedLifetime(locks) {}
        }
        version = migrations.count
        self.file = file
        self.gate = gate
        self.connection = Mutex(connection)
    }

    /// Makes a new state file: complete and durable under its name, or not there at all.
    ///
    /// - Throws: `StateError`; `.folder` when the file is there already.
    package static func create(
        file: String, fill: @Sendable (borrowing Connection) throws -> Void
    ) throws {
        let draft = "\(file).\(getpid()).new"
        unlink(draft)
        defer { unlink(draft) }
        try writeDraft(draft, fill: fill)
        guard link(draft, file) == 0 else {
            throw StateError.folder(reason: String(cString: strerror(errno)), folder: file)
        }
        try synchronize(folderOf: file)
    }

    /// Reads in one snapshot.
    package func read<Result: Sendable>(
        _ body: @Sendable (borrowing Connection) throws -> Result
    ) throws -> Result {
        try connection.withLock { connection in
            try transaction("BEGIN", on: connection, body)
        }
    }

    /// Writes in one immediate transaction; when this returns, it is on disk.
    ///
    /// - Parameters:
    ///   - name: What is written, for people and for the gate.
    ///   - body: The statements; whatever it throws rolls everything back.
    /// - Returns: What `body` answers.
    /// - Throws: What `body` throws; `StateError` where SQLite fails.
    package func write<Result: Sendable>(
        _ name: String, _ body: @Sendable (borrowing Connection) throws -> Result
    ) throws -> Result {
        try gate.before(name)
        let result = try connection.withLock { connection in
            try transaction("BEGIN IMMEDIATE", on: connection) { connection in
                try requireVersion(connection)
                return try body(connection)
            }
        }
        try gate.after(name)
        return result
    }

    /// Checks the header, the schema version and the pages; answers the version.
    private static func verify(
        _ connection: borrowing Connection, known: Int
    ) throws -> Int {
        let file = connection.file
        let application = try connection.rows("PRAGMA application_id").first
        guard application?.integer("application_id") == Schema.applicationID else {
            throw StateError.damaged(reason: "it is not a fleetkeeper state", file: file)
        }
        let version = try schemaVersion(connection)
        guard version <= known else {
            throw StateError.newer(version: version, known: known, file: file)
        }
        guard version >= 1 else {
            throw StateError.damaged(reason: "it has no schema", file: file)
        }
        try refuseCutOff(
            file: file,
            pageSize: try connection.rows("PRAGMA page_size").first?.integer("page_size") ?? 4096)
        let answer = try connection.rows("PRAGMA quick_check(1)").first?.text("quick_check")
        guard answer == "ok" else {
            throw StateError.damaged(reason: answer ?? "no answer to quick_check", file: file)
        }
        return version
    }

    private static func schemaVersion(_ connection: borrowing Connection) throws -> Int {
        Int(try connection.rows("PRAGMA user_version").first?.integer("user_version") ?? 0)
    }

    /// Another program may have brought the schema forward since this one opened the file.
    private func requireVersion(_ connection: borrowing Connection) throws {
        let found = try Self.schemaVersion(connection)
        guard found == version else {
            throw StateError.newer(version: found, known: version, file: connection.file)
        }
    }

    /// Runs the migrations that are missing, all in one transaction.
    private static func migrate(
        _ connection: borrowing Connection, _ migrations: [String]
    ) throws {
        try transaction("BEGIN IMMEDIATE", on: connection) { connection in
            for migration in migrations[(try schemaVersion(connection))...] {
                try connection.run(migration)
            }
            try connection.run("PRAGMA application_id=\(Schema.applicationID)")
            try connection.run("PRAGMA user_version=\(migrations.count)")
        }
    }

    private static func writeDraft(
        _ draft: String, fill: @Sendable (borrowing Connection) throws -> Void
    ) throws {
        let connection = try Connection(file: draft, mode: .create)
        guard chmod(draft, 0o600) == 0 else {
            throw StateError.folder(reason: String(cString: strerror(errno)), folder: draft)
        }
        try connection.run("PRAGMA synchronous=FULL")
        try migrate(connection, Schema.migrations)
        try transaction("BEGIN IMMEDIATE", on: connection, fill)
    }
}

/// Runs `body` in a transaction: all of it, or nothing when it throws.
private func transaction<Result>(
    _ begin: String, on connection: borrowing Connection,
    _ body: @Sendable (borrowing Connection) throws -> Result
) throws -> Result {
    try connection.run(begin)
    do {
        let result = try body(connection)
        try connection.run("COMMIT")
        return result
    } catch {
        try? connection.run("ROLLBACK")
        throw error
    }
}

/// Refuses what SQLite would quietly take: an emptied file, or one whose owner may not write it
/// (root may all the same).
private func refuseUnusable(file: String, readOnly: Bool) throws(StateError) {
    var status = stat()
    guard stat(file, &status) == 0 else {
        throw StateError.folder(reason: String(cString: strerror(errno)), folder: file)
    }
    guard status.st_size > 0 else {
        throw StateError.damaged(reason: "it is empty", file: file)
    }
    guard readOnly || status.st_mode & 0o200 != 0 else {
        throw StateError.readOnly(file: file)
    }
}

/// Refuses a file that ends within a page: SQLite would read zeros for what is missing.
///
/// With a log
/// beside it the page may be in there, whole.
private func refuseCutOff(file: String, pageSize: Int64) throws(StateError) {
    var status = stat()
    var log = stat()
    guard stat(file, &status) == 0, Int64(status.st_size) % max(1, pageSize) != 0 else { return }
    guard stat("\(file)-wal", &log) == 0, log.st_size > 0 else {
        throw StateError.damaged(reason: "its end is missing", file: file)
    }
}

private func synchronize(folderOf file: String) throws(StateError) {
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
        throw StateError.folder(reason: String(cString: strerror(errno)), folder: folder)
    }
}
