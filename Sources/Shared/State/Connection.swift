import CLibsqlite
import Glibc

/// One open SQLite database: a thin wrapper that turns every failure into a `StateError`.
package struct Connection: ~Copyable {
    private let handle: OpaquePointer
    private let statements = StatementShelf()
    package let file: String

    /// What to do with the file when it opens.
    package enum Mode {
        /// Changes nothing, neither in the file nor beside it.
        case read
        case write
        /// Makes a new database.
        case create
    }

    package init(file: String, mode: Mode) throws(StateError) {
        var handle: OpaquePointer?
        let flags =
            switch mode {
            case .read: SQLITE_OPEN_READONLY
            case .write: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        let name = mode == .read ? readingName(of: file) : file
        let code = sqlite3_open_v2(
            name, &handle, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
            sqlite3_close_v2(handle)
            throw StateError.sqlite(code: code & 0xFF, message: message, file: file)
        }
        self.handle = handle
        self.file = file
        sqlite3_busy_timeout(handle, 10_000)
    }

    deinit {
        statements.clear()
        sqlite3_close_v2(handle)
    }

    /// Runs one statement, or several when nothing is bound, and drops what they answer.
    package borrowing func run(_ sql: String, _ values: [SQLValue] = []) throws(StateError) {
        guard !values.isEmpty else {
            return try check(sqlite3_exec(handle, sql, nil, nil, nil))
        }
        _ = try rows(sql, values)
    }

    /// Runs one statement and answers its rows, in order.
    package borrowing func rows(
        _ sql: String, _ values: [SQLValue] = []
    ) throws(StateError) -> [SQLRow] {
        try rows(sql, values) { $0 }
    }

    /// Runs one statement and answers what `read` makes of its rows, in order; each row is dropped
    /// when it has been read.
    package borrowing func rows<Element>(
        _ sql: String, _ values: [SQLValue] = [],
        read: (SQLRow) throws(StateError) -> Element
    ) throws(StateError) -> [Element] {
        let statement = try statement(sql)
        defer { statements.putBack(statement) }
        for (index, value) in values.enumerated() {
            try check(bind(value, at: Int32(index + 1), in: statement.handle))
        }
        var elements: [Element] = []
        while true {
            switch sqlite3_step(statement.handle) {
            case SQLITE_ROW: elements.append(try read(statement.row()))
            case SQLITE_DONE: return elements
            case let code: try check(code)
            }
        }
    }

    /// A statement that is ready to be bound: one that was used before, or a new one.
    private borrowing func statement(_ sql: String) throws(StateError) -> Statement {
        if let kept = statements.take(sql) { return kept }
        var prepared: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, sql, -1, &prepared, nil))
        let new = Statement(prepared)
        statements.keep(new, for: sql)
        return new
    }

    /// The row number that the last insert gave.
    package borrowing func lastInsertedRow() -> Int64 { sqlite3_last_insert_rowid(handle) }

    /// How many rows the last statement changed.
    package borrowing func changedRows() -> Int { Int(sqlite3_changes(handle)) }

    private borrowing func check(_ code: Int32) throws(StateError) {
        switch code & 0xFF {
        case SQLITE_OK, SQLITE_ROW, SQLITE_DONE: return
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            throw StateError.damaged(reason: String(cString: sqlite3_errmsg(handle)), file: file)
        case SQLITE_READONLY:
            throw StateError.readOnly(file: file)
        case let primary:
            throw StateError.sqlite(
                code: primary, message: String(cString: sqlite3_errmsg(handle)), file: file)
        }
    }
}

/// The name under which a reader opens a database.
///
/// A reader in WAL mode makes the log and its index where they are missing, and leaves them there.
/// Without a log nobody has the file open, and it is read as one that does not change.
private func readingName(of file: String) -> String {
    access("\(file)-wal", F_OK) == 0 ? file : "file:\(file.percentEncoded)?immutable=1"
}

/// Tells SQLite to copy a bound text, which Swift frees after the call (`SQLITE_TRANSIENT`).
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

private func bind(_ value: SQLValue, at index: Int32, in statement: OpaquePointer?) -> Int32 {
    switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .text(let text):
        sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), copied)
    }
}
