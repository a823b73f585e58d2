/// Vast.ai as a provider: its REST API over one HTTP exchange.
package struct VastClient: Provider {
    package let name = ProviderName.vast
    private let wire: ProviderWire
    var key: Secret { wire.key }
    var clock: WallClock { wire.clock }

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
        wire = ProviderWire(
            provider: .vast, base: "\(origin)/api", key: key, http: http, pacing: pacing,
            clock: clock, deadline: deadline)
    }

    package func lastDate() -> (theirs: Instant, ours: Instant)? { wire.lastDate }

    /// Sends one request that may be sent again, and answers whatever came.
    func call(
        _ endpoint: VastEndpoint, _ method: HTTPRequest.Method, _ path: String,
        query: [(String, String)] = [], body: JSONValue? = nil
    ) async throws(ProviderError) -> HTTPResponse {
        try await wire.send(endpoint.spaced, method, path, query: query, body: body)
    }

    /// Sends one request once, over a connection of its own.
    func callOnce(
        _ endpoint: VastEndpoint, _ method: HTTPRequest.Method, _ path: String, body: JSONValue
    ) async throws(HTTPError) -> HTTPResponse {
        try await wire.sendOnce(endpoint.spaced, method, path, body: body)
    }
}
