import FoundationEssentials
import Glibc
import Testing

@testable import Shared

/// Questions to a database that belongs to another program.
@Suite(.timeLimit(.minutes(15))) struct RunQueryTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var file: String { "\(folder.path)/jobs.db" }

    /// Makes a database, and gives its connection to a body that may hold on to it.
    private func withOwner(
        _ sql: String, _ body: (borrowing Connection) async throws -> Void = { _ in }
    ) async throws {
        let owner = try Connection(file: file, mode: .create)
        try owner.run(sql)
        try await body(owner)
    }

    private func ask(
        _ query: String, in file: String? = nil, timeout: Duration = .seconds(60), rows: Int = 1
    ) async throws(QueryFailure) -> QueryAnswer {
        try await runQuery(query, in: file ?? self.file, timeout: timeout, mostRows: rows)
    }

    private func failure(
        _ query: String, in file: String? = nil, timeout: Duration = .seconds(60), rows: Int = 1
    ) async -> String {
        do throws(QueryFailure) {
            let answer = try await ask(query, in: file, timeout: timeout, rows: rows)
            return "answered \(answer)"
        } catch {
            return error.what
        }
    }

    private let jobs = """
        CREATE TABLE job (machine TEXT, done INTEGER);
        INSERT INTO job VALUES ('vast-1', 0), ('vast-1', 0), ('vast-2', 1);
        """

    @Test func `a query gives its columns and rows`() async throws {
        try await withOwner(jobs)
        #expect(
            try await ask("SELECT count(*) AS waiting, 2.5, 'x', NULL, x'00' FROM job")
                == QueryAnswer(
                    columns: ["waiting", "2.5", "'x'", "NULL", "x'00'"],
                    rows: [[.integer(3), .real(2.5), .text("x"), .null, .blob]]))
        let grouped = try await ask(
            "WITH j AS (SELECT * FROM job) SELECT machine, count(*) FROM j GROUP BY 1;  -- all\n",
            rows: 2)
        #expect(grouped.rows == [[.text("vast-1"), .integer(2)], [.text("vast-2"), .integer(1)]])
    }

    @Test(arguments: [
        "DELETE FROM job", "INSERT INTO job VALUES ('a', 1)", "DROP TABLE job",

        "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM job", "SELECT 1; nonsense",
        "PRAGMA user_version",
        "PRAGMA journal_mode=DELETE", "ATTACH '/tmp/fk-other.db' AS o", "BEGIN", "VACUUM", "",
        "-- nothing", "EXPLAIN SELECT 1", "EXPLAIN QUERY PLAN SELECT 1",
        "INSERT INTO job VALUES ('a', 1) RETURNING 1", "WITH a AS (SELECT 1) DELETE FROM job",
    ])
    func `anything but one SELECT that reads is not asked`(_ query: String) async throws {
        try await withOwner(jobs)
        #expect(
            await failure(query, rows: 100)
                == "was not asked: the query is not a single SELECT that only reads")
        #expect(try await ask("SELECT count(*) FROM job").rows == [[.integer(3)]])
    }

    @Test(arguments: ["CREATE TABLE a (b)", "SELECT * FROM pragma_user_version"])
    func `what SQLite notices later is refused by it`(_ query: String) async throws {
        try await withOwner(jobs)
        #expect(await failure(query, rows: 100) == "refused the query: not authorized")
    }

    @Test func `a query that is wrong says how`() async throws {
        try await withOwner(jobs)
        #expect(await failure("SELECT n FROM job") == "refused the query: no such column: n")
        #expect(await failure("SELECT 1 FROM other") == "refused the query: no such table: other")
        #expect(await failure("SELECT 1 FORM job").hasPrefix("refused the query: near"))
        #expect(await failure("SELECT * FROM job") == "gave more than one row")
        #expect(await failure("SELECT * FROM job", rows: 2) == "gave more than 2 rows")
    }

    @Test func `a database that is not there, or none, is told, and is not made`() async throws {
        #expect(await failure("SELECT 1") == "does not exist")
        #expect(access(file, F_OK) != 0)
        #expect(await failure("SELECT 1", in: folder.path) == "is a folder")
        mkfifo("\(folder.path)/pipe", 0o600)
        #expect(await failure("SELECT 1", in: "\(folder.path)/pipe") == "is no regular file")
        try Data(
            "not a database, but long enough to be read as one: \(String(repeating: "x", count: 5000))"
                .utf8
        )
        .write(to: URL(filePath: file))
        #expect(await failure("SELECT count(*) FROM job") == "is no SQLite database")
    }

    @Test func `a database that is damaged is told`() async throws {
        try await withOwner(
            "CREATE TABLE job (n); WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a "
                + "LIMIT 20000) INSERT INTO job SELECT n FROM a")
        var bytes = Array(try Data(contentsOf: URL(filePath: file)))
        try #require(bytes.count > 50_000)
        for index in 4096..<bytes.count { bytes[index] = 0xFF }
        try Data(bytes).write(to: URL(filePath: file))
        #expect(await failure("SELECT sum(n) FROM job").hasPrefix("is damaged: "))
    }

    @Test func `a query that never ends is ended`() async throws {
        try await withOwner(jobs)
        let endless =
            "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT count(*) FROM a"
        #expect(
            await failure(endless, timeout: .milliseconds(200)) == "did not answer within 200ms")
    }

    @Test(arguments: [
        "SELECT length(randomblob(900000000))", "SELECT hex(zeroblob(6000000))",
        "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a LIMIT 20) "
            + "SELECT hex(zeroblob(400000)) FROM a",
    ])
    func `a query that would take all memory is refused`(_ query: String) async throws {
        try await withOwner(jobs)
        #expect(
            await failure(query, rows: 100)
                == "gave more than 10000000 bytes, or made a value of so many")
    }

    @Test func `a lock of its owner is waited for up to the time limit`() async throws {
        try await withOwner(jobs) { owner in
            try owner.run("BEGIN EXCLUSIVE")
            #expect(
                await failure("SELECT count(*) FROM job", timeout: .milliseconds(200))
                    == "was locked for 200ms")
            try owner.run("COMMIT")
            #expect(try await ask("SELECT count(*) FROM job").rows == [[.integer(3)]])
        }
    }

    @Test func `a database in WAL mode shows what its owner has just committed`() async throws {
        try await withOwner("PRAGMA journal_mode=WAL; \(jobs)") { owner in
            #expect(try await ask("SELECT count(*) FROM job").rows == [[.integer(3)]])
            try owner.run("BEGIN IMMEDIATE; INSERT INTO job VALUES ('vast-3', 0)")
            #expect(try await ask("SELECT count(*) FROM job").rows == [[.integer(3)]])
            try owner.run("COMMIT")
            #expect(try await ask("SELECT count(*) FROM job").rows == [[.integer(4)]])
        }
        // Its owner has gone, and its log with it.
        #expect(try await ask("SELECT count(*) FROM job").rows == [[.integer(4)]])
    }
}
