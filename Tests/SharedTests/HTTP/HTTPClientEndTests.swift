import Shared
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct HTTPClientEndTests {
    @Test func `cancelling ends a call that was sent`() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            arrived.yield()
            connection.hang()
        } _: { server in
            let client = HTTPClient(environment: HTTPEnvironment([:]))
            let request = HTTPRequest(method: .put, url: server.url())
            let call = Task { try await client.exchange(request) }
            for await _ in arrivals { break }
            call.cancel()
            await #expect(throws: HTTPError.cancelled(sent: true)) { try await call.value }
        }
    }

    @Test func `cancelling ends a call that waits for its connection`() async throws {
        try await withSilentPort { port in
            let client = HTTPClient(environment: HTTPEnvironment([:]))
            let request = HTTPRequest(method: .put, url: "http://127.0.0.1:\(port)/")
            let call = Task { try await client.exchange(request) }
            await Task.yield()
            call.cancel()
            await #expect(throws: HTTPError.cancelled(sent: false)) { try await call.value }
        }
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        try await withServer(answerEverything) { server in
            let client = HTTPClient(environment: HTTPEnvironment([:]))
            let request = HTTPRequest(method: .put, url: server.url())
            let call = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.exchange(request)
            }
            await #expect(throws: HTTPError.cancelled(sent: false)) { try await call.value }
            #expect(server.connectionCount == 0)
        }
    }

    @Test func `a cancel at any moment leaves no call hanging`() async throws {
        try await withServer { connection in
            while connection.readRequest() != nil { connection.hang() }
        } _: { server in
            let client = HTTPClient(environment: HTTPEnvironment([:]))
            let request = HTTPRequest(method: .get, url: server.url())
            for spins in 0..<200 {
                let call = Task { try await client.exchange(request) }
                for _ in 0..<spins % 20 { await Task.yield() }
                call.cancel()
                let error = await #expect(throws: HTTPError.self) { try await call.value }
                #expect(error == .cancelled(sent: true) || error == .cancelled(sent: false))
            }
        }
    }

    @Test func `a call after a cancelled one is served`() async throws {
        try await withServer { connection in
            while let request = connection.readRequest() {
                if request.target == "/hang" { connection.hang() } else { connection.answer() }
            }
        } _: { server in
            let client = HTTPClient(environment: HTTPEnvironment([:]))
            let hanging = HTTPRequest(method: .get, url: server.url("/hang"))
            let call = Task { try await client.exchange(hanging) }
            call.cancel()
            _ = await call.result
            let next = HTTPRequest(method: .get, url: server.url("/next"))
            let response = try await client.exchange(next)
            #expect(response.status == 200)
        }
    }

    @Test func `shutting down ends the calls under way and refuses later ones`() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            arrived.yield()
            connection.hang()
        } _: { server in
            let client = HTTPClient(environment: HTTPEnvironment([:]))
            let request = HTTPRequest(method: .put, url: server.url())
            let call = Task { try await client.exchange(request) }
            for await _ in arrivals { break }
            client.shutdown()
            let error = await #expect(throws: HTTPError.self) { try await call.value }
            #expect(error?.isAnswerLost == true)
            client.shutdown()
            await #expect(throws: HTTPError.notSent("the HTTP client is shut down")) {
                try await client.exchange(request)
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a client that nobody holds closes its connections`() async throws {
        let (endings, ended) = AsyncStream<Void>.makeStream()
        try await withServer { connection in
            answerEverything(connection)
            ended.yield()
        } _: { server in
            do {
                let client = HTTPClient(environment: HTTPEnvironment([:]))
                _ = try await client.exchange(HTTPRequest(method: .get, url: server.url()))
            }
            for await _ in endings { break }
            #expect(server.connectionCount == 1)
        }
    }
}
