extension VastClient {
    /// Sends a request and gives back its body when the answer is a success in every respect.
    func expectSuccess(
        _ endpoint: VastEndpoint, _ method: HTTPRequest.Method, _ path: String,
        query: [(String, String)] = [], body: JSONValue? = nil
    ) async throws(ProviderError) -> HTTPResponse {
        let response = try await call(endpoint, method, path, query: query, body: body)
        if let error = failure(in: response) { throw error }
        return response
    }

    /// What a response says went wrong, by its status and by its words: a 200 with
    /// `success: false` is a failure too.
    func failure(in response: HTTPResponse) -> ProviderError? {
        let answer = VastAnswer(response, hiding: key)
        switch response.status {
        case 200..<300:
            guard answer.success == false else { return nil }
            return .refused(provider: name, status: response.status, reason: answer.reason)
        case 401, 403:
            return .unauthorized(provider: name, reason: answer.reason + key.origin)
        case 400..<500 where answer.error == "auth_error" || answer.names("Invalid user key"):
            return .unauthorized(provider: name, reason: answer.reason + key.origin)
        case 429, 500...:
            return .unreachable(provider: name, reason: response.failing(answer.reason))
        case 400..<500:
            return .refused(provider: name, status: response.status, reason: answer.reason)
        default:
            return .unexpected(provider: name, reason: "status \(response.status)")
        }
    }
}
