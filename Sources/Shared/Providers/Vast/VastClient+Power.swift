extension VastClient {
    /// A start that finds the GPUs rented to another is queued by Vast, and so is the outcome.
    package func start(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        try await setState("running", of: id)
    }

    package func stop(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        try await setState("stopped", of: id)
    }

    private func setState(
        _ state: String, of id: InstanceID
    ) async throws(ProviderError) -> PowerOutcome {
        let response = try await call(
            .change, .put, "v0/instances/\(id.value.percentEncoded)/",
            body: ["state": .string(state)])
        return try powerOutcome(of: response)
    }

    package func reboot(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await callOnce(
                .restart, .put, "v0/instances/reboot/\(id.value.percentEncoded)/", body: [:])
        } catch {
            throw .unreachable(provider: name, reason: error.ofProvider)
        }
        return try powerOutcome(of: response)
    }

    /// What an answer to a change of state means; only `success: true` is yes, as a 200 may carry
    /// a refusal (section 1.4 of the reference).
    private func powerOutcome(
        of response: HTTPResponse
    ) throws(ProviderError) -> PowerOutcome {
        let answer = VastAnswer(response, hiding: key)
        guard let error = failure(in: response) else {
            guard answer.success == true else {
                throw .unexpected(provider: name, reason: "a change of state without its success")
            }
            return .accepted
        }
        guard case .refused(_, let status, let reason) = error else { throw error }
        if status < 300, answer.names("resources_unavailable") { return .queued(reason: reason) }
        if status == 404, answer.names("no_such_instance") { return .gone }
        return .refused(reason: reason)
    }
}
