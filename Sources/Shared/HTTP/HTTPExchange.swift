/// One way to send a request and get its answer: libcurl for real, a simulated world in tests.
package protocol HTTPExchange: Sendable {
    /// Sends one request, at most once on the wire, and answers with any status whatever.
    ///
    /// - Throws: `HTTPError`, which tells whether the server may have acted.
    func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}

/// A request to a provider.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    /// The absolute URL, query included and percent-encoded.
    package var url: String
    /// Sent as they are; `Content-Type: application/json` is added to every body.
    package var headers: [(name: String, value: String)]
    /// The JSON body; `nil` sends none.
    package var body: [UInt8]?
    /// The longest wait for a connection, in real time.
    package var connectTimeout: Duration
    /// The longest time for the whole exchange, in real time.
    package var timeout: Duration
    /// The longest body that is accepted in answer, in bytes after decompression.
    package var maximumBody: Int
    /// Whether the request must travel alone: a new connection, closed afterwards, HTTP/1.1.
    ///
    /// libcurl 7.88 repeats a request by itself when a reused connection dies before an answer,
    /// PUT with body included. A create would then rent twice, so creates travel alone.
    package var travelsAlone: Bool

    package init(
        method: Method, url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil, connectTimeout: Duration = .seconds(10),
        timeout: Duration = .seconds(30), maximumBody: Int = 16 << 20, travelsAlone: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.maximumBody = maximumBody
        self.travelsAlone = travelsAlone
    }
}

/// A server's answer, of any status.
package struct HTTPResponse: Sendable {
    package var status: Int
    /// In order of arrival, names as sent.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// How many times the request was sent until this was the answer that counts.
    package var attempts = 1

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, whatever its case.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// Why there is no answer.
package enum HTTPError: Error, Equatable, Sendable {
    /// Nothing left this machine, so the server cannot have acted: name lookup, connection and
    /// TLS failures, an unusable URL.
    case notSent(String)
    /// The request left, wholly or partly, and no whole answer came: the server may have acted.
    case answerLost(String)
    /// The answer is larger than the request allows; the server may have acted.
    case tooLarge(limit: Int)
    /// The headers of the answer are larger than is read; the server may have acted.
    case headersTooLarge(limit: Int)
    /// Nothing left this machine, as the run's deadline had come.
    case outOfTime
    /// The task was cancelled. `sent` tells whether the server may have acted.
    case cancelled(sent: Bool)

    /// Whether the server may have acted on the request.
    package var mayHaveActed: Bool {
        switch self {
        case .notSent, .outOfTime: false
        case .answerLost, .tooLarge, .headersTooLarge: true
        case .cancelled(let sent): sent
        }
    }
}
