/// Sends idempotent requests again when an answer is lost or the server asks to come back.
///
/// What is sent again: GET and DELETE, and what the policy declares idempotent, on 429, 502, 503
/// and 504 and when there was no answer. Never a request that travels alone.
package struct RetryingExchange: HTTPExchange {
    private let base: any HTTPExchange
    private let clock: WallClock
    private let policy: RetryPolicy
    private let random: @Sendable () -> Double

    /// Wraps an exchange; `policy` is for requests that come without one.
    ///
    /// Waits are taken on `clock`, whose time the deadlines are in. `random` answers 0 to 1.
    package init(
        _ base: any HTTPExchange, clock: WallClock, policy: RetryPolicy = .never,
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.base = base
        self.clock = clock
        self.policy = policy
        self.random = random
    }

    package func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try await exchange(request, retrying: policy)
    }

    /// Sends the request until it is answered, at most `policy.attempts` times.
    ///
    /// When the next attempt would have to begin at or after the deadline, or waiting is
    /// pointless (an exhausted quota), the last answer is given back at once.
    ///
    /// - Throws: the last attempt's `HTTPError`, which says that the server may have acted if it
    ///   may have in any of them.
    package func exchange(
        _ request: HTTPRequest, retrying policy: RetryPolicy
    ) async throws(HTTPError) -> HTTPResponse {
        guard policy.covers(request) else { return try await base.exchange(request) }
        guard clock.now() < policy.deadline else {
            throw .outOfTime
        }
        var mayHaveActed = false
        var failures = 0
        while true {
            let outcome = await attempt(request, until: policy.deadline)
            failures += 1
            guard failures < policy.attempts,
                let wait = wait(after: outcome, failures: failures, policy),
                wait < policy.deadline - clock.now()
            else { return try outcome.get(after: failures, mayHaveActedBefore: mayHaveActed) }
            mayHaveActed = mayHaveActed || outcome.mayHaveActed
            do { try await clock.sleep(wait) } catch { throw .cancelled(sent: mayHaveActed) }
            guard clock.now() < policy.deadline else {
                return try outcome.get(after: failures, mayHaveActedBefore: mayHaveActed)
            }
        }
    }

    private func attempt(_ request: HTTPRequest, until deadline: Instant) async -> Outcome {
        var request = request
        let left = deadline - clock.now()
        let isCut = left < request.timeout
        request.timeout = min(request.timeout, left)
        do throws(HTTPError) {
            return .answer(try await base.exchange(request))
        } catch .notSent where isCut && clock.now() >= deadline {
            return .failure(.outOfTime)
        } catch {
            return .failure(error)
        }
    }

    /// How long to wait before another attempt; `nil` when there is to be none.
    private func wait(after outcome: Outcome, failures: Int, _ policy: RetryPolicy) -> Duration? {
        switch outcome {
        case .failure(.notSent):
            // It never got there, so the endpoint's threshold has nothing to say.
            var unspaced = policy
            unspaced.minimumSpacing = .zero
            return unspaced.backOff(afterFailures: failures, random: random())
        case .failure(.answerLost):
            return policy.backOff(afterFailures: failures, random: random())
        case .failure(.tooLarge), .failure(.headersTooLarge), .failure(.cancelled),
            .failure(.outOfTime):
            return nil
        case .answer(let response):
            let now = clock.now()
            guard response.isTransientFailure, !response.isQuotaExhausted(at: now) else {
                return nil
            }
            if let asked = response.retryAfter(at: now) { return max(asked, policy.minimumSpacing) }
            return policy.backOff(afterFailures: failures, random: random())
        }
    }
}

/// How one attempt ended.
private enum Outcome {
    case answer(HTTPResponse)
    case failure(HTTPError)

    var mayHaveActed: Bool {
        switch self {
        case .answer: true
        case .failure(let error): error.mayHaveActed
        }
    }

    func get(
        after attempts: Int, mayHaveActedBefore: Bool
    ) throws(HTTPError) -> HTTPResponse {
        switch self {
        case .answer(var response):
            response.attempts = attempts
            return response
        case .failure(.notSent(let what)) where mayHaveActedBefore: throw .answerLost(what)
        case .failure(.outOfTime) where mayHaveActedBefore:
            throw .answerLost("no time was left before the run's deadline")
        case .failure(.cancelled(sent: false)) where mayHaveActedBefore:
            throw .cancelled(sent: true)
        case .failure(let error): throw error
        }
    }
}
