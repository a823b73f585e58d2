import Shared
import Testing

@Suite(.timeLimit(.minutes(15))) struct HTTPClientTests {
    let client = HTTPClient(environment: HTTPEnvironment([:]))

    @Test func `an answer comes back with status, headers and body`() async throws {
        try await withServer { connection in
            while connection.readRequest() != nil {
                connection.answer(404, headers: ["X-Empty:", "Via: a", "via: b "], body: "gone")
            }
        } _: { server in
            let response = try await client.exchange(
                HTTPRequest(method: .get, url: server.url("/api?x=%20"), headers: [("A", "b")]))
            #expect(response.status == 404)
            #expect(response.body == Array("gone".utf8))
            #expect(response.header("x-empty") == "")
            let via = response.headers.filter { $0.name.lowercased() == "via" }
            #expect(via.map(\.name) == ["Via", "via"])
            #expect(via.map(\.value) == ["a", "b"])
            let request = try #require(server.requests.first)
            #expect(request.method == "GET")
            #expect(request.target == "/api?x=%20")
            #expect(request.values(of: "A") == ["b"])
            #expect(request.values(of: "User-Agent") == ["fleetkeeper/0.1"])
            #expect(request.values(of: "Content-Type") == [])
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .put, .post, .patch, .delete])
    func `every body is JSON, with its length and without waiting for a 100`(
        method: HTTPRequest.Method
    ) async throws {
        try await withServer(answerEverything) { server in
            // Above 1 MiB libcurl would ask for a "100 Continue" by itself.
            let body = "[\"\(String(repeating: "x", count: 1 << 21))\"]"
            _ = try await client.exchange(
                HTTPRequest(method: method, url: server.url(), body: Array(body.utf8)))
            let request = try #require(server.requests.first)
            #expect(request.method == method.rawValue)
            #expect(request.body == body)
            #expect(request.values(of: "Content-Type") == ["application/json"])
            #expect(request.values(of: "Expect") == [])
            #expect(request.values(of: "Transfer-Encoding") == [])
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, []), (.delete, []), (.put, ["0"]), (.post, ["0"]),
        (.patch, ["0"]),
    ])
    func `without a body no type is named, and a length where servers expect one`(
        method: HTTPRequest.Method, length: [String]
    ) async throws {
        try await withServer(answerEverything) { server in
            let response = try await client.exchange(
                HTTPRequest(method: method, url: server.url()))
            #expect(response.status == 200)
            let request = try #require(server.requests.first)
            #expect(request.method == method.rawValue)
            #expect(request.values(of: "Content-Type") == [])
            #expect(request.values(of: "Content-Length") == length)
        }
    }

    @Test func `compressed answers arrive plain`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(headers: ["Content-Encoding: gzip"], bytes: compressedList)
        } _: { server in
            let response = try await client.exchange(HTTPRequest(method: .get, url: server.url()))
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"instances": []}"#)
            let accepted = server.requests.first?.values(of: "Accept-Encoding").first
            #expect(accepted?.contains("gzip") == true)
        }
    }

    @Test func `answers in chunks arrive whole, without interim answers and trailers`() async throws
    {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send("HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n")
            connection.send("HTTP/1.1 200 OK\r\nX-Final: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
            connection.send("5\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n")
        } _: { server in
            let response = try await client.exchange(HTTPRequest(method: .get, url: server.url()))
            #expect(response.status == 200)
            #expect(String(decoding: response.body, as: UTF8.self) == "hello world")
            #expect(response.header("X-Final") == "1")
            #expect(response.header("X-Early") == nil)
            #expect(response.header("X-Trailer") == nil)
        }
    }

    @Test func `a redirect is an answer and is not followed`() async throws {
        try await withServer { connection in
            while connection.readRequest() != nil {
                connection.answer(302, headers: ["Location: /elsewhere"])
            }
        } _: { server in
            let response = try await client.exchange(HTTPRequest(method: .get, url: server.url()))
            #expect(response.status == 302)
            #expect(response.header("location") == "/elsewhere")
            #expect(server.requests.count == 1)
        }
    }

    @Test func `reads use their connection again`() async throws {
        try await withServer(answerEverything) { server in
            for _ in 0..<5 {
                _ = try await client.exchange(HTTPRequest(method: .get, url: server.url()))
            }
            #expect(server.requests.count == 5)
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `a request that travels alone has a connection before and after it`() async throws {
        try await withServer(answerEverything) { server in
            let read = HTTPRequest(method: .get, url: server.url())
            let create = HTTPRequest(
                method: .put, url: server.url(), body: [], travelsAlone: true)
            for request in [create, read, create, create, read] {
                _ = try await client.exchange(request)
            }
            #expect(server.requests.map(\.connection) == [1, 2, 3, 4, 2])
        }
    }

    @Test func `fifty calls at once each get their own answer`() async throws {
        try await withServer { connection in
            while let request = connection.readRequest() { connection.answer(body: request.target) }
        } _: { server in
            let answers = try await withThrowingTaskGroup(of: (Int, HTTPResponse).self) { group in
                for number in 0..<50 {
                    let request = HTTPRequest(method: .get, url: server.url("/\(number)"))
                    group.addTask { (number, try await client.exchange(request)) }
                }
                var answers: [Int: String] = [:]
                for try await (number, response) in group {
                    answers[number] = String(decoding: response.body, as: UTF8.self)
                }
                return answers
            }
            #expect(answers.count == 50)
            #expect(answers.allSatisfy { $0.value == "/\($0.key)" })
        }
    }
}

/// A script that answers 200 to everything and keeps the connection.
func answerEverything(_ connection: ServedConnection) {
    while connection.readRequest() != nil { connection.answer(body: "{}") }
}

/// `{"instances": []}`, compressed with gzip.
private let compressedList: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 204, 43, 46, 73, 204, 75, 78, 45, 86, 178, 82,
    136, 142, 173, 5, 0, 240, 183, 168, 229, 17, 0, 0, 0,
]
