import CloudSim
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// The account of these tests, and runs over it.
extension HeldMachineTests {
    func only(_ provider: ProviderName) -> SimulatedFleet {
        var fleet = fleet
        fleet.providers = [provider]
        return fleet
    }

    func rentals() throws -> [Rental] { try fleet.journal().openRentals() }

    var bill: Dollars { account.bill(at: clock.now).total }

    /// What each machine has cost, by its provider's id.
    var bills: [String: Dollars] {
        let bill = account.bill(at: clock.now)
        let vast = bill.lines.map { ("\($0.id)", $0.cost) }
        let vultr = bill.vultrLines.map { ($0.id, $0.cost) }
        return Dictionary(vast + vultr, uniquingKeysWith: { first, _ in first })
    }

    /// The account's owner at the console of Vast.
    var client: VastClient {
        VastClient(
            origin: "http://vast.test", key: SimulatedFleet.secret,
            http: WorldExchange(account, now: { [clock] in clock.now }), pacing: nil,
            clock: clock.wallClock, deadline: clock.now + .seconds(864_000))
    }

    func network(
        without lost: ProviderName? = nil, _ calls: CallLog? = nil
    ) -> WorldExchange {
        WorldExchange(
            account, now: { [clock] in clock.now },
            hooks: WorldExchange.Hooks(
                before: { request throws(HTTPError) in
                    calls?.note("\(request.method.rawValue) \(SimRequest(request).path)")
                    if let lost, request.url.contains("\(lost).test") {
                        throw .notSent("connection refused")
                    }
                }))
    }

    /// One run, and the time until the next one.
    func run(
        _ fleet: SimulatedFleet, wish: Int?, _ calls: CallLog? = nil,
        options: CheckOptions = CheckOptions(), after pause: Duration = .seconds(300)
    ) async throws -> Report {
        let report = try await fleet.run(on: network(calls), wish: wish, options)
        clock.advance(pause)
        return report
    }

    /// Machines that were all seen ready.
    func grow(_ fleet: SimulatedFleet, to count: Int = 3) async throws {
        for _ in 0..<2 { _ = try await run(fleet, wish: count) }
        #expect(try rentals().map(\.state) == Array(repeating: .ready, count: count))
    }
}
