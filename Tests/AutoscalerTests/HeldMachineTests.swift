import CloudSim
import Shared
import Synchronization
import TestSupport
import Testing

@testable import Autoscaler

/// Promise D1 over whole runs and an account at each provider: machines whose files are not home
/// are held, cost money, and say so.
@Suite struct HeldMachineTests {
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
        fleet.providers = [.vast, .vultr]
        fleet.sync = .gamesAndElo
        fleet.scaleUp = StepLimit(maxStep: 3)
    }

    // MARK: - A fleet that shrinks

    @Test(arguments: [ProviderName.vast, .vultr])
    func `a fleet that shrinks holds what was ready: nothing is destroyed and the bill goes on`(
        _ provider: ProviderName
    ) async throws {
        let fleet = only(provider)
        try await grow(fleet)
        let calls = CallLog()
        for _ in 0..<6 { _ = try await run(fleet, wish: 0, calls) }
        #expect(try rentals().map(\.state) == [.draining, .draining, .draining])
        #expect(try rentals().allSatisfy { $0.cause == .policy && $0.drainingAt != nil })
        #expect(!calls.all.contains { $0.hasPrefix("DELETE") || $0.contains("PUT /api/v0/inst") })
        #expect(account.population(at: clock.now) == 3)
        #expect(try fleet.journal().totalCost(at: clock.now).contains(bill))
    }

    @Test func `what was never ready is destroyed at once, files or not`() async throws {
        let fleet = only(.vast)
        _ = try await run(fleet, wish: 2, after: .seconds(5))
        for _ in 0..<4 { _ = try await run(fleet, wish: 0, after: .seconds(100)) }
        #expect(try rentals().isEmpty)
        #expect(account.population(at: clock.now) == 0)
    }

    @Test func `held machines take room under max, and none is chosen or asked for again`()
        async throws
    {
        let fleet = only(.vast)
        try await grow(fleet)
        for _ in 0..<2 { _ = try await run(fleet, wish: 0) }
        let before = try rentals().map(\.drainingAt)
        let report = try await run(fleet, wish: 3)
        #expect(report.decision.groups.map(\.rent) == [0])
        #expect(report.decision.groups.map(\.capacity) == [0])
        #expect(
            report.decision.groups[0].held == [
                "max 3: 3 machines exist or may exist (3 of them held for their files), so 0 of 3 more"
            ])
        #expect(try rentals().map(\.drainingAt) == before)
        #expect(account.population(at: clock.now) == 3)
    }

    @Test func `retire: true holds the whole group too, for the user`() async throws {
        var fleet = only(.vast)
        try await grow(fleet)
        fleet.retire = true
        let report = try await run(fleet, wish: 3)
        #expect(try rentals().map(\.state) == [.draining, .draining, .draining])
        #expect(try rentals().allSatisfy { $0.cause == .user })
        #expect(report.actions.map(\.outcome) == [.pending, .pending, .pending])
        #expect(report.status == .done)
        #expect(
            report.actions.allSatisfy {
                $0.detail == "user: play; it is kept until its files are home (games, elo)"
            })
    }

    @Test func `a new machine dearer than booked that was seen at work already is held, too`()
        async throws
    {
        let fleet = only(.vast)
        _ = try account.addFault(FaultOrder(.priceRaised, on: .create, count: 1), at: clock.now)
        _ = try await run(fleet, wish: 1)
        let report = try await run(fleet, wish: 1)
        #expect(report.decision.endings.map(\.cause) == [.budget])
        let held = try #require(try rentals().first)
        #expect(held.state == .draining && held.cause == .budget && held.readyAt != nil)
        #expect(try await run(fleet, wish: 1).decision.endings.isEmpty)
        #expect(account.population(at: clock.now) == 2)
    }

    @Test func `over an hourly limit no more are held than have to go, though those still bill`()
        async throws
    {
        var fleet = only(.vast)
        try await grow(fleet)
        fleet.budget.hourly = Dollars(microdollars: 900_000)
        for _ in 0..<5 { _ = try await run(fleet, wish: 3) }
        #expect(try rentals().count { $0.state == .draining && $0.cause == .budget } == 1)
        #expect(try rentals().count { $0.state == .ready } == 2)
    }

    // MARK: - What holding costs

    @Test(arguments: [ProviderName.vast, .vultr])
    func `what holding costs is known as an interval, and the bill for it lies inside`(
        _ provider: ProviderName
    ) async throws {
        var fleet = only(provider)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 400_000))
        try await grow(fleet)
        clock.advance(.seconds(1234))
        fleet.retire = true
        _ = try await run(fleet, wish: 0, after: .zero)
        let before = bills
        for step in 1...30 {
            clock.advance(.seconds(Int64(step) * 37))
            _ = try await run(fleet, wish: 0, after: .seconds(11))
            for rental in try rentals() {
                let id = try #require(rental.instance?.value)
                let spent = try #require(bills[id]) - (try #require(before[id]))
                let known = rental.holdingCost(at: clock.now)
                let slack = Dollars(microdollars: 2)  // the bill rounds each machine by itself
                #expect(
                    known.lowerBound <= spent + slack && spent <= known.upperBound + slack,
                    "\(spent) of \(known)")
            }
        }
        #expect(try rentals().allSatisfy { $0.held.upperBound > .zero })
        #expect(try fleet.journal().totalCost(at: clock.now).contains(bill))
    }

    @Test
    func `at the limit a machine is destroyed where the user says so, and told with its files`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(
            perMachine: Dollars(microdollars: 50_000), then: .destroy)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        let waiting = try await run(fleet, wish: 0)
        #expect(waiting.actions.isEmpty && account.population(at: clock.now) == 1)
        #expect(
            waiting.lines.contains { $0.contains("at the limit it is destroyed, with its files") })
        clock.advance(.seconds(300))
        let report = try await run(fleet, wish: 0)
        let action = try #require(report.actions.first)
        #expect(action.kind == .retire && action.outcome == .done)
        #expect(action.detail.hasSuffix("its files were never copied home (games, elo)"))
        let rental = try #require(try rentals().first)
        #expect(rental.state == .ending && rental.cause == .policy)
        #expect(rental.held.upperBound >= Dollars(microdollars: 50_000))
        let events = try fleet.journal().events(of: rental.id)
        #expect(events.contains { $0.contains("never copied home (games, elo)") })
        #expect(account.population(at: clock.now) == 0)
        for _ in 0..<2 { _ = try await run(fleet, wish: 0) }
        #expect(try rentals().isEmpty)
    }

    @Test func `at the limit a machine that is to be kept is stopped at Vast, once`() async throws {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 20_000))
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        let calls = CallLog()
        var kinds: [Action.Kind] = []
        for _ in 0..<6 { kinds += try await run(fleet, wish: 0, calls).actions.map(\.kind) }
        #expect(kinds == [.stop])
        #expect(calls.all.count { $0.hasPrefix("PUT /api/v0/instances/") } == 1)
        let rental = try #require(try rentals().first)
        #expect(rental.state == .draining && rental.stopAcceptedAt != nil)
        let before = bill
        clock.advance(.seconds(36_000))
        let spent = bill - before
        #expect(spent > .zero && spent <= rental.stopped.ceiling(for: .seconds(36_001)))
        let rounding = Dollars(microdollars: 1)
        #expect(rental.rateAhead.perHour <= rental.stopped.perHour + rounding)
        #expect(rental.rateAhead < rental.worstRate)
        #expect(try fleet.journal().books(at: clock.now).rate == rental.rateAhead)
        let report = try await run(fleet, wish: 0)
        #expect(report.lines.contains { $0.contains("and it is stopped; to do: start it at vast") })
    }

    @Test func `a machine that its owner starts again to copy from is not stopped again`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 20_000))
        try await grow(fleet, to: 1)
        for _ in 0..<4 { _ = try await run(fleet, wish: 0) }
        let rental = try #require(try rentals().first)
        _ = try await client.start(try #require(rental.instance))
        clock.advance(.seconds(300))
        let calls = CallLog()
        let report = try await run(fleet, wish: 0, calls)
        #expect(report.actions.isEmpty)
        #expect(!calls.all.contains { $0.hasPrefix("PUT") })
        #expect(
            report.lines.contains { $0.contains("its stop was accepted, and it is shown running") })
        #expect(try #require(try rentals().first).rateAhead == rental.worstRate)
    }

    @Test func `a machine of Vultr is not stopped: at rest it costs as much`() async throws {
        var fleet = only(.vultr)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 20_000))
        try await grow(fleet, to: 1)
        let calls = CallLog()
        for _ in 0..<5 { _ = try await run(fleet, wish: 0, calls) }
        #expect(!calls.all.contains { $0.hasSuffix("/halt") })
        let report = try await run(fleet, wish: 0)
        #expect(report.lines.contains { $0.contains("costs as much there, so it runs on") })
        #expect(try rentals().map(\.state) == [.draining])
    }
}

// MARK: - Ways out

extension HeldMachineTests {
    @Test func `machines of a group that lost its sync sets are destroyed in the next run`()
        async throws
    {
        var fleet = only(.vast)
        try await grow(fleet, to: 2)
        for _ in 0..<3 { _ = try await run(fleet, wish: 0) }
        #expect(account.population(at: clock.now) == 2)
        fleet.sync = []
        let report = try await run(fleet, wish: 0)
        #expect(report.actions.map(\.outcome) == [.done, .done])
        #expect(
            report.actions.allSatisfy {
                $0.detail == "policy: group play has no sync any more"
            })
        for _ in 0..<2 { _ = try await run(fleet, wish: 0) }
        #expect(try rentals().isEmpty && account.population(at: clock.now) == 0)
    }

    @Test func `under the last good configuration nothing that holds files is destroyed`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(
            perMachine: Dollars(microdollars: 10_000), then: .destroy)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        var broken = CheckOptions()
        broken.protectOnly = true
        for sync in [[SyncSet].gamesAndElo, []] {
            fleet.sync = sync
            let report = try await run(fleet, wish: 0, options: broken)
            #expect(report.actions.isEmpty)
            #expect(report.holdings.map(\.step) == [.wait])
            #expect(
                report.lines.contains { $0.contains("the configuration is broken, so nothing") })
        }
        #expect(account.population(at: clock.now) == 1)
    }

    @Test func `what a group that is not configured held is held, stopped at the limit, and kept`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(
            perMachine: Dollars(microdollars: 40_000), then: .destroy)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        fleet.groupName = "other"
        fleet.sync = []
        var kinds: [Action.Kind] = []
        for _ in 0..<8 { kinds += try await run(fleet, wish: 0).actions.map(\.kind) }
        #expect(kinds == [.stop])
        let report = try await run(fleet, wish: 0)
        #expect(report.holdings.map(\.owed) == [.unknown])
        #expect(report.lines.contains { $0.contains("or put group play back") })
        #expect(try rentals().map(\.state) == [.draining])
        #expect(account.population(at: clock.now) == 1)
    }

    @Test func `a renamed group's machines wait for the sync sets of its new name`() async throws {
        var fleet = only(.vast)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        fleet.groupName = "selfplay"
        fleet.renamedFrom = "play"
        fleet.sync = [SyncSet.init(name: "nets", source: .folder("/n/"), destination: "/n/")]
        let report = try await run(fleet, wish: 0)
        #expect(report.actions.isEmpty && report.holdings.map(\.owed) == [.sets(["nets"])])
        fleet.sync = []
        _ = try await run(fleet, wish: 0)
        #expect(account.population(at: clock.now) == 0)
    }

    @Test
    func `while its provider cannot be reached a held machine stays as it is, and is told of`()
        async throws
    {
        var fleet = fleet
        fleet.budget.hold = HoldLimit(
            perMachine: Dollars(microdollars: 40_000), then: .destroy)
        try await grow(fleet)
        for _ in 0..<2 { _ = try await run(fleet, wish: 0) }
        let held = try rentals().filter { $0.state == .draining }.map(\.provider)
        #expect(Set(held) == [.vast, .vultr])
        clock.advance(.seconds(3600))
        let report = try await fleet.run(on: network(without: .vultr), wish: 0)
        #expect(report.lines.contains { $0.contains("vultr cannot be seen whole") })
        let left = try rentals().filter { $0.state == .draining }
        #expect(left.allSatisfy { $0.provider == .vultr } && !left.isEmpty)
        #expect(try rentals().filter { $0.provider == .vast }.allSatisfy { $0.state == .ending })
    }

    @Test func `a held machine that another process works on is left to it`() async throws {
        var fleet = only(.vast)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        let other = try RentalLocks(in: fleet.folder)
        #expect(other.acquire(try #require(try rentals().first).number))
        fleet.sync = []
        let report = try await run(fleet, wish: 0)
        #expect(report.holdings.map(\.because) == ["another process works on it"])
        #expect(account.population(at: clock.now) == 1)
        other.release(try #require(try rentals().first).number)
        _ = try await run(fleet, wish: 0)
        #expect(account.population(at: clock.now) == 0)
    }

    @Test func `a machine that is taken away with its files is a loss that is told`() async throws {
        let fleet = only(.vast)
        try await grow(fleet, to: 2)
        _ = try await run(fleet, wish: 1)
        let all = try rentals()
        #expect(Set(all.map(\.state)) == [.draining, .ready])
        for rental in all { try await client.destroy(try #require(rental.instance)) }
        var details: [String] = []
        for _ in 0..<4 {
            clock.advance(.seconds(60))
            details += try await run(fleet, wish: nil).actions.map(\.detail)
        }
        #expect(
            details.sorted() == [
                "ended: lost: its files were never copied home (games, elo)",
                "ended: policy: its files were never copied home (games, elo), unless by hand",
            ])
        let ended = try fleet.journal().allRentals()
        #expect(Set(ended.compactMap(\.cause)) == [.lost, .policy])
    }
}

// MARK: - Telling

extension HeldMachineTests {
    @Test func `each run tells what a machine waits for, since when, for how much, and what to do`()
        async throws
    {
        let fleet = only(.vast)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        let report = try await run(fleet, wish: 0)
        let line = try #require(report.lines.first { $0.hasPrefix("draining: ") })
        let rental = try #require(try rentals().first)
        let since = try #require(rental.drainingAt).wall
        for part in [
            "\(try #require(rental.instance)) (policy) is held since \(since)",
            "until its files are home: games, elo", "of $5.00, ", " a day",
            "at the limit it is stopped and kept", "copy them from ssh://root@",
            "then destroy it at vast or take sync out of group play",
        ] { #expect(line.contains(part), "\(part)") }
        guard case .array(let holdings) = report.json["holdings"] else { return }
        let held = try #require(holdings.first)
        #expect(held["waits_for"] == ["games", "elo"] && held["next"] == "wait")
        #expect(held["limit"] == "5.000000" && held["then"] == "keep")
        #expect(held["since"] == .string(since.description))
        #expect(report.standings.map(\.kind) == [.draining])
    }

    @Test func `with --quiet it is news when it begins and once a day, not in every run`()
        async throws
    {
        var fleet = only(.vast)
        fleet.budget.hold = HoldLimit(perMachine: Dollars(microdollars: 100_000_000))
        try await grow(fleet, to: 1)
        var news: [Int] = []
        for number in 0..<300 {
            if try await run(fleet, wish: 0).isEventful { news.append(number) }
        }
        #expect(news == [0, 287])
    }

    @Test func `a dry run says what would become of a held machine, and does nothing`() async throws
    {
        var fleet = only(.vast)
        try await grow(fleet, to: 1)
        _ = try await run(fleet, wish: 0)
        fleet.sync = []
        var dry = CheckOptions()
        dry.dryRun = true
        let report = try await run(fleet, wish: 0, options: dry)
        #expect(report.holdings.map(\.step) == [.release])
        #expect(report.actions.isEmpty && account.population(at: clock.now) == 1)
    }
}

// MARK: - The account

extension HeldMachineTests {
    private func only(_ provider: ProviderName) -> SimulatedFleet {
        var fleet = fleet
        fleet.providers = [provider]
        return fleet
    }

    private func rentals() throws -> [Rental] { try fleet.journal().openRentals() }

    private var bill: Dollars { account.bill(at: clock.now).total }

    /// What each machine has cost, by its provider's id.
    private var bills: [String: Dollars] {
        let bill = account.bill(at: clock.now)
        let vast = bill.lines.map { ("\($0.id)", $0.cost) }
        let vultr = bill.vultrLines.map { ($0.id, $0.cost) }
        return Dictionary(vast + vultr, uniquingKeysWith: { first, _ in first })
    }

    /// The account's owner at the console of Vast.
    private var client: VastClient {
        VastClient(
            origin: "http://vast.test", key: SimulatedFleet.secret,
            http: WorldExchange(account, now: { [clock] in clock.now }), pacing: nil,
            clock: clock.wallClock, deadline: clock.now + .seconds(864_000))
    }

    private func network(
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
    private func run(
        _ fleet: SimulatedFleet, wish: Int?, _ calls: CallLog? = nil,
        options: CheckOptions = CheckOptions(), after pause: Duration = .seconds(300)
    ) async throws -> Report {
        let report = try await fleet.run(on: network(calls), wish: wish, options)
        clock.advance(pause)
        return report
    }

    /// Machines that were all seen ready.
    private func grow(_ fleet: SimulatedFleet, to count: Int = 3) async throws {
        for _ in 0..<2 { _ = try await run(fleet, wish: count) }
        #expect(try rentals().map(\.state) == Array(repeating: .ready, count: count))
    }
}

/// The calls of a run, in order.
private final class CallLog: Sendable {
    private let calls = Mutex<[String]>([])

    var all: [String] { calls.withLock { $0 } }

    func note(_ call: String) { calls.withLock { $0.append(call) } }
}
