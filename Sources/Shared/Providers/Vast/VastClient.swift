/// Vast.ai as a provider: its REST API over one HTTP exchange.
package struct VastClient: Provider {
    package let name = ProviderName.vast
    private let origin: String
    let key: Secret
    private let http: any HTTPExchange
    private let pacing: Pacing?
    let clock: WallClock
    /// When the run stops beginning effects: no retry waits past it.
    let deadline: Instant
    private let dates = DateWatch()

    /// - Parameters:
    ///   - origin: Scheme, host and port, without a trailing slash.
    ///   - key: The account's API key; it goes into one header and nowhere else.
    ///   - http: How requests travel.
    ///   - pacing: The shared spacing of calls; `nil` spaces nothing.
    ///   - clock: For waits and dates.
    ///   - deadline: When the run stops beginning effects.
    package init(
        origin: String, key: Secret, http: any HTTPExchange, pacing: Pacing?, clock: WallClock,
        deadline: Instant
    ) {
        self.origin = origin
        self.key = key
        self.http = http
        self.pacing = pacing
        self.clock = clock
        self.deadline = deadline
    }

    package func lastDate() -> (theirs: Instant, ours: Instant)? { dates.last }

    /// Sends one request that may be sent again, and answers whatever came.
    func call(
        _ endpoint: VastEndpoint, _ method: HTTPRequest.Method, _ path: String,
        query: [(String, String)] = [], body: JSONValue? = nil
    ) async throws(HTTPError) -> HTTPResponse {
        let request = request(method, path, query: query, body: body)
        let policy = RetryPolicy(
            minimumSpacing: pacing == nil ? .zero : endpoint.spacing, deadline: deadline,
            isDeclaredIdempotent: true)
        let retrying = RetryingExchange(paced(endpoint), clock: clock)
        let response = try await retrying.exchange(request, retrying: policy)
        dates.note(response, at: clock.now())
        return response
    }

    /// Sends one request once, over a connection of its own.
    func callOnce(
        _ endpoint: VastEndpoint, _ method: HTTPRequest.Method, _ path: String, body: JSONValue
    ) async throws(HTTPError) -> HTTPResponse {
        var request = request(method, path, query: [], body: body)
        request.travelsAlone = true
        request.timeout = .seconds(120)
        let response = try await paced(endpoint).exchange(request)
        dates.note(response, at: clock.now())
        return response
    }

    private func paced(_ endpoint: VastEndpoint) -> any HTTPExchange {
        guard let pacing else { return http }
        return PacedExchange(
            base: http, pacing: pacing, endpoint: "vast-\(endpoint.rawValue)",
            spacing: endpoint.spacing, deadline: deadline)
    }

    private func request(
        _ method: HTTPRequest.Method, _ path: String, query: [(String, String)], body: JSONValue?
    ) -> HTTPRequest {
        let items = query.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }
        let suffix = items.isEmpty ? "" : "?" + items.joined(separator: "&")
        return HTTPRequest(
            method: method, url: "\(origin)/api/\(path)\(suffix)",
            headers: [
                (name: "Authorization", value: "Bearer \(key.revealed)"),
                (name: "Accept", value: "application/json"),
            ],
            body: body?.json())
    }
}
