/// How often, how fast and until when a request may be sent again.
package struct RetryPolicy: Sendable, Equatable {
    /// The first sending included; at least 1.
    package var attempts: Int
    /// The shortest wait between an answer and the next attempt: the endpoint's own threshold.
    package var minimumSpacing: Duration
    /// No attempt begins at or after it, and each one's time ends with it.
    package var deadline: Instant
    /// Whether the caller vouches that sending a PUT, POST or PATCH twice is like sending it once.
    package var isDeclaredIdempotent: Bool

    /// A policy for GET and DELETE, and for other methods only when they are declared idempotent.
    package init(
        attempts: Int = 4, minimumSpacing: Duration, deadline: Instant,
        isDeclaredIdempotent: Bool = false
    ) {
        self.attempts = attempts
        self.minimumSpacing = minimumSpacing
        self.deadline = deadline
        self.isDeclaredIdempotent = isDeclaredIdempotent
    }

    /// One attempt, without a deadline of its own.
    package static let never = RetryPolicy(
        attempts: 1, minimumSpacing: .zero, deadline: Instant(microseconds: .max))

    /// Whether this policy may send that request again; never one that travels alone.
    package func covers(_ request: HTTPRequest) -> Bool {
        guard attempts > 1, !request.travelsAlone else { return false }
        return switch request.method {
        case .get, .delete: true
        case .put, .post, .patch: isDeclaredIdempotent
        }
    }

    /// The wait after that many failed attempts when the server names none.
    ///
    /// It doubles from the larger of `minimumSpacing` and 250 ms up to the larger of that and
    /// 60 s; `random`, from 0 to 1, adds as much again at most, so that programs that failed
    /// together do not come back together.
    package func backOff(afterFailures failures: Int, random: Double) -> Duration {
        let first = max(minimumSpacing, .milliseconds(250))
        let longest = max(first, .seconds(60))
        var wait = first
        for _ in 1..<max(failures, 1) where wait < longest { wait = min(wait * 2, longest) }
        return wait * (1 + min(max(random, 0), 1))
    }
}
