import Shared
import Testing

@Suite(.timeLimit(.minutes(15))) struct RetryingExchangeTests {
    let clock = ManualClock()

    /// Sends one request against prepared outcomes, which must all be used.
    func run(
        _ outcomes: [ScriptedExchange.Outcome], _ method: HTTPRequest.Method = .get,
        travelsAlone: Bool = false, random: Double = 0,
        policy change: (inout RetryPolicy) -> Void = { _ in }
    ) async -> ScriptedExchange.Outcome {
        let scripted = ScriptedExchange(outcomes)
        let exchange = RetryingExchange(scripted, clock: clock.wallClock, random: { random })
        var policy = RetryPolicy(
            attempts: 4, minimumSpacing: .seconds(2), deadline: clock.now + .seconds(240))
        change(&policy)
        let request = HTTPRequest(method: method, url: "http://h:1/", travelsAlone: travelsAlone)
        let result: ScriptedExchange.Outcome
        do throws(HTTPError) {
            result = .success(try await exchange.exchange(request, retrying: policy))
        } catch {
            result = .failure(error)
        }
        #expect(scripted.unused == 0)
        return result
    }

    @Test(arguments: [
        ScriptedExchange.Outcome.status(429), .status(502), .status(503), .status(504), .lost,
    ])
    func `what passes is tried again`(first: ScriptedExchange.Outcome) async throws {
        let response = try await run([first, .status(200)]).get()
        #expect(response.status == 200)
        #expect(clock.sleeps == [.seconds(2)])
    }

    @Test func `what never got there is tried again without the endpoint's spacing`() async throws {
        let response = try await run([.unsent, .unsent, .status(200)]).get()
        #expect(response.status == 200)
        #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500)])
    }

    @Test func `an answer says how often it was asked for`() async throws {
        #expect(try await run([.status(200)]).get().attempts == 1)
        #expect(try await run([.lost, .unsent, .status(500)]).get().attempts == 3)
        #expect(try await run(Array(repeating: .status(503), count: 4)).get().attempts == 4)
    }

    @Test(arguments: [200, 302, 400, 401, 403, 404, 408, 410, 500, 501])
    func `other statuses are answers`(status: Int) async throws {
        let response = try await run([.status(status)]).get()
        #expect(response.status == status)
    }

    @Test func `an answer that is too large is not fetched again`() async {
        let result = await run([.failure(.tooLarge(limit: 9))])
        #expect(result.failure == .tooLarge(limit: 9))
    }

    @Test(arguments: [
        RetryCase(method: .get, isRetried: true), RetryCase(method: .delete, isRetried: true),
        RetryCase(method: .put, isRetried: false), RetryCase(method: .post, isRetried: false),
        RetryCase(method: .patch, isRetried: false),
        RetryCase(method: .put, isDeclared: true, isRetried: true),
        RetryCase(method: .post, isDeclared: true, isRetried: true),
        RetryCase(method: .put, isDeclared: true, travelsAlone: true, isRetried: false),
        RetryCase(method: .get, travelsAlone: true, isRetried: false),
        RetryCase(method: .delete, attempts: 1, isRetried: false),
        RetryCase(method: .delete, attempts: 0, isRetried: false),
    ])
    func `only idempotent requests are sent again`(_ c: RetryCase) async {
        let outcomes: [ScriptedExchange.Outcome] = c.isRetried ? [.lost, .status(200)] : [.lost]
        let result = await run(outcomes, c.method, travelsAlone: c.travelsAlone) { policy in
            policy.isDeclaredIdempotent = c.isDeclared
            policy.attempts = c.attempts
        }
        #expect((result.failure == nil) == c.isRetried)
        #expect(clock.sleeps.count == (c.isRetried ? 1 : 0))
    }

    @Test func `never is one attempt, and what a request without a policy gets`() async throws {
        let scripted = ScriptedExchange([.status(503), .status(503)])
        let exchange = RetryingExchange(scripted, clock: clock.wallClock)
        let request = HTTPRequest(method: .get, url: "http://h:1/")
        _ = try await exchange.exchange(request)
        _ = try await exchange.exchange(request, retrying: .never)
        #expect(scripted.requests.count == 2)
        #expect(clock.sleeps == [])
    }

    @Test func `attempts are counted, and the last answer is given back`() async throws {
        let response = try await run([.lost, .status(429), .status(502), .status(503)]).get()
        #expect(response.status == 503)
        #expect(clock.sleeps.count == 3)
    }

    @Test func `an error after a lost answer says that the server may have acted`() async {
        #expect(
            await run([.lost, .unsent, .unsent, .unsent], .delete).failure?.isAnswerLost == true)
        #expect(await run([.status(502), .unsent, .unsent, .unsent]).failure?.isAnswerLost == true)
        let cancelled = await run([.lost, .failure(.cancelled(sent: false))])
        #expect(cancelled.failure == .cancelled(sent: true))
        let unsent = await run([.unsent, .unsent, .unsent, .unsent])
        #expect(unsent.failure == .notSent("h:1: refused"))
    }

    @Test func `cancelling ends the wait`() async {
        let scripted = ScriptedExchange([.lost])
        let exchange = RetryingExchange(scripted, clock: clock.wallClock)
        let policy = RetryPolicy(minimumSpacing: .seconds(1), deadline: clock.now + .seconds(60))
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await exchange.exchange(
                HTTPRequest(method: .get, url: "http://h:1/"), retrying: policy)
        }
        await #expect(throws: HTTPError.cancelled(sent: true)) { try await call.value }
    }

    @Test func `against a real server, a read is answered at last`() async throws {
        try await withServer { connection in
            while connection.readRequest() != nil {
                switch connection.number {
                case 1: return
                case 2: connection.answer(503, headers: ["Retry-After: 7", "Connection: close"])
                default: connection.answer(body: "[]")
                }
                if connection.number == 2 { return }
            }
        } _: { server in
            let exchange = RetryingExchange(
                HTTPClient(environment: HTTPEnvironment([:])), clock: clock.wallClock,
                random: { 0 })
            let policy = RetryPolicy(
                minimumSpacing: .seconds(1), deadline: clock.now + .seconds(240))
            let response = try await exchange.exchange(
                HTTPRequest(method: .get, url: server.url()), retrying: policy)
            #expect(response.status == 200)
            #expect(clock.sleeps == [.seconds(1), .seconds(7)])
            #expect(server.requests.map(\.connection) == [1, 2, 3])
        }
    }
}

struct RetryCase: Sendable, CustomTestStringConvertible {
    var method: HTTPRequest.Method
    var isDeclared = false
    var travelsAlone = false
    var attempts = 2
    var isRetried: Bool

    var testDescription: String {
        "\(method)\(isDeclared ? ", declared" : "")\(travelsAlone ? ", alone" : ""), \(attempts)"
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
