extension VastClient {
    /// Sends a request and gives back what the answer says, when that is a success in every
    /// respect.
    ///
    /// `unread` are members of the answer that nobody reads.
    ///
    /// - Returns: The body as JSON; `nil` when it is none.
    func expectSuccess(
        _ endpoint: VastEndpoint, _ method: HTTPRequest.Method, _ path: String,
        query: [(String, String)] = [], body: JSONValue? = nil,
        leavingOut unread: Set<String> = []
    ) async throws(ProviderError) -> JSONValue? {
        let response = try await call(endpoint, method, path, query: query, body: body)
        let document = JSONValue(json: response.body, leavingOut: unread)
        if let error = failure(in: response, document) { throw error }
        return document
    }

    /// Sends a request that changes something, and takes nothing but `success: true` for a yes
    /// (section 3.4 of the reference): a page of HTML or an empty object with status 200 is none.
    func expectDone(
        _ endpoint: VastEndpoint, _ method: HTTPRequest.Method, _ path: String, body: JSONValue
    ) async throws(ProviderError) {
        let answer = try await expectSuccess(endpoint, method, path, body: body)
        guard answer?.lenientFlag("success") == true else {
            throw .unexpected(provider: name, reason: "a change was answered without its success")
        }
    }

    /// What a response says went wrong, by its status and by its words: a 200 with
    /// `success: false` is a failure too.
    ///
    /// `document` is its body as JSON; `nil` when it is none.
    func failure(in response: HTTPResponse, _ document: JSONValue?) -> ProviderError? {
        let answer = VastAnswer(response, document, hiding: key)
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

    func failure(in response: HTTPResponse) -> ProviderError? {
        failure(in: response, JSONValue(json: response.body))
    }
}
