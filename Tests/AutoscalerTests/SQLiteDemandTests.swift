import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// Queues in a database of another program.
@Suite(.timeLimit(.minutes(15))) struct SQLiteDemandTests {
    let scratch: ScratchFolder
    let clock = SimulatedClock()

    init() throws {
        scratch = try ScratchFolder()
        let owner = try Connection(file: "\(scratch.path)/jobs.db", mode: .create)
        try owner.run(
            """
            CREATE TABLE job (machine TEXT, state TEXT, since INTEGER);
            INSERT INTO job VALUES
              (NULL, 'waiting', 0), (NULL, 'waiting', 0), ('vast-1', 'running', 0),
              ('vast-1', 'running', 0), ('2', 'running', 0), ('vast-3', 'done', 1789999000);
            """)
    }

    private var reader: QueueReader {
        QueueReader(
            clock: clock.wallClock, http: HTTPClient(environment: HTTPEnvironment([:])),
            environment: [:])
    }

    private func read(_ query: String) async -> DemandReading {
        await reader.demand(
            DemandSource(
                origin: .sqlite(path: "\(scratch.path)/jobs.db", query: query),
                timeout: .seconds(60)))
    }

    private func known(_ waiting: Int, _ running: Int) -> DemandReading {
        .known(
            Demand(waiting: waiting, running: running, observedAt: clock.now), age: .zero)
    }

    @Test(arguments: [
        ("SELECT count(*) FROM job WHERE state = 'waiting'", 2, 0),
        ("SELECT 2, 3", 2, 3), ("SELECT 3 AS running, 2 AS waiting", 2, 3),
        ("SELECT 3 AS running, 2", 2, 3), ("SELECT 2.0 AS Waiting", 2, 0),
        ("SELECT sum(state = 'waiting'), sum(state = 'running') FROM job", 2, 3),
        ("SELECT coalesce(sum(since), 0) FROM job WHERE 0", 0, 0),
    ])
    func `one row gives what waits and what runs`(
        _ query: String, _ waiting: Int, _ running: Int
    ) async {
        #expect(await read(query) == known(waiting, running))
    }

    @Test(arguments: [
        ("SELECT sum(since) FROM job WHERE 0", "waiting is NULL"),
        ("SELECT 1 FROM job WHERE 0", "the query gave no row"),
        ("SELECT since FROM job", "gave more than one row"),
        ("SELECT 1, 2, 3", "a column 3 that is none of waiting, running, observed_at"),
        ("SELECT 1 AS waiting, 2 AS waiting", "two columns waiting"),
        ("SELECT '7'", "waiting is not a number"), ("SELECT -1", "a number of jobs is negative"),
        ("SELECT 1.5", "a number of jobs is not whole"),
        ("SELECT 9e99", "jobs is above 1000000000"),
        ("SELECT 1, NULL", "running is NULL"), ("SELECT 1 AS running", "no column waiting"),
        ("SELECT 1 AS waiting, NULL AS observed_at", "observed_at is no time"),
        ("SELECT 1 AS waiting, '2026-11-21 13:42:48' AS observed_at", "observed_at is text"),
        ("DELETE FROM job", "not a single SELECT"),
    ])
    func `anything else is no reading, and says why`(_ query: String, _ reason: String) async {
        guard case .missing(let told) = await read(query) else {
            Issue.record("a reading")
            return
        }
        #expect(told.contains(reason), "\(told)")
    }

    @Test func `a column says how old the numbers are`() async {
        let at = clock.now - .seconds(601)
        let demand = Demand(waiting: 2, running: 0, observedAt: at)
        #expect(
            await read("SELECT 2 AS waiting, \(Int(at.seconds)) AS observed_at")
                == .stale(demand, age: .seconds(601), maxAge: .seconds(600)))
    }

    @Test func `rows say which machines work`() async throws {
        let source = BusySource(
            origin: .sqlite(
                path: "\(scratch.path)/jobs.db",
                query: """
                    SELECT machine, sum(state = 'running') AS jobs,
                           max(since) AS idle_since FROM job
                    WHERE machine IS NOT NULL GROUP BY machine
                    """), timeout: .seconds(60))
        guard case .known(let work, _) = await reader.busy(source) else {
            Issue.record("no reading")
            return
        }
        #expect(work.machines["vast-1"]?.jobs == 2 && work.machines["2"]?.jobs == 1)
        #expect(
            work.machines["vast-3"]
                == Work.Load(jobs: 0, idleSince: Instant(seconds: 1_789_999_000)))
    }

    @Test func `no rows mean that no machine works`() async {
        let source = BusySource(
            origin: .sqlite(
                path: "\(scratch.path)/jobs.db", query: "SELECT machine FROM job WHERE 0"),
            timeout: .seconds(60))
        #expect(
            await reader.busy(source)
                == .known(Work(machines: [:], observedAt: clock.now), age: .zero))
    }
}
