import Shared
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct HTTPClientFailureTests {
    let client = HTTPClient(environment: HTTPEnvironment([:]))

    @Test(arguments: [HTTPRequest.Method.get, .put, .delete], [true, false])
    func `a request whose connection dies before an answer is sent once`(
        method: HTTPRequest.Method, travelsAlone: Bool
    ) async throws {
        // The trap: a reused connection that dies makes libcurl send the request again.
        try await withServer { connection in
            while let request = connection.readRequest() {
                guard request.target == "/list" else { return }
                connection.answer(body: "[]")
            }
        } _: { server in
            _ = try await client.exchange(HTTPRequest(method: .get, url: server.url("/list")))
            let create = HTTPRequest(
                method: method, url: server.url("/create"), body: Array("{}".utf8),
                travelsAlone: travelsAlone)
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(create) }
            #expect(error?.isAnswerLost == true, "\(String(describing: error))")
            let creates = server.requests.filter { $0.target == "/create" }
            #expect(creates.map(\.connection) == [travelsAlone ? 2 : 1])
        }
    }

    @Test func `a server that never answers is given up, and may have acted`() async throws {
        try await withServer { connection in
            _ = connection.readRequest()
            connection.hang()
        } _: { server in
            let request = HTTPRequest(
                method: .get, url: server.url(), timeout: .milliseconds(200))
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(request) }
            #expect(error?.isAnswerLost == true)
        }
    }

    @Test func `a server that stops within its answer has lost it`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
        } _: { server in
            let request = HTTPRequest(method: .get, url: server.url())
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(request) }
            #expect(error?.isAnswerLost == true)
        }
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "HTTP/1.1 abc\r\n\r\n"])
    func `an answer that is not HTTP is no answer`(garbage: String) async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(garbage)
        } _: { server in
            let request = HTTPRequest(method: .get, url: server.url())
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(request) }
            #expect(error?.isAnswerLost == true, "\(String(describing: error))")
        }
    }

    @Test func `a refused connection sent nothing`() async throws {
        try await withRefusingPort { port in
            let request = HTTPRequest(method: .get, url: "http://127.0.0.1:\(port)/")
            await #expect(
                throws: HTTPError.notSent(
                    "127.0.0.1:\(port): connection refused or unreachable (curl 7)")
            ) { try await client.exchange(request) }
        }
    }

    @Test(arguments: [
        (Duration.milliseconds(200), Duration.seconds(40)), (.seconds(40), .milliseconds(200)),
    ])
    func `a connection that is never made is given up, and sent nothing`(
        connect: Duration, whole: Duration
    ) async throws {
        try await withSilentPort { port in
            let request = HTTPRequest(
                method: .put, url: "http://127.0.0.1:\(port)/", connectTimeout: connect,
                timeout: whole)
            await #expect(throws: HTTPError.notSent("127.0.0.1:\(port): timed out (curl 28)")) {
                try await client.exchange(request)
            }
        }
    }

    @Test(arguments: [true, false])
    func `a failed TLS handshake sent nothing`(answers: Bool) async throws {
        try await withServer { connection in
            if answers { connection.send("HTTP/1.1 400 Bad Request\r\n\r\n") }
            connection.hang()
        } _: { server in
            let request = HTTPRequest(
                method: .put, url: "https://127.0.0.1:\(server.port)/",
                timeout: answers ? .seconds(40) : .milliseconds(200))
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(request) }
            #expect(error?.mayHaveActed == false)
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `calls that hang hold up no other`() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        try await withServer { connection in
            while let request = connection.readRequest() {
                guard request.method == "GET" else { return connection.answer() }
                arrived.yield()
                connection.hang()
            }
        } _: { server in
            let read = HTTPRequest(method: .get, url: server.url())
            let calls = (0..<40).map { _ in Task { try await client.exchange(read) } }
            var hanging = 0
            for await _ in arrivals {
                hanging += 1
                if hanging == calls.count { break }
            }
            let response = try await client.exchange(
                HTTPRequest(method: .delete, url: server.url(), timeout: .seconds(20)))
            #expect(response.status == 200)
            for call in calls { call.cancel() }
            for call in calls { _ = await call.result }
        }
    }

    @Test(arguments: [
        "", "vast", "/api", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http:///x",
        "http://127.0.0.1:99999/", "http://127.0.0.1/a b", "http://127.0.0.1/é",
        "http://127.0.0.1/\r\nX: y",
    ])
    func `a URL that is no http URL is not sent`(url: String) async {
        let error = await #expect(throws: HTTPError.self) {
            try await client.exchange(HTTPRequest(method: .get, url: url))
        }
        #expect(error?.mayHaveActed == false)
    }

    @Test(arguments: [("A\r\nB", "c"), ("A", "b\r\nC: d"), ("A", "b\u{0}"), ("A:", "b"), ("", "b")])
    func `a header that would end its line is not sent`(name: String, value: String) async throws {
        try await withServer(answerEverything) { server in
            let request = HTTPRequest(
                method: .get, url: server.url(), headers: [(name: name, value: value)])
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(request) }
            #expect(error?.mayHaveActed == false)
            #expect(server.connectionCount == 0)
        }
    }

    @Test func `errors show neither the query nor credentials`() async throws {
        try await withRefusingPort { port in
            for url in [
                "http://user:s3cret@127.0.0.1:\(port)/p4th?api_key=s3cret#s3cret",
                "http://user:s3cret/@127.0.0.1:\(port)/", "http://s3cret@[/", "s3cret://x/",
                "http://127.0.0.1/\ns3cret",
            ] {
                let request = HTTPRequest(
                    method: .get, url: url, headers: [("Authorization", "Bearer s3cret")])
                let error = await #expect(throws: HTTPError.self) {
                    try await client.exchange(request)
                }
                #expect(!String(describing: error).contains("s3cret"))
                #expect(!String(describing: error).contains("p4th"))
            }
        }
    }

    @Test func `without time left nothing is sent`() async throws {
        try await withServer(answerEverything) { server in
            let request = HTTPRequest(method: .get, url: server.url(), timeout: .zero)
            let error = await #expect(throws: HTTPError.self) { try await client.exchange(request) }
            #expect(error?.mayHaveActed == false)
            #expect(server.connectionCount == 0)
        }
    }
}

extension HTTPError {
    var isAnswerLost: Bool {
        if case .answerLost = self { true } else { false }
    }
}
