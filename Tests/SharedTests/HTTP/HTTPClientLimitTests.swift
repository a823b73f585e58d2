import Shared
import Testing

@Suite(.timeLimit(.minutes(15))) struct HTTPClientLimitTests {
    let client = HTTPClient(environment: HTTPEnvironment([:]))

    @Test func `a body of exactly the limit is accepted`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(body: String(repeating: "x", count: 50_000))
        } _: { server in
            let request = HTTPRequest(method: .get, url: server.url(), maximumBody: 50_000)
            let response = try await client.exchange(request)
            #expect(response.body.count == 50_000)
        }
    }

    @Test func `a body of one byte more is refused`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(body: String(repeating: "x", count: 50_001))
        } _: { server in
            let request = HTTPRequest(method: .get, url: server.url(), maximumBody: 50_000)
            await #expect(throws: HTTPError.tooLarge(limit: 50_000)) {
                try await client.exchange(request)
            }
        }
    }

    @Test func `a body without end is refused`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            while connection.send([UInt8](repeating: 120, count: 65_536)) {}
        } _: { server in
            let request = HTTPRequest(method: .get, url: server.url(), maximumBody: 1 << 20)
            await #expect(throws: HTTPError.tooLarge(limit: 1 << 20)) {
                try await client.exchange(request)
            }
        }
    }

    @Test func `the limit counts bytes after decompression`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(headers: ["Content-Encoding: gzip"], bytes: thousandZeros)
        } _: { server in
            #expect(thousandZeros.count < 999)
            let enough = HTTPRequest(method: .get, url: server.url(), maximumBody: 1000)
            let response = try await client.exchange(enough)
            #expect(response.body == [UInt8](repeating: 48, count: 1000))
            let short = HTTPRequest(method: .get, url: server.url(), maximumBody: 999)
            await #expect(throws: HTTPError.tooLarge(limit: 999)) {
                try await client.exchange(short)
            }
        }
    }

    @Test func `headers without end are refused`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n")
            let line = "X-Long: \(String(repeating: "x", count: 1000))\r\n"
            while connection.send(Array(line.utf8)) {}
        } _: { server in
            let request = HTTPRequest(method: .get, url: server.url())
            await #expect(throws: HTTPError.headersTooLarge(limit: 65_536)) {
                try await client.exchange(request)
            }
        }
    }

    @Test func `one header of any length is refused as headers are`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(headers: ["X-Long: \(String(repeating: "x", count: 500_000))"])
        } _: { server in
            let request = HTTPRequest(method: .get, url: server.url())
            await #expect(throws: HTTPError.headersTooLarge(limit: 65_536)) {
                try await client.exchange(request)
            }
        }
    }

    @Test func `many headers within the limit are accepted`() async throws {
        try await withServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer(
                headers: (0..<60).map { "X-\($0): \(String(repeating: "x", count: 1000))" })
        } _: { server in
            let response = try await client.exchange(HTTPRequest(method: .get, url: server.url()))
            #expect(response.header("x-59")?.utf8.count == 1000)
        }
    }
}

/// A thousand times `0`, compressed with gzip.
private let thousandZeros: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 48, 24, 5, 163, 96, 20, 12, 119, 0, 0, 131, 153, 95,
    168, 232, 3, 0, 0,
]
