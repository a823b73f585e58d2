import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// Promise S1: no message repeats what was sent to a queue or read from it.
@Suite(.timeLimit(.minutes(15))) struct QueueSecrecyTests {
    static let secret = "s3cret-token-31415926"
    let clock = SimulatedClock()

    private var reader: QueueReader {
        QueueReader(
            clock: clock.wallClock, http: HTTPClient(environment: HTTPEnvironment([:])),
            environment: ["TOKEN": Self.secret, "PIN": "31415926"])
    }

    @Test(arguments: [
        (401, "%"), (403, "{\"error\": \"%\"}"), (500, "<html>%</html>"), (200, "%"),
        (200, "\"%\""), (200, "{\"%\": 1, \"%\": 2}"), (200, "{\"waiting\": \"%\"}"),
        (200, "{\"waiting\": \"\\u0000%"), (200, "<html>%</html>"),
        (200, "{\"waiting\": {\"%\": 1}}"),
        (200, "31415926.5"), (200, "{\"waiting\": -31415926}"), (200, "3141592631415926"),
        (301, "7\r\nLocation: http://127.0.0.1/%"),
    ])
    func `what a server echoes is in no message`(_ status: Int, _ text: String) async throws {
        let body = text.replacing("%", with: "Bearer \(Self.secret)")
        let headers = [
            QueueHeader(name: "Authorization", value: [.text("Bearer "), .variable("TOKEN")]),
            QueueHeader(name: "X-Pin", value: [.variable("PIN")]),
        ]
        let server = try QueueServer(
            body, status: status, headers: ["X-Echo: \(Self.secret)", "Location: /\(Self.secret)"])
        try await withServers(server) { servers in
            let origin = QueueOrigin.http(
                urls: [servers[0].url("/?token=\(Self.secret)")], headers: headers)
            let readings = await reader.readings([
                (
                    DemandSource(origin: origin, timeout: .seconds(60)),
                    BusySource(origin: origin, timeout: .seconds(60))
                )
            ])
            #expect(readings[0].demand.summary.hasPrefix("unknown: 127.0.0.1:"))
            for told in [readings[0].demand.summary, readings[0].busy?.summary ?? ""] {
                #expect(!told.contains("31415926") && !told.contains("Bearer"), "\(told)")
            }
        }
    }

    @Test func `a damaged document is a reading or none, and never shown`() throws {
        let random = SeededRandom(seed: 1)
        let text = Array(
            #"{"waiting": 7, "s3cret": ["s3cret", {"s3cret": 12}], "busy": {"s3cret": 1}}"#.utf8)
        let path = try #require(NumberPath("busy"))
        let asked = Inquiries(
            demand: [DemandSource(origin: .command("x"))],
            busy: [BusySource(origin: .command("x"), machines: path)])
        var readings = 0
        for _ in 0..<4000 {
            let content: Result<QueueContent, NumberPathError>
            do throws(NumberPathError) {
                let damaged = try document(damaged(text, random))
                content = .success(.document(damaged, written: clock.now))
            } catch {
                content = .failure(error)
            }
            var inquiries = asked
            inquiries.take(content, at: clock.now)
            readings += inquiries.demand[0].isSettled ? 1 : 0
            for told in [inquiries.demand[0].reading.summary, inquiries.busy[0].reading.summary] {
                #expect(!told.lowercased().contains("cret"), "\(told)")
            }
        }
        #expect((100...3900).contains(readings))
    }

    /// The text with up to four bytes changed, left out or put in, or its end cut off.
    private func damaged(_ text: [UInt8], _ random: SeededRandom) -> [UInt8] {
        var damaged = text
        for _ in 0...random.number(0...3) where !damaged.isEmpty {
            let place = random.number(0...(damaged.count - 1))
            switch random.number(1...4) {
            case 1: damaged[place] = UInt8(random.number(0...255))
            case 2: damaged.remove(at: place)
            case 3: damaged.insert(random.pick(text), at: place)
            default: damaged = Array(damaged[...place])
            }
        }
        return damaged
    }

    @Test(arguments: [
        "[\"%\"]", "{\"%\": 1}", "{\"a\": \"%\"}", "{\"a\": {\"idle_since\": \"%\"}}",
    ])
    func `what stands for a machine is in no message`(_ text: String) async throws {
        let body = text.replacing("%", with: "Bearer \(Self.secret)")
        try await withServers(QueueServer(body)) { servers in
            let reading = await reader.busy(
                BusySource(
                    origin: .http(urls: [servers[0].url()], headers: []), timeout: .seconds(60)))
            #expect(!reading.isKnown && !reading.summary.contains("31415926"), "\(reading)")
        }
    }
}
