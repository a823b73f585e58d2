/// Power, one machine at a time.
extension VultrClient {
    /// Starts a machine that is off.
    ///
    /// A start restarts a machine that runs, so its power is looked at before: on is done. A halt
    /// takes up to 20 seconds to be seen, and a start within them does nothing.
    package func start(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        let path = "instances/\(id.value.percentEncoded)"
        let shown = try await answered(.get, path)
        if VultrAnswer(shown, hiding: key).deniesInstance(shown.status) { return .gone }
        if let error = failure(in: shown) { throw error }
        let instance = JSONValue(json: shown.body)?["instance"]
        guard instance?["id"]?.string == id.value, let power = instance?["power_status"]?.string
        else { throw .unexpected(provider: name, reason: "a machine without its power status") }
        guard power != "running" else { return .accepted }
        return try await sendOnce("start", to: id)
    }

    /// Halts a machine: it bills as much as before, and only the work in it stops, without notice.
    package func stop(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        try powerOutcome(
            of: try await answered(.post, "instances/\(id.value.percentEncoded)/halt"))
    }

    package func reboot(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        try await sendOnce("reboot", to: id)
    }

    private func sendOnce(
        _ action: String, to id: InstanceID
    ) async throws(ProviderError) -> PowerOutcome {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await callOnce(
                .post, "instances/\(id.value.percentEncoded)/\(action)")
        } catch {
            throw .unreachable(provider: name, reason: error.ofProvider)
        }
        return try powerOutcome(of: response)
    }

    /// What an answer to a power call means; a machine that is being installed is locked, and
    /// refuses with 500 until it is not.
    private func powerOutcome(of response: HTTPResponse) throws(ProviderError) -> PowerOutcome {
        guard let error = failure(in: response) else { return .accepted }
        let answer = VultrAnswer(response, hiding: key)
        if response.status == 404 || answer.deniesInstance(response.status) { return .gone }
        guard case .refused(_, _, let reason) = error else { throw error }
        return .refused(reason: reason)
    }
}
