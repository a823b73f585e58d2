import CLibsqlite

/// One prepared statement, with the places of its columns.
final class Statement {
    let handle: OpaquePointer?
    fileprivate var isInUse = true
    private let places: [String: Int]

    init(_ handle: OpaquePointer?) {
        self.handle = handle
        let names = (0..<sqlite3_column_count(handle)).map {
            sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? ""
        }
        places = Dictionary(zip(names, names.indices), uniquingKeysWith: { _, last in last })
    }

    deinit { sqlite3_finalize(handle) }

    /// The row that the last step led to.
    func row() -> SQLRow {
        SQLRow(places: places, values: (0..<sqlite3_column_count(handle)).map(value))
    }

    private func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_NULL: .null
        default: .text(sqlite3_column_text(handle, column).map { String(cString: $0) } ?? "")
        }
    }
}

/// The statements of one connection, kept for their next use: a run writes the same one for every
/// rental, and preparing it costs several times as much as running it.
final class StatementShelf {
    private var statements: [String: Statement] = [:]

    /// Takes the statement for use; `nil` when there is none, or it is in use.
    func take(_ sql: String) -> Statement? {
        guard let statement = statements[sql], !statement.isInUse else { return nil }
        statement.isInUse = true
        return statement
    }

    /// Keeps a new statement, which is in use; one of the same text is replaced.
    func keep(_ statement: Statement, for sql: String) {
        statements[sql] = statement
    }

    /// Ends a statement's use: without its values, and with no row under way.
    func putBack(_ statement: Statement) {
        sqlite3_reset(statement.handle)
        sqlite3_clear_bindings(statement.handle)
        statement.isInUse = false
    }

    func clear() {
        statements = [:]
    }
}
