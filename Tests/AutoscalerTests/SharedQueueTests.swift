import FoundationEssentials
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// A place that several groups ask is read once, and each takes its own from it.
@Suite(.timeLimit(.minutes(15))) struct SharedQueueTests {
    let clock = SimulatedClock()
    let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
    }

    private var reader: QueueReader {
        QueueReader(
            clock: clock.wallClock, http: HTTPClient(environment: HTTPEnvironment([:])),
            environment: ["TOKEN": "s3cret"])
    }

    private func demand(
        _ origin: QueueOrigin, _ waiting: String = "waiting", maxAge: Duration = .seconds(600),
        timeout: Duration = .seconds(60)
    ) throws -> DemandSource {
        let path = try #require(NumberPath(waiting))
        return DemandSource(origin: origin, waiting: path, maxAge: maxAge, timeout: timeout)
    }

    private func busy(_ origin: QueueOrigin, _ machines: String?) throws -> BusySource {
        let path = try machines.map { try #require(NumberPath($0)) }
        return BusySource(origin: origin, machines: path, timeout: .seconds(60))
    }

    private func waiting(_ reading: QueueReadings) -> Int? {
        guard case .known(let demand, _) = reading.demand else { return nil }
        return demand.waiting
    }

    private func workers(_ reading: QueueReadings) -> [String]? {
        guard case .known(let work, _) = reading.busy else { return nil }
        return work.machines.keys.sorted()
    }

    private let document =
        #"{"a": {"n": 3, "m": ["vast-1"]}, "b": {"n": 4, "m": ["vast-2", "vast-3"]}}"#

    /// A command that counts how often it is run, and what it prints.
    private func counting(_ text: String) -> QueueOrigin {
        .command("echo run >> '\(scratch.path)/runs'; cat <<'END'\n\(text)\nEND")
    }

    private var runs: Int {
        let log = FileManager.default.contents(atPath: "\(scratch.path)/runs")
        return log.map { $0.count { $0 == 0x0A } } ?? 0
    }

    @Test func `one request serves every group, demand and busy alike`() async throws {
        try await withServers(QueueServer(document)) { servers in
            let origin = QueueOrigin.http(urls: [servers[0].url()], headers: [])
            let readings = await reader.readings([
                (try demand(origin, "a.n"), try busy(origin, "a.m")),
                (try demand(origin, "b.n"), try busy(origin, "b.m")),
                (try demand(origin, "c.n"), nil),
            ])
            #expect(servers[0].requests.count == 1)
            #expect(readings.map(waiting) == [3, 4, nil])
            #expect(readings.map(workers) == [["vast-1"], ["vast-2", "vast-3"], nil])
            #expect(readings[2].busy == nil)
            guard case .missing(let reason) = readings[2].demand else {
                Issue.record("a reading")
                return
            }
            #expect(reason.hasPrefix("127.0.0.1:\(servers[0].port): c.n leads nowhere"))
        }
    }

    @Test func `a command is run once for all that want it`() async throws {
        let origin = counting(document)
        let readings = await reader.readings([
            (try demand(origin, "a.n"), try busy(origin, "a.m")),
            (try demand(origin, "sum(*.n)"), try busy(origin, "b.m")),
        ])
        #expect(runs == 1)
        #expect(readings.map(waiting) == [3, 7])
        #expect(readings.map(workers) == [["vast-1"], ["vast-2", "vast-3"]])
    }

    @Test func `a command that fails fails once, for all`() async throws {
        let origin = QueueOrigin.command("echo run >> '\(scratch.path)/runs'; exit 3")
        let readings = await reader.readings([
            (try demand(origin), nil), (try demand(origin), try busy(origin, nil)),
        ])
        #expect(runs == 1)
        let reason = "the command failed: exited(3)"
        #expect(readings.map(\.demand) == [.missing(reason: reason), .missing(reason: reason)])
        #expect(readings.map(\.busy) == [nil, .missing(reason: reason)])
    }

    @Test func `what differs in anything is read apart`() async throws {
        let token = QueueHeader(name: "A", value: [.variable("TOKEN")])
        try await withServers(QueueServer("5")) { servers in
            let readings = await reader.readings([
                (try demand(.http(urls: [servers[0].url("/a")], headers: [])), nil),
                (try demand(.http(urls: [servers[0].url("/b")], headers: [])), nil),
                (try demand(.http(urls: [servers[0].url("/a")], headers: [token])), nil),
                (
                    try demand(
                        .http(urls: [servers[0].url("/a")], headers: []), timeout: .seconds(61)),
                    nil
                ),
            ])
            #expect(readings.map(waiting) == [5, 5, 5, 5])
            #expect(servers[0].requests.count == 4)
        }
        let first = counting("5")
        let readings = await reader.readings([
            (try demand(first), nil), (try demand(.command("echo 6")), nil),
            (try demand(first), nil),
        ])
        #expect(readings.map(waiting) == [5, 6, 5] && runs == 1)
    }

    @Test func `each group has its own age`() async throws {
        try await withServers(QueueServer("5", headers: ["Age: 300"])) { servers in
            let origin = QueueOrigin.http(urls: [servers[0].url()], headers: [])
            let readings = await reader.readings([
                (try demand(origin, maxAge: .seconds(299)), nil),
                (try demand(origin, maxAge: .seconds(300)), nil),
            ])
            #expect(servers[0].requests.count == 1)
            #expect(readings.map(\.demand.isKnown) == [false, true])
        }
    }

    @Test func `the next URL is asked once, for those whom the first did not answer`() async throws
    {
        let first = try QueueServer(#"{"a": {"n": 3}}"#)
        try await withServers(first, QueueServer(document), QueueServer(document)) { servers in
            let origin = QueueOrigin.http(urls: servers.map { $0.url() }, headers: [])
            let readings = await reader.readings([
                (try demand(origin, "a.n"), nil), (try demand(origin, "b.n"), nil),
                (try demand(origin, "sum(*.n)"), try busy(origin, "b.m")),
            ])
            #expect(servers.map(\.requests.count) == [1, 1, 0])
            #expect(readings.map(waiting) == [3, 4, 3])
            #expect(workers(readings[2]) == ["vast-2", "vast-3"])
        }
    }

    @Test func `a database is asked once, and a queue is still one row`() async throws {
        let file = "\(scratch.path)/jobs.db"
        try Connection(file: file, mode: .create).run(
            "CREATE TABLE job (machine TEXT); INSERT INTO job VALUES ('vast-1'), ('vast-2');")
        let many = QueueOrigin.sqlite(path: file, query: "SELECT machine FROM job")
        let one = QueueOrigin.sqlite(path: file, query: "SELECT 7 AS machine")
        let readings = await reader.readings([
            (try demand(many), try busy(many, nil)), (try demand(one), try busy(one, nil)),
        ])
        #expect(readings[0].demand == .missing(reason: "the query gave more than one row"))
        #expect(workers(readings[0]) == ["vast-1", "vast-2"])
        #expect(workers(readings[1]) == ["7"])
    }

    @Test func `a thousand groups ask two servers, and each gets its own`() async throws {
        let numbers = (0..<500).map { #""q\#($0)": \#($0)"# }.joined(separator: ", ")
        let echo = try QueueServer { head, send in
            let path = head.split(separator: " ").dropFirst().first ?? ""
            let body = String(path.drop { !$0.isNumber })
            _ = send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
        try await withServers(QueueServer("{\(numbers)}"), echo) { servers in
            let all = QueueOrigin.http(urls: [servers[0].url()], headers: [])
            var sources: [(demand: DemandSource, busy: BusySource?)] = []
            for number in 0..<500 {
                let own = QueueOrigin.http(urls: [servers[1].url("/q\(number)")], headers: [])
                sources.append((try demand(all, "q\(number)"), nil))
                sources.append((try demand(own), nil))
            }
            let readings = await reader.readings(sources)
            #expect(readings.map(waiting) == (0..<1000).map { $0 / 2 })
            #expect(servers.map(\.requests.count) == [1, 500])
        }
    }

    @Test func `places that hang leave the run its time, and say so`() async throws {
        try await withServers(QueueServer(sayNothing)) { servers in
            let sources = try (0..<60).map { number in
                let own = QueueOrigin.http(urls: [servers[0].url("/\(number)")], headers: [])
                return (
                    demand: try demand(own, timeout: .milliseconds(600)), busy: BusySource?.none
                )
            }
            let readings = await reader.readings(sources, within: .milliseconds(300))
            let reasons = readings.map { reading in
                if case .missing(let reason) = reading.demand { reason } else { "a reading" }
            }
            let unread = "it was not read: the readings before it took 300ms"
            // The place after the first 32 waits for one of those, which outlives the limit.
            #expect(reasons[32...].allSatisfy { $0 == unread }, "\(reasons)")
            #expect(
                reasons[..<32].allSatisfy { $0 == unread || $0.hasPrefix(servers[0].place) },
                "\(reasons)")
            #expect(servers[0].requests.count <= 32)
        }
    }
}
