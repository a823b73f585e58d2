/// Vultr as a provider: its REST API, version 2, over one HTTP exchange.
///
/// It rents whole Cloud GPU machines (plans of type `vcg`). Bare metal is another list at the
/// provider, and neither rented nor shown.
package struct VultrClient: Provider {
    package let name = ProviderName.vultr
    private let origin: String
    let key: Secret
    private let http: any HTTPExchange
    private let pacing: Pacing?
    let clock: WallClock
    /// When the run stops beginning effects: no retry waits past it.
    private let deadline: Instant
    let settings: VultrSettings
    let catalogue = VultrCatalogue()
    private let dates = DateWatch()

    /// - Parameters:
    ///   - origin: Where the API begins, its version included, without a trailing slash.
    ///   - key: The account's API key; it goes into one header and nowhere else.
    ///   - http: How requests travel.
    ///   - pacing: The shared spacing of calls; `nil` spaces nothing.
    ///   - clock: For waits and dates.
    ///   - deadline: When the run stops beginning effects.
    ///   - settings: Where to rent, and what to put on the machines.
    package init(
        origin: String, key: Secret, http: any HTTPExchange, pacing: Pacing?, clock: WallClock,
        deadline: Instant, settings: VultrSettings
    ) {
        self.origin = origin
        self.key = key
        self.http = http
        self.pacing = pacing
        self.clock = clock
        self.deadline = deadline
        self.settings = settings
    }

    package func lastDate() -> (theirs: Instant, ours: Instant)? { dates.last }

    /// Sends one request that may be sent again, and answers whatever came.
    func call(
        _ method: HTTPRequest.Method, _ path: String, query: [(String, String)] = [],
        body: JSONValue? = nil
    ) async throws(HTTPError) -> HTTPResponse {
        let policy = RetryPolicy(
            minimumSpacing: pacing == nil ? .zero : Self.spacing, deadline: deadline,
            isDeclaredIdempotent: true)
        let retrying = RetryingExchange(paced, clock: clock)
        let response = try await retrying.exchange(
            request(method, path, query: query, body: body), retrying: policy)
        dates.note(response, at: clock.now())
        return response
    }

    /// Sends one request once, over a connection of its own.
    func callOnce(
        _ method: HTTPRequest.Method, _ path: String, body: JSONValue
    ) async throws(HTTPError) -> HTTPResponse {
        var request = request(method, path, query: [], body: body)
        request.travelsAlone = true
        request.timeout = .seconds(120)
        let response = try await paced.exchange(request)
        dates.note(response, at: clock.now())
        return response
    }

    /// Vultr allows 30 calls a second from one address, whatever they ask for (section 1.4 of the
    /// reference); twenty leave room for others there.
    private static let spacing = Duration.milliseconds(50)

    private var paced: any HTTPExchange {
        guard let pacing else { return http }
        return PacedExchange(
            base: http, pacing: pacing, endpoint: "vultr", spacing: Self.spacing,
            deadline: deadline)
    }

    private func request(
        _ method: HTTPRequest.Method, _ path: String, query: [(String, String)], body: JSONValue?
    ) -> HTTPRequest {
        let items = query.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }
        let suffix = items.isEmpty ? "" : "?" + items.joined(separator: "&")
        return HTTPRequest(
            method: method, url: "\(origin)/\(path)\(suffix)",
            headers: [
                (name: "Authorization", value: "Bearer \(key.revealed)"),
                (name: "Accept", value: "application/json"),
            ],
            body: body?.json())
    }
}
