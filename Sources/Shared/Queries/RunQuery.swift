import CLibsqlite
import Glibc
import SwiftOverlayShims

/// Asks one question of an SQLite database that belongs to another program.
///
/// The file is opened only to read, and as one that may change at any time. A lock of the other
/// program is waited for, and a long query ended, at the time limit. One `SELECT` (or `WITH …
/// SELECT`, or `VALUES`) is taken and nothing else: no `PRAGMA`, no `ATTACH`, no second
/// statement. In WAL mode SQLite may put the log's index beside the file, as every reader does.
/// - Parameters:
///   - query: The statement.
///   - file: The path of the database, which is never made.
///   - timeout: The longest it may take, in real time.
///   - mostRows: How many rows are taken; more are a failure.
/// - Returns: The columns and rows.
/// - Throws: Why there is no answer, the time limit included.
package func runQuery(
    _ query: String, in file: String, timeout: Duration, mostRows: Int
) async throws(QueryFailure) -> QueryAnswer {
    let outcome = await BackgroundThread.run { () -> Result<QueryAnswer, QueryFailure> in
        do throws(QueryFailure) {
            return .success(
                try answer(to: query, in: file, timeout: timeout, mostRows: mostRows))
        } catch {
            return .failure(error)
        }
    }
    guard let outcome else { throw QueryFailure(what: "cannot be read: no thread is left") }
    return try outcome.get()
}

private func answer(
    to query: String, in file: String, timeout: Duration, mostRows: Int
) throws(QueryFailure) -> QueryAnswer {
    try refuseUnusable(file)
    var deadline = microsecondsSinceBoot() + timeout.microseconds
    return try withUnsafeMutablePointer(to: &deadline) { pointer throws(QueryFailure) in
        let database = try QueryConnection(file: file, timeout: timeout, deadline: pointer)
        return try database.answer(to: query, mostRows: mostRows)
    }
}

/// SQLite would wait for a pipe, and call a folder something else.
private func refuseUnusable(_ file: String) throws(QueryFailure) {
    var status = stat()
    guard stat(file, &status) == 0 else {
        throw QueryFailure(
            what: errno == ENOENT || errno == ENOTDIR
                ? "does not exist" : "cannot be read: \(String(cString: strerror(errno)))")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw QueryFailure(what: "is a folder")
    default: throw QueryFailure(what: "is no regular file")
    }
}

/// A connection that ends whatever it does at its deadline.
private struct QueryConnection: ~Copyable {
    let handle: OpaquePointer
    let timeout: Duration
    let deadline: UnsafeMutablePointer<Int64>

    init(
        file: String, timeout: Duration, deadline: UnsafeMutablePointer<Int64>
    ) throws(QueryFailure) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(
            file, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            let words = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
            sqlite3_close_v2(opened)
            throw QueryFailure(what: "cannot be read: \(words)")
        }
        handle = opened
        self.timeout = timeout
        self.deadline = deadline
        sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, Int32(mostBytes))
        sqlite3_busy_handler(opened, waitForLock, deadline)
        sqlite3_progress_handler(opened, 1000, isOver, deadline)
        sqlite3_set_authorizer(opened, authorize, nil)
    }

    deinit { sqlite3_close_v2(handle) }

    borrowing func answer(to query: String, mostRows: Int) throws(QueryFailure) -> QueryAnswer {
        let statement = try prepared(query)
        defer { sqlite3_finalize(statement) }
        let columns = (0..<sqlite3_column_count(statement)).map {
            sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? ""
        }
        var answer = QueryAnswer(columns: columns, rows: [])
        var bytes = 0
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return answer }
            guard code == SQLITE_ROW else { throw failure(code) }
            guard answer.rows.count < mostRows else {
                throw QueryFailure(
                    what: mostRows == 1
                        ? "gave more than one row" : "gave more than \(mostRows) rows")
            }
            bytes += columns.indices.reduce(0) {
                $0 + Int(sqlite3_column_bytes(statement, Int32($1)))
            }
            guard bytes <= mostBytes else { throw tooMuch }
            answer.rows.append(columns.indices.map { cell(of: statement, at: Int32($0)) })
        }
    }

    private borrowing func prepared(_ query: String) throws(QueryFailure) -> OpaquePointer {
        let (code, statement, rest) = query.withCString { text in
            var statement: OpaquePointer?
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(handle, text, -1, &statement, &tail)
            return (code, statement, tail.map { String(cString: $0) } ?? "")
        }
        guard code == SQLITE_OK else {
            sqlite3_finalize(statement)
            throw failure(code)
        }
        guard let statement else { throw notOne }
        guard !hasStatement(rest, handle), sqlite3_stmt_readonly(statement) != 0,
            sqlite3_stmt_isexplain(statement) == 0, sqlite3_column_count(statement) > 0
        else {
            sqlite3_finalize(statement)
            throw notOne
        }
        return statement
    }

    private borrowing func failure(_ code: Int32) -> QueryFailure {
        let words = String(cString: sqlite3_errmsg(handle)).shownInMessages
        switch code & 0xFF {
        case SQLITE_INTERRUPT:
            return QueryFailure(what: "did not answer within \(timeout.text)")
        case SQLITE_BUSY, SQLITE_LOCKED:
            return QueryFailure(
                what: microsecondsSinceBoot() >= deadline.pointee
                    ? "was locked for \(timeout.text)" : "is locked: \(words)")
        case SQLITE_AUTH: return notOne
        case SQLITE_TOOBIG: return tooMuch
        case SQLITE_CORRUPT: return QueryFailure(what: "is damaged: \(words)")
        case SQLITE_NOTADB: return QueryFailure(what: "is no SQLite database")
        case SQLITE_CANTOPEN:
            return QueryFailure(
                what: "cannot be read: \(words) (in WAL mode a reader must be able to write "
                    + "its folder)")
        default: return QueryFailure(what: "refused the query: \(words)")
        }
    }
}

/// The most bytes of one value, and of all that are given, so that no query takes all memory.
private let mostBytes = 10_000_000

private let tooMuch = QueryFailure(
    what: "gave more than \(mostBytes) bytes, or made a value of so many")

private let notOne = QueryFailure(
    what: "was not asked: the query is not a single SELECT that only reads")

/// Whether there is more behind the first statement than white space and comments.
private func hasStatement(_ text: String, _ handle: OpaquePointer) -> Bool {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, text, -1, &statement, nil)
    sqlite3_finalize(statement)
    return code != SQLITE_OK || statement != nil
}

private func cell(of statement: OpaquePointer, at column: Int32) -> QueryCell {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
    case SQLITE_NULL: .null
    case SQLITE_BLOB: .blob
    default: .text(sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "")
    }
}

// What SQLite calls back, on the thread that asks.

private func waitForLock(_ context: UnsafeMutableRawPointer?, _: Int32) -> Int32 {
    guard isOver(context) == 0 else { return 0 }
    usleep(20_000)
    return 1
}

private func isOver(_ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let deadline = context?.assumingMemoryBound(to: Int64.self).pointee else { return 1 }
    return microsecondsSinceBoot() >= deadline ? 1 : 0
}

/// Reading is all that is allowed.
private func authorize(
    _: UnsafeMutableRawPointer?, action: Int32, _: UnsafePointer<CChar>?,
    _: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?
) -> Int32 {
    [SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE].contains(action)
        ? SQLITE_OK : SQLITE_DENY
}

private func microsecondsSinceBoot() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}
