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

    /// Sends a request that changes something, and takes nothing but `success: true` for a yes
    /// (section 3.4 of the reference): a page of HTML or an empty object with status 200 is none.
    func expectDone(
        _ endpoint: VastEndpoint, _ method: HTTPRequest.Method, _ path: String, body: JSONValue
    ) async throws(ProviderError) {
        let response = try await expectSuccess(endpoint, method, path, body: body)
        guard VastAnswer(response, hiding: key).success == true else {
            throw .unexpected(provider: name, reason: "a change was answered without its success")
        }
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
            return .unauthorized(provider: name, reason: answer.reason)
        case 400..<500 where answer.error == "auth_error" || answer.names("Invalid user key"):
            return .unauthorized(provider: name, reason: answer.reason)
        case 429, 500...:
            return .unreachable(
                provider: name, reason: "status \(response.status), \(answer.reason)")
        case 400..<500:
            return .refused(provider: name, status: response.status, reason: answer.reason)
        default:
            return .unexpected(provider: name, reason: "status \(response.status)")
        }
    }
}
