/// The way to one provider's API: the key in its header, the spacing of calls, repeats of what may
/// be repeated, and the provider's clock as its answers tell it.
struct ProviderWire: Sendable {
    /// What a provider limits apart: calls of one name are spaced.
    struct Endpoint {
        var name: String
        /// The least time between two calls.
        var spacing: Duration
    }

    let provider: ProviderName
    /// Where paths begin, without a trailing slash.
    let base: String
    let key: Secret
    let http: any HTTPExchange
    /// `nil` spaces nothing.
    let pacing: Pacing?
    let clock: WallClock
    /// When the run stops beginning effects: no retry waits past it.
    let deadline: Instant
    private let dates = DateWatch()

    init(
        provider: ProviderName, base: String, key: Secret, http: any HTTPExchange,
        pacing: Pacing?, clock: WallClock, deadline: Instant
    ) {
        self.provider = provider
        self.base = base
        self.key = key
        self.http = http
        self.pacing = pacing
        self.clock = clock
        self.deadline = deadline
    }

    /// The provider's clock and ours, at its last answer with a date.
    var lastDate: (theirs: Instant, ours: Instant)? { dates.last }

    /// Sends one request that may be sent again, and gives back whatever was answered.
    ///
    /// - Throws: `ProviderError.unreachable` when there was no answer.
    func send(
        _ endpoint: Endpoint, _ method: HTTPRequest.Method, _ path: String,
        query: [(String, String)] = [], body: JSONValue? = nil
    ) async throws(ProviderError) -> HTTPResponse {
        let policy = RetryPolicy(
            minimumSpacing: pacing == nil ? .zero : endpoint.spacing, deadline: deadline,
            isDeclaredIdempotent: true)
        let retrying = RetryingExchange(paced(endpoint), clock: clock)
        do throws(HTTPError) {
            let response = try await retrying.exchange(
                request(method, path, query: query, body: body), retrying: policy)
            dates.note(response, at: clock.now())
            return response
        } catch {
            throw .unreachable(provider: provider, reason: error.ofProvider)
        }
    }

    /// Sends one request once, over a connection of its own: a second one would act twice.
    func sendOnce(
        _ endpoint: Endpoint, _ method: HTTPRequest.Method, _ path: String, body: JSONValue?
    ) async throws(HTTPError) -> HTTPResponse {
        var request = request(method, path, query: [], body: body)
        request.travelsAlone = true
        request.timeout = .seconds(120)
        let response = try await paced(endpoint).exchange(request)
        dates.note(response, at: clock.now())
        return response
    }

    private func paced(_ endpoint: Endpoint) -> any HTTPExchange {
        guard let pacing else { return http }
        return PacedExchange(
            base: http, pacing: pacing, endpoint: endpoint.name, spacing: endpoint.spacing,
            deadline: deadline)
    }

    private func request(
        _ method: HTTPRequest.Method, _ path: String, query: [(String, String)], body: JSONValue?
    ) -> HTTPRequest {
        let items = query.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }
        let suffix = items.isEmpty ? "" : "?" + items.joined(separator: "&")
        return HTTPRequest(
            method: method, url: "\(base)/\(path)\(suffix)",
            headers: [
                (name: "Authorization", value: "Bearer \(key.revealed)"),
                (name: "Accept", value: "application/json"),
            ],
            body: body?.json())
    }
}
