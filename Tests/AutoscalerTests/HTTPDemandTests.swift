import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// Queues behind a real server that is slow, wrong, huge or old: never a zero (promise T2).
@Suite(.timeLimit(.minutes(15))) struct HTTPDemandTests {
    let clock = SimulatedClock()

    private var reader: QueueReader {
        QueueReader(
            clock: clock.wallClock, http: HTTPClient(environment: HTTPEnvironment([:])),
            environment: ["TOKEN": "s3cret"])
    }

    private func read(
        _ urls: [String], headers: [QueueHeader] = [], timeout: Duration = .seconds(60),
        _ change: (inout DemandSource) -> Void = { _ in }
    ) async -> DemandReading {
        var source = DemandSource(
            origin: .http(urls: urls, headers: headers), timeout: timeout)
        change(&source)
        return await reader.demand(source)
    }

    private func known(_ waiting: Int, age: Duration = .zero) -> DemandReading {
        .known(
            Demand(waiting: waiting, running: 0, observedAt: clock.now - age), age: age)
    }

    /// What one answer comes to.
    private func reading(
        of body: String, status: Int = 200, headers: [String] = [],
        _ change: (inout DemandSource) -> Void = { _ in }
    ) async throws -> DemandReading {
        try await withServers(QueueServer(body, status: status, headers: headers)) { servers in
            await read([servers[0].url()], change)
        }
    }

    private func reason(_ reading: DemandReading) -> String? {
        guard case .missing(let reason) = reading else { return nil }
        return reason
    }

    @Test func `an answer is a reading`() async throws {
        let document = #"{"peers": {"a": {"jobs": 3}, "b": {"jobs": 4}}, "running": 2}"#
        let reading = try await reading(of: document) {
            $0.waiting = NumberPath(function: .sum, steps: [.name("peers"), .every, .name("jobs")])
            $0.running = NumberPath(steps: ["running"])
        }
        #expect(
            reading
                == .known(Demand(waiting: 7, running: 2, observedAt: clock.now), age: .zero))
        #expect(try await self.reading(of: " 7\n") == known(7))
        #expect(try await self.reading(of: #"{"waiting": 0}"#) == known(0))
    }

    @Test(arguments: [
        "", "<html>down</html>", "{", #"{"waiting": 3"#, #"{"waiting": -1}"#,
        #"{"waiting": 2.5}"#, #"{"waiting": "7"}"#, #"{"waiting": NaN}"#, #"{"waiting": 1e400}"#,
        #"{"waiting": 1e15}"#, #"{"waiting": 1000000001}"#, #"{"waiting": null}"#,
        #"{"waiting": true}"#, #"{"waiting": [1]}"#, #"{"waiting": 1, "waiting": 2}"#, "{}", "[]",
        "null", "\"7\"", "7 8", #"{"waiting": 3}{"waiting": 4}"#, "\u{0}",
    ])
    func `an answer that gives no number of jobs is none, and says why`(_ body: String) async throws
    {
        let reason = reason(try await reading(of: body))
        #expect((reason?.count ?? 0) > "127.0.0.1:12345: ".count, "\(reason ?? "a reading")")
    }

    @Test(arguments: [201, 204, 206, 304, 400, 401, 404, 418, 429, 500, 503])
    func `any status but 200 is no reading`(_ status: Int) async throws {
        let reason = reason(try await reading(of: #"{"waiting": 3}"#, status: status))
        #expect(reason?.contains("it answered with status \(status)") == true, "\(reason ?? "")")
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is not followed`(_ status: Int) async throws {
        try await withServers(QueueServer("7")) { targets in
            let location = "Location: \(targets[0].url())"
            let reason = reason(
                try await reading(of: "7", status: status, headers: [location]))
            #expect(
                reason?.hasSuffix("a redirect, which is not followed: write its target in http:")
                    == true)
            #expect(targets[0].requests.isEmpty)
        }
    }

    @Test func `an answer that is too large is none, and one without an end`() async throws {
        let spaces = String(repeating: " ", count: 9_999_999)
        #expect(try await reading(of: "7" + spaces) == known(7))
        let large = reason(try await reading(of: "7 " + spaces))
        #expect(large?.hasSuffix(": the answer is larger than 10000000 bytes") == true)
        let endless = try QueueServer { _, send in
            let more = String(repeating: " ", count: 65_536)
            guard send("HTTP/1.1 200 OK\r\n\r\n") else { return }
            while send(more) {}
        }
        try await withServers(endless) { servers in
            let reason = reason(await read([servers[0].url()]))
            #expect(reason?.hasSuffix(": the answer is larger than 10000000 bytes") == true)
        }
    }

    @Test func `half an answer is none`() async throws {
        let half = try QueueServer { _, send in
            _ = send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n7")
        }
        try await withServers(half) { servers in
            let reason = reason(await read([servers[0].url()]))
            #expect(reason?.contains("the connection ended within the answer") == true)
        }
    }

    @Test func `a server that is silent, drips or hangs up is no reading`() async throws {
        let dripping = try QueueServer { _, send in
            guard send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n") else { return }
            while send(" ") { usleepTenth() }
        }
        let rude = try QueueServer { _, _ in }
        let noise = try QueueServer { _, send in _ = send("SSH-2.0-OpenSSH_9.2\r\n") }
        try await withServers(QueueServer(sayNothing), dripping, rude, noise) { servers in
            for server in servers {
                let reading = await read([server.url()], timeout: .milliseconds(500))
                #expect(reason(reading)?.hasPrefix("127.0.0.1:\(server.port): ") == true)
            }
        }
    }

    @Test func `URLs are tried in order until one gives a reading`() async throws {
        let down = try QueueServer("down", status: 503)
        let wrong = try QueueServer(#"{"jobs": 1}"#)
        try await withServers(down, wrong, QueueServer("5"), QueueServer("6")) { servers in
            #expect(await read(servers.map { $0.url() }) == known(5))
            #expect(servers.map(\.requests.count) == [1, 1, 1, 0])
        }
    }

    @Test func `a server that hangs leaves time for the next`() async throws {
        try await withServers(QueueServer(sayNothing), QueueServer("5")) { servers in
            #expect(
                await read(servers.map { $0.url() }, timeout: .seconds(10)) == known(5))
        }
    }

    @Test func `where every URL fails the reason of each is told, and nothing of the URLs`()
        async throws
    {
        let down = try QueueServer("down", status: 503)
        try await withServers(down, QueueServer("x")) { servers in
            let reason = reason(await read(servers.map { $0.url("/status?token=s3cret") }))
            #expect(
                reason
                    == "http[0] 127.0.0.1:\(servers[0].port): it answered with status 503; "
                    + "http[1] 127.0.0.1:\(servers[1].port): it is not JSON, at 1:1")
        }
    }

    @Test func `an old answer makes way for a young one, and is stale where there is none`()
        async throws
    {
        let old = try QueueServer("5", headers: ["Age: 3600"])
        let older = try QueueServer("6", headers: ["Age: 7200"])
        try await withServers(older, old, QueueServer("7"), QueueServer("no")) { servers in
            let urls = servers.map { $0.url() }
            #expect(await read(urls) == known(7))
            #expect(
                await read([urls[0], urls[1], urls[3]])
                    == .stale(
                        Demand(waiting: 5, running: 0, observedAt: clock.now - .seconds(3600)),
                        age: .seconds(3600), maxAge: .seconds(600)))
        }
    }

    @Test(
        arguments: [
            ("Age: 60", 60), ("Age: 0", 0), ("Age: -5", 0), ("Age: soon", 0),
            // 1,790,000,000 is 13:33:20; a date holds for its whole second.
            ("Date: Mon, 21 Sep 2026 14:08:21 GMT", 298),
            ("Date: Mon, 21 Sep 2026 14:13:20 GMT", 0),
            ("Date: Mon, 21 Sep 2026 15:13:20 GMT", 0), ("Date: yesterday", 0),
            ("Last-Modified: Mon, 21 Sep 2026 14:03:20 GMT", 599),
            ("Last-Modified: Mon, 21 Sep 2026 14:12:20 GMT\r\nAge: 100", 100),
            ("Date: Mon, 21 Sep 2026 14:12:20 GMT\r\nAge: 30", 59),
        ] as [(String, Int64)])
    func `an answer that says it is old is as old as it says`(
        _ header: String, _ age: Int64
    ) async throws {
        #expect(
            try await reading(of: "5", headers: [header]) == known(5, age: .seconds(age)))
    }

    @Test func `an answer that was written too long ago is stale`() async throws {
        let reading = try await reading(
            of: "5", headers: ["Last-Modified: Mon, 21 Sep 2026 13:00:00 GMT"])
        guard case .stale(let demand, _, _) = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(demand.waiting == 5)
    }

    @Test func `the document's own time wins over the headers`() async throws {
        let time = clock.now - .seconds(700)
        let change: (inout DemandSource) -> Void = { $0.observedAt = NumberPath(steps: ["at"]) }
        let old = try await reading(of: #"{"waiting": 5, "at": \#(time.seconds)}"#, change)
        #expect(
            old
                == .stale(
                    Demand(waiting: 5, running: 0, observedAt: time), age: .seconds(700),
                    maxAge: .seconds(600)))
        let young = try await reading(
            of: #"{"waiting": 5, "at": "\#(clock.now)"}"#, headers: ["Age: 3600"], change)
        #expect(young == known(5))
        let ahead = try await reading(
            of: #"{"waiting": 5, "at": \#(clock.now.seconds + 121)}"#, change)
        #expect(reason(ahead)?.hasSuffix("it was written 2m1s in the future") == true)
        #expect(reason(try await reading(of: "5", change)) != nil)
    }

    @Test func `headers go out with their variables, and no message shows them`() async throws {
        let header = QueueHeader(
            name: "Authorization", value: [.text("Bearer "), .variable("TOKEN")])
        try await withServers(QueueServer("no")) { servers in
            let reading = await read([servers[0].url("/a?b=c")], headers: [header])
            #expect(reason(reading)?.contains("s3cret") == false)
            let request = try #require(servers[0].requests.first)
            #expect(request.hasPrefix("GET /a?b=c HTTP/1.1\r\n"))
            #expect(request.contains("\r\nAuthorization: Bearer s3cret\r\n"))
            #expect(request.contains("\r\nAccept: application/json\r\n"))
        }
    }

    @Test func `without its variable nothing is asked`() async throws {
        let header = QueueHeader(name: "A", value: [.variable("NONE")])
        try await withServers(QueueServer("7")) { servers in
            let reading = await read([servers[0].url()], headers: [header])
            #expect(
                reason(reading)
                    == "header A needs the environment variable NONE, which is not set")
            #expect(servers[0].requests.isEmpty)
        }
    }
}
