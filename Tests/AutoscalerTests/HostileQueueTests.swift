import Glibc
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// Queues behind servers that mean no good: a reading that is right, or none that says why.
@Suite(.timeLimit(.minutes(15))) struct HostileQueueTests {
    let clock = SimulatedClock()

    private var reader: QueueReader {
        QueueReader(
            clock: clock.wallClock, http: HTTPClient(environment: HTTPEnvironment([:])),
            environment: [:])
    }

    private func read(_ url: String, timeout: Duration = .seconds(60)) async -> DemandReading {
        await reader.demand(
            DemandSource(origin: .http(urls: [url], headers: []), timeout: timeout))
    }

    /// What the bytes of an answer come to, its head included.
    private func reading(of answer: [UInt8], resets: Bool = false) async throws -> DemandReading {
        try await withServers(QueueServer(bytes: answer, resets: resets)) { servers in
            await read(servers[0].url())
        }
    }

    private func reading(of answer: String) async throws -> DemandReading {
        try await reading(of: Array(answer.utf8))
    }

    private func waiting(_ reading: DemandReading) -> Int? {
        if case .known(let demand, _) = reading { demand.waiting } else { nil }
    }

    private func reason(_ reading: DemandReading) -> String {
        if case .missing(let reason) = reading { reason } else { "a reading: \(reading)" }
    }

    private func ok(_ body: [UInt8], _ headers: String...) -> [UInt8] {
        let head = ["HTTP/1.1 200 OK", "Content-Length: \(body.count)"] + headers
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    private func gzip(_ shell: String) async throws -> [UInt8] {
        let output = await runShell("\(shell) | gzip -9", timeout: .seconds(60))
        guard case .printed(let bytes) = output else {
            Issue.record("gzip \(output)")
            return []
        }
        return bytes
    }

    @Test(
        arguments: [
            ("1.0", 1), ("1e3", 1000), ("1E+3", 1000), ("10e-1", 1), ("-0", 0), ("-0.0", 0),
            ("0e99", 0), ("1000000000", 1_000_000_000), ("1e9", 1_000_000_000), ("1e400", nil),
            ("-1e400", nil), ("1e-400", 0), ("1e-3", nil), ("\"5\"", nil), ("05", nil), ("+5", nil),
            ("5.", nil), (".5", nil), ("0x5", nil), ("1_000", nil), ("1,000", nil), ("-1e-9", nil),
            ("99999999999999999999", nil), ("1000000000.5", nil), ("9007199254740993", nil),
        ] as [(String, Int?)])
    func `a number is what JSON says it is, or no number of jobs`(
        _ number: String, _ expected: Int?
    ) async throws {
        let bare = try await reading(of: ok(Array(number.utf8)))
        #expect(waiting(bare) == expected, "\(bare)")
        let member = try await reading(of: ok(Array("{\"waiting\": \(number)}".utf8)))
        #expect(waiting(member) == expected, "\(member)")
    }

    @Test func `ten megabytes unpacked are a reading, and a bomb is none`() async throws {
        let full = try await gzip(
            "{ printf '{\"waiting\":7}'; head -c 9999987 /dev/zero | tr '\\0' ' '; }")
        #expect(waiting(try await reading(of: ok(full, "Content-Encoding: gzip"))) == 7)
        let bomb = try await gzip("{ printf 7; head -c 300000000 /dev/zero | tr '\\0' ' '; }")
        #expect(bomb.count < 400_000)
        let told = reason(try await reading(of: ok(bomb, "Content-Encoding: gzip")))
        #expect(told.hasSuffix(": the answer is larger than 10000000 bytes"), "\(told)")
        let twice = try await gzip("head -c 100000000 /dev/zero | gzip -9 | gzip -9")
        let nested = try await reading(of: ok(twice, "Content-Encoding: gzip, gzip, gzip"))
        #expect(reason(nested).hasSuffix(": the answer is larger than 10000000 bytes"), "\(nested)")
    }

    @Test func `what is packed and cut, or is not packed at all, gives no other number`()
        async throws
    {
        let whole = try await gzip("printf '{\"waiting\": 1234567}'")
        for count in 0...whole.count {
            let cut = try await reading(of: ok(Array(whole[..<count]), "Content-Encoding: gzip"))
            #expect([nil, 1_234_567].contains(waiting(cut)), "\(count) of \(whole.count): \(cut)")
            #expect(count > whole.count / 2 || waiting(cut) == nil)
            #expect(count < whole.count || waiting(cut) == 1_234_567)
        }
        var wrong = whole
        wrong[whole.count - 5] ^= 0xFF
        #expect(waiting(try await reading(of: ok(wrong, "Content-Encoding: gzip"))) == nil)
        let plain = Array("{\"waiting\": 7}".utf8)
        for encoding in ["gzip", "deflate", "odd"] {
            let reading = try await reading(of: ok(plain, "Content-Encoding: \(encoding)"))
            #expect(waiting(reading) == nil, "\(encoding)")
        }
        #expect(waiting(try await reading(of: ok(plain, "Content-Encoding: identity"))) == 7)
    }

    @Test func `a bare number that came packed is none, for it may have been cut`() async throws {
        let whole = try await gzip("printf 1234567")
        for count in [whole.count - 9, whole.count - 10, whole.count] {
            let reading = try await reading(
                of: ok(Array(whole[..<count]), "Content-Encoding: gzip"))
            #expect(waiting(reading) == nil, "\(reading)")
        }
        let told = reason(try await reading(of: ok(whole, "Content-Encoding: gzip")))
        #expect(told.hasSuffix("may have been cut: send it plain, or as JSON"), "\(told)")
        #expect(
            waiting(try await reading(of: ok(Array("7".utf8), "Content-Encoding: identity"))) == 7)
    }

    @Test(arguments: [
        // Shorter than it says, in chunks without their end, and with a length that is none.
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n75",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n75\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n75",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n75\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{\"waiting\": 75",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{\"waiting\": 75",
        "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"waiting\": 750}",
        "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n", "\r\n", "75",
        "HTTP/9.9 200 OK\r\n\r\n75",
    ])
    func `an answer that is not what it says is no reading`(_ answer: String) async throws {
        let reading = try await reading(of: answer)
        #expect(waiting(reading) == nil, "\(reading)")
        #expect(reason(reading).hasPrefix("127.0.0.1:"))
    }

    @Test func `a reset is no reading, wherever it comes`() async throws {
        for answer in [
            "", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
        ] {
            let reading = try await reading(of: Array(answer.utf8), resets: true)
            #expect(waiting(reading) == nil, "\(reading)")
        }
    }

    @Test func `TLS that does not come about is no reading`() async throws {
        for server in [try QueueServer("7"), try QueueServer { _, _ in }] {
            try await withServers(server) { servers in
                let url = servers[0].url().replacing("http:", with: "https:")
                let told = reason(await read(url, timeout: .seconds(2)))
                #expect(told.hasPrefix("\(servers[0].place): "), "\(told)")
            }
        }
    }

    @Test(.enabled(if: hasIPv6)) func `an address of IPv6 is asked, and shown in its brackets`()
        async throws
    {
        let answer = ok(Array("7".utf8))
        try await withServers(
            QueueServer(bytes: answer, host: "::1"),
            QueueServer(bytes: ok(Array("no".utf8)), host: "::1")
        ) { servers in
            #expect(waiting(await read(servers[0].url())) == 7)
            let told = reason(await read(servers[1].url("/?k=s3cret")))
            #expect(told.hasPrefix("[::1]:\(servers[1].port): it is no JSON"), "\(told)")
        }
    }

    @Test(
        arguments: [
            (["Age: 99999999999999999999"], 100_000_000), (["Age: 60", "Age: 900"], 900),
            (["Age: 1e9"], 0), (["Age:"], 0),
            (
                [
                    "Last-Modified: Mon, 21 Sep 2026 14:12:20 GMT",
                    "Last-Modified: Mon, 21 Sep 2026 14:03:20 GMT",
                ], 599
            ),
            // A server an hour ahead: its own Date tells how old its file is.
            (
                [
                    "Date: Mon, 21 Sep 2026 15:13:20 GMT",
                    "Last-Modified: Mon, 21 Sep 2026 14:43:20 GMT",
                ], 1800
            ),
            (
                [
                    "Date: Mon, 21 Sep 2026 14:13:20 GMT",
                    "Last-Modified: Mon, 21 Sep 2026 14:43:20 GMT",
                ], 0
            ),
        ] as [([String], Int64)])
    func `an answer is as old as the oldest thing it says`(
        _ headers: [String], _ age: Int64
    ) async throws {
        let head = ["HTTP/1.1 200 OK", "Content-Length: 1"] + headers
        let reading = try await reading(of: head.joined(separator: "\r\n") + "\r\n\r\n7")
        switch reading {
        case .known(_, let told), .stale(_, let told, _): #expect(told == .seconds(age))
        case .missing(let reason): Issue.record("\(reason)")
        }
    }
}

/// Whether this machine has the loopback address of IPv6.
private let hasIPv6: Bool = {
    guard let (file, _) = listener(on: "::1") else { return false }
    close(file)
    return true
}()
