import FoundationEssentials
import Shared
import Testing

@Suite struct PacingTests {
    private let room: StateRoom
    private let clock = ManualClock()

    init() throws {
        room = try StateRoom()
    }

    /// A way to the file that another process has.
    private func pacing() -> Pacing {
        Pacing(file: room.folder.pacing, clock: clock.wallClock)
    }

    private func turn(
        _ endpoint: String = "list", within: Duration = .seconds(600), by pacing: Pacing? = nil
    ) async throws -> Bool {
        try await (pacing ?? self.pacing()).waitTurn(
            at: endpoint, spacing: .seconds(2), before: clock.now + within)
    }

    @Test func `calls of one endpoint are spaced for all processes together`() async throws {
        for pacing in [pacing(), pacing(), pacing()] { #expect(try await turn(by: pacing)) }
        #expect(clock.sleeps == [.seconds(2), .seconds(2)])
    }

    @Test func `endpoints do not wait for each other`() async throws {
        #expect(try await turn("list"))
        #expect(try await turn("create"))
        #expect(clock.sleeps == [])
    }

    @Test func `after the spacing has passed nobody waits`() async throws {
        #expect(try await turn())
        clock.advance(by: .seconds(2))
        #expect(try await turn())
        #expect(clock.sleeps == [])
    }

    @Test func `a turn after the deadline is not taken, and leaves the line as it was`()
        async throws
    {
        #expect(try await turn())
        #expect(try await turn(within: .milliseconds(1999)) == false)
        #expect(try await turn(within: .seconds(2)))
        #expect(clock.sleeps == [.seconds(2)])
    }

    @Test func `a wall clock set back does not stretch a wait`() async throws {
        #expect(try await turn())
        var stepped = clock.wallClock
        stepped.now = { [clock] in clock.now - .seconds(3600) }
        let pacing = Pacing(file: room.folder.pacing, clock: stepped)
        #expect(try await turn(by: pacing))
        #expect(clock.sleeps == [.seconds(2)])
    }

    /// Sends requests with these outcomes, one after the other.
    private func send(_ outcomes: [ScriptedExchange.Outcome]) async {
        let exchange = PacedExchange(
            base: ScriptedExchange(outcomes), pacing: pacing(), endpoint: "list",
            spacing: .seconds(2), deadline: clock.now + .seconds(600))
        for _ in outcomes {
            _ = try? await exchange.exchange(HTTPRequest(method: .get, url: "http://h:1/"))
        }
    }

    @Test func `a request that never left takes no turn, and one that may have does`() async {
        await send([.unsent, .unsent, .unsent])
        #expect(clock.sleeps == [])
        await send([.lost, .unsent, .status(500)])
        #expect(clock.sleeps == [.seconds(2)])
        await send([.status(200)])
        #expect(clock.sleeps == [.seconds(2), .seconds(2)])
    }

    @Test func `a run without time for its turn says so, and sends nothing`() async throws {
        #expect(try await turn())
        let exchange = PacedExchange(
            base: ScriptedExchange([]), pacing: pacing(), endpoint: "list", spacing: .seconds(2),
            deadline: clock.now + .seconds(1))
        await #expect(throws: HTTPError.outOfTime) {
            try await exchange.exchange(HTTPRequest(method: .get, url: "http://h:1/"))
        }
    }

    @Test func `turns from before the last boot are forgotten`() async throws {
        #expect(try await turn())
        var rebooted = clock.wallClock
        rebooted.bootID = "another"
        #expect(try await turn(by: Pacing(file: room.folder.pacing, clock: rebooted)))
        #expect(clock.sleeps == [])
    }

    @Test(arguments: ["", "garbage\n\u{0}", "list not a stamp\n", "list 1 2 boot-1 x\n"])
    func `a damaged file costs no turn`(_ text: String) async throws {
        try Data(text.utf8).write(to: URL(filePath: room.folder.pacing))
        #expect(try await turn())
        #expect(try await turn())
        #expect(clock.sleeps == [.seconds(2)])
    }

    @Test func `without a usable file each call waits the whole spacing`() async throws {
        let pacing = Pacing(
            file: "\(room.folder.path)/missing/pacing", clock: clock.wallClock)
        #expect(try await turn(by: pacing))
        #expect(clock.sleeps == [.seconds(2)])
    }
}
