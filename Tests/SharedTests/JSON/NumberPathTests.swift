import Shared
import Testing

@Suite struct NumberPathTests {
    private let document: JSONValue = [
        "waiting": 7, "queue": ["waiting": 3, "jobs": [["n": 1], ["n": 4], ["n": 2]]],
        "peers": ["a": ["jobs": 5], "b": ["jobs": 6]], "half": .number(2.5), "less": -1,
        "text": "7", "none": nil, "empty": [], "huge": 1_000_000_001, "most": 1_000_000_000,
        "flag": true,
        "odd": ["a.b c": ["n": 9, "list": [1, 2]], "*": ["n": 10, "list": [1, 2, 3]]],
        "many": [1_000_000_000, 1], "gone": nil,
    ]

    @Test(arguments: [
        ("waiting", 7), ("queue.waiting", 3), ("queue.jobs.1.n", 4), ("sum(queue.jobs.*.n)", 7),
        ("max(queue.jobs.*.n)", 4), ("count(queue.jobs.*)", 3), ("sum(peers.*.jobs)", 11),
        ("count(peers.*)", 2), ("count(empty.*)", 0), ("sum(empty.*)", 0), ("max(empty.*)", 0),
        ("most", 1_000_000_000), ("count(text)", 1), ("count(queue.jobs)", 3),
        ("count(peers)", 2), ("count(empty)", 0), ("count(queue.jobs.*.n)", 3),
        ("count(odd.*.list)", 5), ("min(queue.jobs.*.n)", 1), ("min(empty.*)", 0),
        ("queue.jobs[1].n", 4), ("odd[\"a.b c\"].n", 9), ("odd[\"*\"].n", 10),
        ("sum(odd.*.n)", 19),
    ])
    func `a path leads to a number of jobs`(_ text: String, _ number: Int) throws {
        let path = try #require(NumberPath(text))
        #expect(try path.jobs(in: document) == number)
        #expect(path.description == text)
    }

    @Test(arguments: [
        "missing", "queue", "queue.missing", "queue.jobs.3.n", "queue.jobs.-1.n", "queue.jobs.*.n",
        "queue.jobs.*.m", "waiting.x", "half", "less", "text", "none", "flag", "huge", "empty.*",
        "sum(queue.jobs.*)", "sum(peers.*.missing)", "max(missing.*)", "count(missing.*)",
        "sum(many.*)", "count(none)", "sum(none.*)", "queue[0]", "queue.jobs[\"n\"]",
        "queue.jobs[3]",
        "count(missing)", "sum(text)",
    ])
    func `a path that leads to no number of jobs is an error that says so`(_ text: String) throws {
        let path = try #require(NumberPath(text))
        let error = #expect(throws: NumberPathError.self) { _ = try path.jobs(in: document) }
        #expect(error?.reason.isEmpty == false)
    }

    @Test(arguments: [
        ("peers[*].jobs", "peers.*.jobs"), ("sum([*].n)", "sum(*.n)"), ("a['b']", "a[\"b\"]"),
        ("[0].waiting", "[0].waiting"), ("a[\"x\\\"y\"]", "a[\"x\\\"y\"]"),
    ])
    func `a path may be written in other ways`(_ text: String, _ plain: String) throws {
        let path = try #require(NumberPath(text))
        #expect(path.description == plain)
        #expect(NumberPath(plain) == path)
    }

    @Test(arguments: [
        ("", 0, "nothing"), ("a..b", 2, "an empty step"), ("a.", 2, "an empty step"),
        ("mean(a)", 0, "an unknown function"), ("sum(a", 5, "no ) at its end"),
        ("sum(a) ", 6, "white space where nothing more belongs"),
        ("a b", 1, "white space where nothing more belongs"),
        ("a*", 1, "a * that is not a step of its own"),
        ("a.*b", 2, "a * that is not a step of its own"),
        ("a[-1]", 1, "a bracket that holds neither an index from 0 nor a quoted key nor *"),
        ("a[1", 1, "a bracket without its ]"), ("a[\"b]", 2, "a quote without its end"),
        ("$.a", 0, "a $"), ("sum( a)", 4, "white space outside of quotes"),
        ("é..b", 2, "an empty step"),
    ])
    func `a mistake in a path has its place`(_ text: String, _ offset: Int, _ what: String) {
        let mistake = #expect(throws: NumberPathMistake.self) {
            _ = try NumberPath(parsing: text)
        }
        #expect(mistake?.offset == offset && mistake?.what == what)
    }

    @Test(arguments: [
        ("at", 1_790_000_000.5), ("max(times.*)", 1_795_268_568), ("min(times.*)", 1_790_000_000),
        ("text", 1_795_268_568.25), ("zone", 1_795_268_568),
    ])
    func `a time is seconds since 1970 or a date with its zone`(
        _ text: String, _ seconds: Double
    ) throws {
        let document: JSONValue = [
            "at": .number(1_790_000_000.5), "times": [1_790_000_000, "2026-11-21T13:42:48Z"],
            "text": "2026-11-21T13:42:48.25Z", "zone": "2026-11-21 14:42:48+01:00",
        ]
        let path = try #require(NumberPath(text))
        #expect(try path.time(in: document) == Instant(seconds: seconds))
    }

    @Test(arguments: [
        "\"2026-11-21T13:42:48\"", "\"2026-02-30T13:42:48Z\"", "\"2026-11-21\"", "\"now\"", "-1",
        "1795268568000", "1e300", "null", "true", "[]", "\"2026-11-21T13:42:48+25:00\"",
        "\"2026-11-21T13:42:48.Z\"", "\"1969-12-31T23:59:59Z\"",
    ])
    func `what is no time is none`(_ json: String) throws {
        let document = try JSONValue(strictly: Array("{\"at\": \(json)}".utf8))
        let path = try #require(NumberPath("at"))
        #expect(throws: NumberPathError.self) { _ = try path.time(in: document) }
    }

    @Test(arguments: [
        "", ".", "a.", ".a", "a..b", "mean(a)", "sum()", "(a)", "sum(a", "sum(sum(a))",
    ])
    func `what is no path is none`(_ text: String) {
        #expect(NumberPath(text) == nil)
    }
}
