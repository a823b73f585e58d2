import Shared
import Synchronization
import Testing

/// An exchange with prepared outcomes, in order; one call too many is a failure of the test.
final class ScriptedExchange: HTTPExchange {
    typealias Outcome = Result<HTTPResponse, HTTPError>

    private struct State {
        var outcomes: [Outcome]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    init(_ outcomes: [Outcome]) {
        state = Mutex(State(outcomes: outcomes))
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    var unused: Int { state.withLock { $0.outcomes.count } }

    func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let outcome: Outcome? = state.withLock { state in
            state.requests.append(request)
            return state.outcomes.isEmpty ? nil : state.outcomes.removeFirst()
        }
        guard let outcome else {
            Issue.record("\(request.method) was sent once more than expected")
            throw .notSent("nothing prepared")
        }
        return try outcome.get()
    }
}

extension Result<HTTPResponse, HTTPError> {
    static func status(
        _ status: Int, _ headers: [(name: String, value: String)] = [], body: String = ""
    ) -> Self {
        .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    static func retryAfter(_ value: String, status: Int = 429) -> Self {
        .status(status, [("retry-after", value)])
    }

    static let lost = Self.failure(.answerLost("h:1: lost"))
    static let unsent = Self.failure(.notSent("h:1: refused"))
}
