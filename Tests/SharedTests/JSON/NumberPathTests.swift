import Shared
import Testing

@Suite struct NumberPathTests {
    private let document: JSONValue = [
        "waiting": 7, "queue": ["waiting": 3, "jobs": [["n": 1], ["n": 4], ["n": 2]]],
        "peers": ["a": ["jobs": 5], "b": ["jobs": 6]], "half": .number(2.5), "less": -1,
        "text": "7", "none": nil, "empty": [], "huge": 1_000_000_001, "most": 1_000_000_000,
        "flag": true,
    ]

    @Test(arguments: [
        ("waiting", 7), ("queue.waiting", 3), ("queue.jobs.1.n", 4), ("sum(queue.jobs.*.n)", 7),
        ("max(queue.jobs.*.n)", 4), ("count(queue.jobs.*)", 3), ("sum(peers.*.jobs)", 11),
        ("count(peers.*)", 2), ("count(empty.*)", 0), ("sum(empty.*)", 0), ("max(empty.*)", 0),
        ("most", 1_000_000_000), ("count(text)", 1),
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
    ])
    func `a path that leads to no number of jobs is an error that says so`(_ text: String) throws {
        let path = try #require(NumberPath(text))
        let error = #expect(throws: NumberPathError.self) { _ = try path.jobs(in: document) }
        #expect(error?.reason.isEmpty == false)
    }

    @Test(arguments: [
        "", ".", "a.", ".a", "a..b", "mean(a)", "sum()", "(a)", "sum(a", "sum(sum(a))",
    ])
    func `what is no path is none`(_ text: String) {
        #expect(NumberPath(text) == nil)
    }
}
