/// A request as the simulator sees it, whether it came over a socket or not.
package struct SimRequest: Sendable {
    package var method: String
    /// The path without the query, percent-decoded.
    package var path: String
    package var query: [Field]
    package var headers: [Field]
    package var body: [UInt8]
    /// The address of the caller.
    package var source = "127.0.0.1"

    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        method: String, path: String, query: [Field] = [], headers: [Field] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// A request for a target as it stands in the request line: path, `?`, encoded query.
    package init(method: String, target: String, headers: [Field] = [], body: [UInt8] = []) {
        let parts = target.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let items = parts.count == 2 ? parts[1].split(separator: "&") : []
        self.init(
            method: method, path: decode(parts[0], plusIsSpace: false),
            query: items.map { item in
                let sides = item.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return Field(
                    decode(sides[0], plusIsSpace: true),
                    sides.count == 2 ? decode(sides[1], plusIsSpace: true) : "")
            },
            headers: headers, body: body)
    }

    /// The first query item of a name; names are case-sensitive.
    func item(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// The first header of a name, in any case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// The path's segments; a trailing slash makes no difference.
    var segments: [Substring] { path.split(separator: "/") }
}

/// An answer, before it is sent.
package struct SimResponse: Sendable, Equatable {
    package var status: Int
    package var headers: [SimRequest.Field]
    package var body: [UInt8]

    package init(status: Int, contentType: String = "application/json", body: [UInt8]) {
        self.status = status
        headers = [SimRequest.Field("Content-Type", contentType)]
        self.body = body
    }

    init(status: Int = 200, _ json: JSON) {
        self.init(status: status, body: json.encoded)
    }
}

/// What a caller gets to see of a request.
package enum SimOutcome: Sendable, Equatable {
    case answer(SimResponse)
    /// The connection closes and no byte comes.
    case closed
    /// The connection stays open and no byte ever comes.
    case hang
    /// The answer, after a real time.
    case delayed(Duration, SimResponse)
}

/// Undoes percent-encoding; what is not valid stays as it is.
private func decode(_ text: Substring, plusIsSpace: Bool) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
        return String(text)
    }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "+"), plusIsSpace {
            bytes.append(UInt8(ascii: " "))
        } else if byte == UInt8(ascii: "%"), rest.count >= 2,
            let code = UInt8(String(Substring(rest.prefix(2))), radix: 16)
        {
            bytes.append(code)
            rest.removeFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
