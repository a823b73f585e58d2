import FoundationEssentials
import Glibc
import Shared
import Testing

@testable import Autoscaler

/// Promise T2: whatever goes wrong with a queue is a reading too, never a zero.
@Suite struct DemandTests {
    let scratch: ScratchFolder
    let clock = SimulatedClock()

    init() throws {
        scratch = try ScratchFolder()
    }

    private var folder: String { scratch.path }

    private var reader: QueueReader {
        QueueReader(
            clock: clock.wallClock, http: HTTPClient(environment: HTTPEnvironment([:])),
            environment: [:])
    }

    /// Writes a queue that is `age` old by the clock of the test.
    private func file(_ text: String, age: Duration = .zero) throws -> String {
        let path = "\(folder)/queue"
        try Data(text.utf8).write(to: URL(filePath: path))
        let time = clock.now - age
        var times = [timeval(), timeval()]
        for index in times.indices {
            times[index].tv_sec = Int(time.microseconds / 1_000_000)
            times[index].tv_usec = Int(time.microseconds % 1_000_000)
        }
        utimes(path, times)
        return path
    }

    private func read(_ source: DemandSource) async throws -> DemandReading {
        await reader.demand(source)
    }

    private func read(_ text: String, age: Duration = .zero) async throws -> DemandReading {
        try await read(DemandSource(origin: .file(path: file(text, age: age))))
    }

    private func path(_ text: String) throws -> NumberPath {
        let path = NumberPath(text)
        return try #require(path)
    }

    private func isMissing(_ reading: DemandReading) -> Bool {
        if case .missing(let reason) = reading { return !reason.isEmpty }
        return false
    }

    @Test(arguments: [
        ("0", 0), ("7\n", 7), (" 12 ", 12), ("1000000000", 1_000_000_000), ("5.0", 5),
        (#"{"waiting": 3}"#, 3), (#"{"waiting": 3, "more": []}"#, 3),
    ])
    func `a file holds a number of waiting jobs, bare or in JSON`(
        _ text: String, _ waiting: Int
    ) async throws {
        #expect(
            try await read(text, age: .seconds(60))
                == .known(
                    Demand(
                        waiting: waiting, running: 0, observedAt: clock.now - .seconds(60)),
                    age: .seconds(60)))
    }

    @Test(arguments: [
        "", " ", "-1", "2.5", "many", "1000000001", "1e300", "null", "true", #""7""#, "[]", "{}",
        #"{"waiting": null}"#, #"{"waiting": -1}"#, #"{"waiting": "7"}"#, #"{"jobs": 7}"#,
        "7 8", "7\n8", "<html>", "{\"waiting\": 7", "\u{0}",
    ])
    func `a file that holds no number of jobs is no reading`(_ text: String) async throws {
        #expect(isMissing(try await read(text)))
    }

    @Test(arguments: [(600, true), (601, false)] as [(Int64, Bool)])
    func `a reading is good up to its max age`(_ age: Int64, _ isKnown: Bool) async throws {
        let reading = try await read("5", age: .seconds(age))
        let demand = Demand(waiting: 5, running: 0, observedAt: clock.now - .seconds(age))
        #expect(
            reading
                == (isKnown
                    ? .known(demand, age: .seconds(age))
                    : .stale(demand, age: .seconds(age), maxAge: .seconds(600))))
    }

    @Test func `a reading from two minutes ahead is one of now, from further ahead it is none`()
        async throws
    {
        guard case .known(_, age: .zero) = try await read("5", age: .seconds(-120)) else {
            Issue.record("two minutes ahead was refused")
            return
        }
    }

    @Test func `a reading from further ahead is none`() async throws {
        let reading = try await read("5", age: .seconds(-121))
        #expect(reading == .missing(reason: "it was written 2m1s in the future"))
    }

    @Test func `a file that is missing, a folder, a pipe or too large is no reading`() async throws
    {
        let big = try file(String(repeating: " ", count: (1 << 20) + 1))
        mkfifo("\(folder)/pipe", 0o600)
        let paths = ["\(folder)/none", folder, "\(folder)/pipe", big, "\(big)/below", "/dev/zero"]
        for path in paths {
            let source = DemandSource(origin: .file(path: path))
            #expect(isMissing(await reader.demand(source)), "\(path)")
        }
    }

    @Test func `paths find what waits, what runs and when it was seen`() async throws {
        let time = clock.now - .seconds(30)
        var source = DemandSource(
            origin: .file(
                path: try file(
                    #"{"at": \#(time.seconds), "q": {"a": {"w": 1, "r": 2}, "b": {"w": 10, "r": 20}}}"#,
                    age: .seconds(5000))))
        source.waiting = try path("sum(q.*.w)")
        source.running = try path("sum(q.*.r)")
        source.observedAt = try path("at")
        #expect(
            try await read(source)
                == .known(
                    Demand(waiting: 11, running: 22, observedAt: time), age: .seconds(30)))
    }

    @Test(arguments: ["-1", "1e300", #""now""#, "null", "100000000001"])
    func `a time that is none makes no reading`(_ time: String) async throws {
        var source = DemandSource(
            origin: .file(path: try file(#"{"waiting": 5, "at": \#(time)}"#)))
        source.observedAt = try path("at")
        #expect(isMissing(try await read(source)))
    }

    @Test func `a running count that is configured and not there makes no reading`() async throws {
        var source = DemandSource(origin: .file(path: try file(#"{"waiting": 5}"#)))
        source.running = try path("running")
        #expect(isMissing(try await read(source)))
    }

    @Test func `a command's output is a reading of now`() async throws {
        let reading = try await read(DemandSource(origin: .command("echo 5")))
        #expect(
            reading
                == .known(Demand(waiting: 5, running: 0, observedAt: clock.now), age: .zero))
    }

    @Test(arguments: [
        "echo 5; exit 1", "exit 0", "echo five", "no-such-command-here",
        "head -c 2000000 /dev/zero",
        "echo -5",
    ])
    func `a command that fails, prints nothing, garbage or too much is no reading`(
        _ line: String
    ) async throws {
        #expect(isMissing(try await read(DemandSource(origin: .command(line)))))
    }

    @Test func `a command that hangs is no reading`() async throws {
        let source = DemandSource(
            origin: .command("echo 5; sleep 600"), timeout: .milliseconds(200))
        let reading = try await read(source)
        #expect(reading == .missing(reason: "the command did not end within 200ms"))
    }

    @Test func `a reading says what it is`() {
        let demand = Demand(waiting: 5, running: 2, observedAt: clock.now)
        #expect(
            DemandReading.known(demand, age: .seconds(90)).summary
                == "5 waiting, 2 running, read 1m30s ago")
        #expect(
            DemandReading.stale(demand, age: .seconds(900), maxAge: .seconds(600)).summary
                == "stale: 5 waiting 15m ago, older than 10m")
        #expect(DemandReading.missing(reason: "x").summary == "unknown: x")
    }
}
