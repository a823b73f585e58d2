import CloudSim
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// What a dry run says that the real one would do.
@Suite struct RehearsalTests {
    let scratch: ScratchFolder
    let clock = SimulatedClock()
    let account: SimulatedWorld
    var fleet: SimulatedFleet

    init() throws {
        scratch = try ScratchFolder()
        account = SimulatedWorld(
            WorldSettings(
                seed: 1, account: .init(apiKey: SimulatedFleet.key, vultrKey: SimulatedFleet.key)),
            vultr: .withGamersCard, start: clock.now)
        fleet = SimulatedFleet(
            folder: "\(scratch.path)/state", clock: clock, random: SeededRandom(seed: 1))
    }

    var network: WorldExchange { WorldExchange(account, now: { [clock] in clock.now }) }

    private func rehearse(_ fleet: SimulatedFleet, wish: Int) async throws -> [Action] {
        let report = try await fleet.run(on: network, wish: wish, CheckOptions(dryRun: true))
        #expect(report.status == .done)
        #expect(account.population(at: clock.now) == 0)
        return report.actions
    }

    @Test func `a dry run names the offers and prices that the run after it takes`() async throws {
        let planned = try await rehearse(fleet, wish: 2)
        #expect(planned.map(\.kind) == [.rent, .rent])
        #expect(planned.map(\.outcome) == [.planned, .planned])
        let report = try await fleet.run(on: network, wish: 2)
        for (action, rental) in zip(planned, report.rentals) {
            #expect(
                action.detail
                    == "1x RTX 4090 at \(rental.booked), vast offer \(rental.offer)")
        }
        #expect(report.rentals.count == 2)
    }

    @Test func `a dry run holds what a limit would hold, the machines before it counted`()
        async throws
    {
        var tight = fleet
        tight.budget.hourly = Dollars(microdollars: 500_000)
        let planned = try await rehearse(tight, wish: 2)
        let done = try await tight.run(on: network, wish: 2).actions
        #expect(planned.map(\.outcome) == [.planned, .held])
        #expect(done.map(\.outcome) == [.done, .held])
        #expect(planned.last?.detail == done.last?.detail)
        #expect(planned.last?.detail.contains("hourly limit $0.50") == true)
    }

    @Test func `a dry run counts a started hour against the limits as the run does`() async throws {
        var tight = fleet
        tight.providers = [.vultr]
        // An hour of it costs $0.32, the seven minutes until the next run can end it $0.04.
        tight.budget.daily = Dollars(microdollars: 300_000)
        let planned = try await rehearse(tight, wish: 1)
        #expect(planned.map(\.outcome) == [.held])
        #expect(planned.first?.detail.contains("daily limit $0.30") == true, "\(planned)")
        tight.budget.daily = Dollars(microdollars: 400_000)
        #expect(try await rehearse(tight, wish: 1).map(\.outcome) == [.planned])
    }

    @Test func `a GPU that no market knows is told from one that is sold out or too dear`()
        async throws
    {
        var odd = fleet
        odd.gpus = [GPUPreference(name: "RTX4090")]
        let unknown = try #require(try await rehearse(odd, wish: 1).first)
        #expect(unknown.outcome == .held)
        #expect(
            unknown.detail
                == "1 not rented: no GPU is called RTX4090 at vast, at any price; "
                + "did you mean RTX 4090?")
        var poor = fleet
        poor.gpus = [
            GPUPreference(
                name: "RTX 4090", maxPrice: HourlyRate(perHour: Dollars(microdollars: 1000)))
        ]
        let dear = try #require(try await rehearse(poor, wish: 1).first)
        #expect(dear.detail.contains("no 1x RTX 4090 on offer"))
    }
}
