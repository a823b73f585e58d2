import Shared
import Testing

@Suite(.timeLimit(.minutes(15))) struct RetryWaitTests {
    let clock = ManualClock(now: Instant(seconds: 1_000_000))

    /// Sends one GET, at most four times within 240 s, at least 2 s apart.
    func run(
        _ outcomes: [ScriptedExchange.Outcome], within time: Duration = .seconds(240)
    ) async throws -> (HTTPResponse, ScriptedExchange) {
        let scripted = ScriptedExchange(outcomes)
        let exchange = RetryingExchange(scripted, clock: clock.wallClock)
        let policy = RetryPolicy(minimumSpacing: .seconds(2), deadline: clock.now + time)
        let response = try await exchange.exchange(
            HTTPRequest(method: .get, url: "http://h:1/", timeout: .seconds(30)), retrying: policy)
        #expect(scripted.unused == 0)
        return (response, scripted)
    }

    @Test(arguments: [
        ("5", 5.0), ("60", 60), ("2.5", 2.5), ("1", 2), ("0", 2), (" 7 ", 7),
        ("Mon, 12 Jan 1970 13:47:10 GMT", 30), ("Mon, 12 Jan 1970 13:46:00 GMT", 2),
    ])
    func `the server's Retry-After is kept, but never under the spacing`(
        value: String, wait: Double
    ) async throws {
        let (response, _) = try await run([.retryAfter(value), .status(200)])
        #expect(response.status == 200)
        #expect(clock.sleeps == [.microseconds(Int64(wait * 1_000_000))])
    }

    @Test(arguments: ["", "soon", "-5", "1e3", "nan", "inf", "5 s", ".", "1.2.3"])
    func `a Retry-After that says nothing leaves the usual wait`(value: String) async throws {
        _ = try await run([.retryAfter(value), .status(200)])
        let wait = try #require(clock.sleeps.first)
        #expect(wait >= .seconds(2) && wait <= .seconds(4))
    }

    @Test(arguments: [("60", 1), ("61", 0), ("86400", 0), ("99999999999999999999999", 0)])
    func `a 429 that asks for more than a minute is an exhausted quota`(
        value: String, sleeps: Int
    ) async throws {
        let rest: [ScriptedExchange.Outcome] = sleeps == 1 ? [.status(200)] : []
        let (response, _) = try await run([.retryAfter(value)] + rest)
        #expect(response.status == (sleeps == 1 ? 200 : 429))
        #expect(clock.sleeps.count == sleeps)
    }

    @Test func `a 429 that names the search quota is given back at once`() async throws {
        let body = #"{"success": false, "error": "search_quota_exceeded", "msg": "x"}"#
        let (response, _) = try await run([.status(429, body: body)])
        #expect(response.status == 429)
        #expect(clock.sleeps == [])
    }

    @Test(arguments: [(239.0, true), (240, false), (241, false), (100_000, false)])
    func `a Retry-After at or past the deadline gives the answer back at once`(
        seconds: Double, isWaited: Bool
    ) async throws {
        let rest: [ScriptedExchange.Outcome] = isWaited ? [.status(200)] : []
        let (response, _) = try await run([.retryAfter("\(Int(seconds))", status: 503)] + rest)
        #expect(response.status == (isWaited ? 200 : 503))
        #expect(clock.sleeps == (isWaited ? [.seconds(seconds)] : []))
    }

    @Test func `no attempt begins at or after the deadline`() async throws {
        let scripted = ScriptedExchange([])
        let exchange = RetryingExchange(scripted, clock: clock.wallClock)
        let policy = RetryPolicy(minimumSpacing: .zero, deadline: clock.now)
        let error = await #expect(throws: HTTPError.self) {
            try await exchange.exchange(
                HTTPRequest(method: .get, url: "http://h:1/"), retrying: policy)
        }
        #expect(error == .outOfTime)
        #expect(error?.mayHaveActed == false)
        #expect(scripted.requests.isEmpty)
    }

    @Test func `an attempt's time ends with the deadline`() async throws {
        let (_, scripted) = try await run(
            [.retryAfter("20"), .retryAfter("20"), .status(200)], within: .seconds(45))
        #expect(scripted.requests.map(\.timeout) == [.seconds(30), .seconds(25), .seconds(5)])
    }

    @Test(arguments: [0, 0.5, 0.999, 1, -3, 7])
    func `the back-off is never faster than the spacing, and has an end`(random: Double) {
        for spacing in [Duration.zero, .milliseconds(33), .seconds(4.5), .seconds(90)] {
            let policy = RetryPolicy(minimumSpacing: spacing, deadline: clock.now)
            let waits = (1...20).map { policy.backOff(afterFailures: $0, random: random) }
            #expect(waits.allSatisfy { $0 >= max(spacing, .milliseconds(250)) })
            #expect(waits == waits.sorted())
            #expect(waits.allSatisfy { $0 <= max(spacing, .seconds(60)) * 2 })
        }
    }

    @Test func `the back-off doubles, and random adds up to as much again`() {
        let policy = RetryPolicy(minimumSpacing: .seconds(3), deadline: clock.now)
        #expect(
            (1...6).map { policy.backOff(afterFailures: $0, random: 0).seconds } == [
                3, 6, 12, 24, 48, 60,
            ])
        #expect(policy.backOff(afterFailures: 1, random: 1) == .seconds(6))
        #expect(policy.backOff(afterFailures: 2, random: 0.5) == .seconds(9))
    }
}
