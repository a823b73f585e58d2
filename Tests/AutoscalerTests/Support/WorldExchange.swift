import CloudSim
import Shared

/// An HTTP exchange that a simulated world answers in memory, without sockets.
///
/// A connection that closes or hangs is a lost answer at once; a slow answer comes at once too.
struct WorldExchange: HTTPExchange {
    /// What surrounds each exchange: the seam at which a test stops the program dead.
    struct Hooks: Sendable {
        /// Called before the world sees the request; an error keeps it from ever leaving.
        var before: @Sendable (HTTPRequest) async throws(HTTPError) -> Void
        /// Called when the world has acted; an error loses the answer on its way back.
        var after: @Sendable (HTTPRequest, SimOutcome) async throws(HTTPError) -> Void

        init(
            before: @escaping @Sendable (HTTPRequest) async throws(HTTPError) -> Void = { _ in },
            after: @escaping @Sendable (HTTPRequest, SimOutcome) async throws(HTTPError) -> Void = {
                _, _ in
            }
        ) {
            self.before = before
            self.after = after
        }
    }

    let vast: VastAPI
    let vultr: VultrAPI
    /// The time at which each request arrives.
    let now: @Sendable () -> Instant
    let hooks: Hooks

    init(_ world: SimulatedWorld, now: @escaping @Sendable () -> Instant, hooks: Hooks = Hooks()) {
        vast = VastAPI(world: world)
        vultr = VultrAPI(world: world)
        self.now = now
        self.hooks = hooks
    }

    func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try await hooks.before(request)
        let sent = SimRequest(request)
        let outcome =
            sent.path.hasPrefix("/v2/")
            ? vultr.answer(sent, at: now()) : vast.answer(sent, at: now())
        try await hooks.after(request, outcome)
        switch outcome {
        case .answer(let response), .delayed(_, let response): return HTTPResponse(response)
        case .closed: throw .answerLost("the connection was closed without an answer")
        case .hang: throw .answerLost("no answer came in time")
        }
    }
}

extension SimRequest {
    /// A request as it leaves the client, seen from the server's side.
    init(_ request: HTTPRequest) {
        let url = request.url
        let path = url.firstRange(of: "://").flatMap { scheme in
            url[scheme.upperBound...].firstIndex(of: "/").map { url[$0...] }
        }
        self.init(
            method: request.method.rawValue, target: path.map(String.init) ?? "/",
            headers: request.headers.map { Field($0.name, $0.value) }, body: request.body ?? [])
    }
}

extension HTTPResponse {
    init(_ response: SimResponse) {
        self.init(
            status: response.status,
            headers: response.headers.map { (name: $0.name, value: $0.value) },
            body: response.body)
    }
}
