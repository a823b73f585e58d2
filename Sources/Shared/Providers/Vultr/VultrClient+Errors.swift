extension VultrClient {
    /// Sends a request that may be sent again, and gives back what its answer says when it is a success.
    ///
    /// - Returns: The body as JSON; `nil` when it is none.
    func expectSuccess(
        _ method: HTTPRequest.Method, _ path: String, query: [(String, String)] = [],
        body: JSONValue? = nil
    ) async throws(ProviderError) -> JSONValue? {
        let response = try await answered(method, path, query: query, body: body)
        let document = JSONValue(json: response.body)
        if let error = failure(in: response, document) { throw error }
        return document
    }

    /// What a response says went wrong, by its status and by its words: 500 is used for ordinary
    /// conflicts too, and a locked machine is no outage.
    ///
    /// `document` is its body as JSON; `nil` when it is none.
    func failure(in response: HTTPResponse, _ document: JSONValue?) -> ProviderError? {
        let answer = VultrAnswer(response, document, hiding: key)
        switch response.status {
        case 200..<300:
            return nil
        case 401, 403:
            return .unauthorized(provider: name, reason: answer.reason + key.origin)
        case 500 where answer.says("locked"):
            return .refused(provider: name, status: response.status, reason: answer.reason)
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
