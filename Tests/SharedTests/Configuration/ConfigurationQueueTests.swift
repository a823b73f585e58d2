import Testing

@testable import Shared

/// The keys that say where queues are read, and the mistakes people make with them.
@Suite struct ConfigurationQueueTests {
    private func demand(
        _ text: String, environment: [String: String] = [:]
    ) throws -> DemandSource? {
        try configuration(text, environment).groups.first?.demand
    }

    private func configuration(
        _ text: String, _ environment: [String: String]
    ) throws -> FleetConfiguration {
        try read(smallest.replacing("{ file: q }", with: text), environment: environment)
    }

    private func complaint(_ demand: String, environment: [String: String] = [:]) -> [String] {
        complaints(
            about: smallest.replacing("{ file: q }", with: demand), environment: environment)
    }

    @Test func `one URL and several are read`() throws {
        let one = try demand("{ http: \"http://my_queue:8770/a?b=c\" }")
        #expect(one?.origin == .http(urls: ["http://my_queue:8770/a?b=c"], headers: []))
        let two = try demand("{ http: [https://a/x, HTTP://127.0.0.1/] }")
        #expect(two?.origin == .http(urls: ["https://a/x", "HTTP://127.0.0.1/"], headers: []))
    }

    @Test func `a header keeps the name of its variable, not its value`() throws {
        let source = try demand(
            "{ http: http://a, headers: { Authorization: \"Bearer ${T}\", X-A: \"${A}-${B}\" } }",
            environment: ["T": "s3cret-value", "A": " a\n", "B": "b"])
        guard case .http(_, let headers) = source?.origin else {
            Issue.record("not http")
            return
        }
        #expect(
            headers == [
                QueueHeader(name: "Authorization", value: [.text("Bearer "), .variable("T")]),
                QueueHeader(name: "X-A", value: [.variable("A"), .text("-"), .variable("B")]),
            ])
        #expect(headers[1].resolved(in: ["A": " a\n", "B": "b"]) == "a-b")
        #expect(headers[1].resolved(in: ["A": "a", "B": " "]) == nil)
        #expect(!String(reflecting: source).contains("s3cret-value"))
        #expect("\(headers[0])" == "Authorization: <redacted>")
        #expect(!String(reflecting: headers).contains("Bearer"))
    }

    @Test func `a database has a path and a query`() throws {
        for comment in ["/* how many */ ", "/**//* */", "-- a line\\n  "] {
            _ = try demand(
                "{ sqlite: { path: jobs.db, query: \"\(comment)SELECT 5\" } }")
        }
        let source = try demand("{ sqlite: { path: jobs.db, query: SELECT count(*) FROM jobs } }")
        #expect(
            source?.origin
                == .sqlite(path: "/etc/fk/jobs.db", query: "SELECT count(*) FROM jobs"))
    }

    @Test func `who works is read from any of the same sources`() throws {
        let text = smallest.replacing(
            "gpus:",
            with: "busy: { http: http://a, machines: workers.*.id, max_age: 2m }\n    gpus:")
        let busy = try read(text).groups.first?.busy
        #expect(
            busy
                == BusySource(
                    origin: .http(urls: ["http://a"], headers: []),
                    machines: NumberPath(steps: ["workers", "*", "id"]), maxAge: .seconds(120)))
        #expect(try read(smallest).groups.first?.busy == nil)
    }

    @Test(arguments: [
        (
            "{ http: ftp://a }",
            "6:21: groups[0].demand.http is not a URL such as http://coordinator:8770/status"
        ),
        (
            "{ http: [http://a, b] }",
            "6:32: groups[0].demand.http[1] is not a URL such as http://coordinator:8770/status"
        ),
        ("{ http: http://u:p@a/ }", "6:21: groups[0].demand.http holds a user name or a password"),
        (
            "{ http: \"http://a/?t=${T}\" }",
            "6:21: groups[0].demand.http holds a variable, which only headers may"
        ),
        (
            "{ http: \"http://a/b c\" }",
            "6:21: groups[0].demand.http holds a character that no URL has, or is too long"
        ),
        ("{ http: [] }", "6:21: groups[0].demand.http is a list of 0, not 1 to 16 URLs"),
        ("{ file: q, http: http://a }", "6:24: groups[0].demand has both file and http"),
        ("{ file: q, headers: { A: b } }", "6:24: groups[0].demand.headers is for http alone"),
        (
            "{ http: http://a, headers: { \"A b\": c } }",
            "6:42: groups[0].demand.headers has a name that no header has: \"A b\""
        ),
        (
            "{ http: http://a, headers: { A: b, a: c } }",
            "6:48: groups[0].demand.headers.a is given twice"
        ),
        (
            "{ http: http://a, headers: { Content-Length: 5 } }",
            "6:42: groups[0].demand.headers.Content-Length is not for the file to say: it is part of how a request is sent"
        ),
        (
            "{ http: http://a, headers: { A: \"${B\" } }",
            "6:45: groups[0].demand.headers.A holds a ${ that names no variable"
        ),
        (
            "{ http: http://a, headers: { A: \"${1B}\" } }",
            "6:45: groups[0].demand.headers.A holds a ${ that names no variable"
        ),
        (
            "{ http: http://a, headers: { A: \"${NONE}\" } }",
            "6:45: groups[0].demand.headers.A needs the environment variable NONE, which is not set"
        ),
        (
            "{ http: http://a, headers: { A: \"${EMPTY}\" } }",
            "6:45: groups[0].demand.headers.A needs the environment variable EMPTY, which is not set"
        ),
        (
            "{ http: http://a, headers: { A: \"${TWO_LINES}\" } }",
            "6:45: groups[0].demand.headers.A needs the environment variable TWO_LINES, which holds a line break or another control character, or is too long"
        ),
        (
            "{ http: http://a, headers: { A: \"${VAST_API_KEY}\" } }",
            "6:45: groups[0].demand.headers.A would send VAST_API_KEY, which goes nowhere but to its provider"
        ),
        (
            "{ http: http://a, headers: { A: \"x${COPY}\" } }",
            "6:45: groups[0].demand.headers.A holds a provider's key, which goes nowhere but to its provider"
        ),
        (
            "{ http: http://a, headers: \"A: secret\" }",
            "6:40: groups[0].demand.headers is no mapping of names to values"
        ),
        ("{ sqlite: { path: a.db } }", "6:23: groups[0].demand.sqlite.query is missing"),
        (
            "{ sqlite: { path: a.db, query: DELETE FROM jobs } }",
            "6:44: groups[0].demand.sqlite.query is not a SELECT"
        ),
        (
            "{ sqlite: { path: a.db, query: SELECT 1 }, waiting: w }",
            "6:56: groups[0].demand.waiting is a path in JSON, and sqlite answers in columns"
        ),
        (
            "{ file: q, waiting: sum(peers..jobs) }",
            "6:43: groups[0].demand.waiting is \"sum(peers..jobs)\", not a path in JSON such as queue.waiting or sum(peers.*.jobs): an empty step at character 11"
        ),
        (
            "{ file: q, waiting: \"sum(peers..jobs)\" }",
            "6:44: groups[0].demand.waiting is \"sum(peers..jobs)\", not a path in JSON such as queue.waiting or sum(peers.*.jobs): an empty step at character 11"
        ),
        (
            "{ file: q, waiting: peers.*.jobs }",
            "6:33: groups[0].demand.waiting is \"peers.*.jobs\" and leads to many numbers: say what becomes of them, such as sum(peers.*.jobs)"
        ),
        (
            "{ file: q, observed_at: sum(a.*) }",
            "6:37: groups[0].demand.observed_at is \"sum(a.*)\" and gives no time: sum is for numbers"
        ),
        (
            "{ file: q }\n    busy: { file: b, machines: count(a) }",
            "7:32: groups[0].busy.machines is \"count(a)\" and gives a number, not machines"
        ),
    ])
    func `mistakes`(_ demand: String, _ expected: String) {
        let told = complaint(
            demand,
            environment: [
                "EMPTY": " ", "TWO_LINES": "a\nb", "VAST_API_KEY": "0123456789",
                "COPY": "0123456789",
            ])
        #expect(told.first == "fleet.yaml:" + expected)
        #expect(told.count { $0.hasPrefix("fleet.yaml:") } == 1, "\(told)")
    }

    @Test func `no message shows the value of a header or the rest of a URL`() {
        let told = complaint(
            "{ http: [\"http://h/s3cret path\", \"x://s3cret\"], headers: { A: \"s3cret${NONE}\", B: \"s3cret${\", C: [s3cret], D: \"${S}\" } }",
            environment: ["S": "s3cret\u{1}"])
        #expect(told.count { $0.hasPrefix("fleet.yaml:") } == 6, "\(told)")
        #expect(!told.contains { $0.contains("s3cret") })
    }

    @Test func `variables need not be set where the last good configuration stands in`() throws {
        let text = smallest.replacing(
            "{ file: q }", with: "{ http: http://a, headers: { A: \"${NONE}\" } }")
        let configuration = try readConfiguration(
            text: Array(text.utf8), file: "f", folder: "/etc", home: "/h", environment: [:],
            requiresVariables: false)
        #expect(configuration.groups.count == 1)
    }
}
