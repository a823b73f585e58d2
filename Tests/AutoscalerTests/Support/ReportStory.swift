import Shared

@testable import Autoscaler
@testable import Shared

/// A run's report with plain defaults: one group, one machine, nothing done.
struct ReportStory {
    var group = DecideStory()
    var completeness = Listing.Completeness.complete
    var orphans: [Instance] = []
    var strangers: [Instance] = []
    var held: [String] = []
    /// Further providers.
    var markets: [MarketView] = []
    var alerts: [String] = []
    var actions: [Action] = []
    var dryRun = false

    func report() throws -> Report {
        let fleet = FleetName("a")
        guard let fleet else { throw NoFleet() }
        let reconciliation = Reconciliation(
            rentals: group.rentals, changes: [], orphans: orphans, suspects: [],
            strangers: strangers, otherInstallations: [], mislabelled: [:], missing: [],
            overpriced: [], vanished: nil)
        let market = MarketView(
            provider: .vast, account: "417001",
            listing: Listing(
                provider: .vast, completeness: completeness, instances: [], begun: stamp(0),
                ended: stamp(0)),
            reconciliation: reconciliation, held: held)
        let seen = Observation(
            markets: [market] + markets, rentals: group.rentals, inFlight: [],
            groups: [group.view], unconfigured: [], books: group.books, limits: group.limits,
            clockDoubts: [], alerts: alerts, now: stamp(0))
        return Report(
            seen: seen, decision: decide(seen, bootDeadline: .seconds(1200)),
            actions: actions, rentals: group.rentals,
            totalCost: Dollars(microdollars: 1_000_000)...Dollars(microdollars: 2_000_000),
            dryRun: dryRun, fleet: fleet)
    }

    struct NoFleet: Error {}
}
