import CloudSim
import TestSupport
import Testing

@testable import Shared

/// The promise of the README, from end to end: what the journal says of a machine holds the exact
/// bill of the simulated provider, however long it runs and however seldom anyone looks.
@Suite struct BillTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `the exact bill of a month lies inside what every look adds up to`(
        _ seed: UInt64
    ) async throws {
        var random = SeededRandom(seed: seed)
        let clock = SimulatedClock()
        let world = SimulatedWorld(WorldSettings(seed: seed), start: clock.now)
        let client = VastClient(
            origin: "http://127.0.0.1:1", key: try #require(Secret("simulated-key")),
            http: WorldExchange(world, now: { clock.now }), pacing: nil, clock: clock.wallClock,
            deadline: clock.now + .seconds(86_400 * 365))
        let fleet = try #require(FleetName("a"))
        let id = try rentalID(1)
        let offer = Shared.Offer(
            provider: .vast, id: "103", machine: "3", gpuName: "RTX 4090", gpuCount: 1,
            running: rate(335_000), stopped: rate(15_000), reliability: 0)
        var rental = Rental(id: id, offer: offer, group: "g", intendedAt: clock.stamp)
        rental.state = .requested
        rental.requestedAt = clock.stamp
        rental.accrual.until = clock.now
        let disk = Int.random(in: 60...100, using: &random)
        let outcome = await client.create(
            Shared.CreateOrder(
                offer: "103", label: id.label(in: fleet), image: "image", diskGB: disk))
        guard case .accepted = outcome else {
            Issue.record("the create was answered \(outcome)")
            return
        }
        var spent = Dollars.zero
        for _ in 0..<Int.random(in: 2...40, using: &random) {
            clock.advance(
                .microseconds(Int64.random(in: 1...172_800_000_000, using: &random)))
            let listing = await client.listing()
            let result = reconcile(
                ReconcileInput(
                    fleet: fleet, installation: "inst0001", rentals: [rental], listing: listing,
                    inFlight: [], doubtGrace: .seconds(900), now: clock.stamp))
            rental = try #require(result.rentals.first)
            spent += result.changes.flatMap(\.steps).flatMap(\.byDay)
                .reduce(.zero) { $0 + $1.high }
            let bill = world.bill(at: clock.now).total
            #expect(rental.accrual.low <= bill && bill <= rental.accrual.high)
            #expect(spent >= rental.accrual.high)
        }
    }
}
