/// Vultr as a provider: its REST API, version 2, over one HTTP exchange.
///
/// It rents whole Cloud GPU machines (plans of type `vcg`). Bare metal is another list at the
/// provider, and neither rented nor shown.
package struct VultrClient: Provider {
    package let name = ProviderName.vultr
    private let wire: ProviderWire
    let settings: VultrSettings
    let catalogue = VultrCatalogue()
    var key: Secret { wire.key }
    var clock: WallClock { wire.clock }

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
        wire = ProviderWire(
            provider: .vultr, base: origin, key: key, http: http, pacing: pacing, clock: clock,
            deadline: deadline)
        self.settings = settings
    }

    package func lastDate() -> (theirs: Instant, ours: Instant)? { wire.lastDate }

    /// Sends one request that may be sent again, and gives back whatever was answered.
    func answered(
        _ method: HTTPRequest.Method, _ path: String, query: [(String, String)] = [],
        body: JSONValue? = nil
    ) async throws(ProviderError) -> HTTPResponse {
        try await wire.send(Self.endpoint, method, path, query: query, body: body)
    }

    /// Sends one request once, over a connection of its own.
    func callOnce(
        _ method: HTTPRequest.Method, _ path: String, body: JSONValue? = nil
    ) async throws(HTTPError) -> HTTPResponse {
        try await wire.sendOnce(Self.endpoint, method, path, body: body)
    }

    /// Vultr allows 30 calls a second from one address, whatever they ask for (section 1.4 of the
    /// reference); twenty leave room for others there.
    private static let endpoint = ProviderWire.Endpoint(
        name: "vultr", spacing: .milliseconds(50))
}
