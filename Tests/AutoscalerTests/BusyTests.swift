import Shared
import Testing

@testable import Autoscaler

/// Reading who works, and matching what it says with machines.
@Suite struct BusyTests {
    let clock = SimulatedClock()

    private func read(_ json: String, machines: String? = nil) async throws -> BusyReading {
        let reader = QueueReader(
            clock: clock.wallClock, http: HTTPClient(environment: HTTPEnvironment([:])),
            environment: [:])
        let scratch = try ScratchFolder()
        let file = "\(scratch.path)/busy.json"
        let path = try machines.map { try #require(NumberPath($0)) }
        let command = "cat > '\(file)' <<'END'\n\(json)\nEND\ncat '\(file)'"
        return await reader.busy(BusySource(origin: .command(command), machines: path))
    }

    private func jobs(_ json: String, machines: String? = nil) async throws -> [String: Int]? {
        guard case .known(let work, _) = try await read(json, machines: machines) else {
            return nil
        }
        return work.machines.mapValues(\.jobs)
    }

    @Test(
        arguments: [
            ("[]", nil, [:]), ("{}", nil, [:]),
            (#"["vast-1", 2, "VAST-3", "vast-1"]"#, nil, ["vast-1": 2, "2": 1, "vast-3": 1]),
            (
                #"{"vast-1": 2, "2": 0, "x": true, "y": false}"#, nil,
                ["vast-1": 2, "2": 0, "x": 1, "y": 0]
            ),
            (
                #"{"a": {"jobs": 3}, "b": {"jobs": 0, "idle_since": 1790000000}}"#, nil,
                ["a": 3, "b": 0]
            ),
            (#"["fk-a-b-inst0001-00000001"]"#, nil, ["inst0001-00000001": 1]),
            (#"{"w": [{"id": "vast-1"}, {"id": 2}]}"#, "w.*.id", ["vast-1": 1, "2": 1]),
            (#"{"w": {"busy": ["vast-1"]}}"#, "w.busy", ["vast-1": 1]),
            (#"{"w": []}"#, "w.*.id", [:]), (#"{"w": {"vast-1": 1}}"#, "w", ["vast-1": 1]),
        ] as [(String, String?, [String: Int])])
    func `a list of names or an object by name says who works`(
        _ json: String, _ path: String?, _ expected: [String: Int]
    ) async throws {
        #expect(try await jobs(json, machines: path) == expected)
    }

    @Test(
        arguments: [
            ("7", nil), ("null", nil), ("\"vast-1\"", nil), ("[null]", nil), ("[[]]", nil),
            ("[{\"id\": 1}]", nil), ("[\"\"]", nil), ("[\"a b\"]", nil), ("[1.5]", nil),
            ("{\"a\": null}", nil), ("{\"a\": -1}", nil), ("{\"a\": \"1\"}", nil),
            ("{\"a\": {}}", nil),
            ("{\"a\": {\"jobs\": 0, \"idle_since\": \"x\"}}", nil), ("{\"a\": 1, \"a\": 2}", nil),
            ("", nil),
            ("{\"w\": [{}]}", "w.*.id"), ("{}", "w"), ("{\"w\": null}", "w"),
            ("{\"w\": null}", "w.*"),
            ("vast-1", nil),
        ] as [(String, String?)])
    func `anything else is no reading, and says why`(_ json: String, _ path: String?) async throws {
        guard case .missing(let reason) = try await read(json, machines: path) else {
            Issue.record("a reading")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test(arguments: [
        ("vast-7", true), ("7", true), ("inst0001-00000007", true), ("vultr-7", false),
        ("vast-77", false), ("8", false),
    ])
    func `a machine is known by its id, by that at its provider, and by its label`(
        _ name: String, _ isNamed: Bool
    ) throws {
        let work = Work(machines: [name: Work.Load(jobs: 1)], observedAt: clock.now)
        #expect((work.load(of: try machine(7)).jobs == 1) == isNamed)
    }

    @Test func `a label names the machine of its rental`() throws {
        let rental = try machine(7)
        let fleet = try #require(FleetName("self-play"))
        let key = Work.key(rental.id.label(in: fleet))
        let work = Work(machines: [key: Work.Load(jobs: 2)], observedAt: clock.now)
        #expect(work.load(of: rental).jobs == 2)
    }

    @Test func `a reading says what it is`() {
        let work = Work(
            machines: ["a": Work.Load(jobs: 2), "b": Work.Load(jobs: 0)], observedAt: clock.now)
        #expect(BusyReading.known(work, age: .seconds(5)).summary == "1 machine works, read 5s ago")
        #expect(
            BusyReading.stale(work, age: .seconds(900), maxAge: .seconds(600)).summary
                == "stale: read 15m ago, older than 10m")
        #expect(BusyReading.missing(reason: "x").summary == "unknown: x")
    }
}
