import CloudSim
import Shared
import TestSupport
import Testing

@testable import Autoscaler

/// Whole runs over an account at each provider, both in memory: a market with RTX 4090s from
/// $0.303 an hour, disk included, and a cloud that has them for $0.32.
@Suite struct BothProvidersTests {
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
    }

    var network: WorldExchange { WorldExchange(account, now: { [clock] in clock.now }) }

    /// Loses every call to one provider.
    func without(_ provider: ProviderName) -> WorldExchange {
        WorldExchange(
            account, now: { [clock] in clock.now },
            hooks: WorldExchange.Hooks(
                before: { request throws(HTTPError) in
                    if request.url.contains("\(provider).test") {
                        throw .notSent("connection refused")
                    }
                }))
    }

    private func grow(to count: Int) async throws {
        for _ in 0..<3 {
            _ = try await fleet.run(on: network, wish: count)
            clock.advance(.seconds(300))
        }
    }

    private func providers() throws -> [ProviderName] {
        try fleet.journal().openRentals().map(\.provider)
    }

    @Test func `one run rents at both providers, the cheapest offer of either first`() async throws
    {
        var fleet = fleet
        fleet.scaleUp = StepLimit(maxStep: 3)
        let report = try await fleet.run(on: network, wish: 3)
        #expect(report.status == .done)
        #expect(try providers() == [.vast, .vast, .vultr])
        let rates = try fleet.journal().openRentals().map(\.booked.perHour.microdollars)
        #expect(rates == rates.sorted() && rates.last == 320_000)
    }

    @Test func `a plan stands for many machines, a host's offer for one`() async throws {
        var fleet = fleet
        fleet.vastMaxPrice = HourlyRate(perHour: Dollars(microdollars: 200_000))
        fleet.scaleUp = StepLimit(maxStep: 3)
        _ = try await fleet.run(on: network, wish: 3)
        #expect(try providers() == [.vultr, .vultr, .vultr])
        #expect(Set(try fleet.journal().openRentals().map(\.offer)).count == 1)
    }

    @Test func `machines at both follow the queue down, and each is seen gone`() async throws {
        try await grow(to: 3)
        for _ in 0..<6 {
            _ = try await fleet.run(on: network, wish: 0)
            clock.advance(.seconds(300))
        }
        #expect(try fleet.journal().openRentals() == [])
        #expect(account.population(at: clock.now) == 0)
        #expect(account.bill(at: clock.now).vultrLines.allSatisfy { $0.ended != nil })
    }

    @Test(arguments: [ProviderName.vast, .vultr])
    func `a group without machines at a provider that is out of reach grows at the other`(
        _ out: ProviderName
    ) async throws {
        _ = try await fleet.run(on: network, wish: 0)
        clock.advance(.seconds(300))
        let report = try await fleet.run(on: without(out), wish: 2)
        #expect(report.status == .incomplete)
        #expect(try Set(providers()) == [out == .vast ? .vultr : .vast])
        #expect(report.lines.contains { $0.hasPrefix("held: \(out): ") })
    }

    @Test
    func `a group with machines at a provider that is out of reach neither grows nor shrinks`()
        async throws
    {
        try await grow(to: 3)
        let before = try providers()
        for wish in [0, 3] {
            let report = try await fleet.run(on: without(.vultr), wish: wish)
            #expect(report.status == .incomplete)
            #expect(report.seen.groups.first?.frozen?.hasPrefix("vultr: ") == true)
            #expect(report.actions.isEmpty)
            clock.advance(.seconds(300))
        }
        #expect(try providers() == before)
        #expect(try fleet.journal().openRentals().allSatisfy { $0.missing == nil })
    }

    @Test func `with no provider in reach nothing is done, and the run says so`() async throws {
        try await grow(to: 3)
        let away = WorldExchange(
            account, now: { [clock] in clock.now },
            hooks: WorldExchange.Hooks(
                before: { _ throws(HTTPError) in throw .notSent("connection refused") }))
        let report = try await fleet.run(on: away, wish: 0)
        #expect(report.status == .unreachable && report.actions.isEmpty)
        #expect(
            report.held
                == ["vast", "vultr"].map {
                    "\($0): the machines could not be listed: "
                        + "\($0) cannot be reached: connection refused"
                })
        #expect(try fleet.journal().openRentals().count == 3)
    }

    @Test func `a first run needs both providers: machines of a lost state may be at either`()
        async throws
    {
        await #expect(throws: ProviderError.self) {
            try await fleet.run(on: without(.vultr), wish: 3)
        }
        #expect(account.population(at: clock.now) == 0)
    }

    @Test func `machines at a provider that is taken out are counted, told of and left alone`()
        async throws
    {
        try await grow(to: 3)
        var vastOnly = fleet
        vastOnly.providers = [.vast]
        let report = try await vastOnly.run(on: network, wish: 0)
        #expect(report.actions.isEmpty)
        #expect(report.seen.alerts.contains { $0.contains("1 machine at vultr") })
        #expect(report.seen.books.rate.perHour.microdollars > 900_000)
        #expect(try fleet.journal().openRentals().count == 3)
    }

    @Test func `each provider's account is bound by itself`() async throws {
        try await grow(to: 1)
        let journal = try fleet.journal()
        #expect(try journal.account(of: .vast) == "417001")
        #expect(try journal.account(of: .vultr)?.count == 16)
    }

    @Test func `the bill of both lies inside what the journal says, whenever it is asked`()
        async throws
    {
        var fleet = fleet
        fleet.scaleUp = StepLimit(maxStep: 3)
        for wish in [3, 3, 1, 1, 1, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0] {
            _ = try await fleet.run(on: network, wish: wish)
            clock.advance(.seconds(1900))
            let bill = account.bill(at: clock.now).total
            let cost = try fleet.journal().totalCost(at: clock.now)
            #expect(cost.contains(bill), "\(bill) of \(cost)")
        }
        #expect(account.bill(at: clock.now).vultrLines.count >= 2)
        #expect(try fleet.journal().openRentals().isEmpty)
    }
}

extension VultrCatalog {
    /// One plan, with a card that the market has too.
    static let withGamersCard = VultrCatalog([
        VultrPlan(
            id: "vcg-rtx4090-8c-64g-24vram", gpuType: "NVIDIA_RTX_4090", gpus: 1, gpuMemory: 24,
            cpus: 8, memory: 64, disk: 350, bandwidth: 6144,
            rate: VultrRate(
                hourly: Dollars(microdollars: 320_000),
                monthly: Dollars(microdollars: 233_600_000)),
            stock: [("ewr", 5), ("sjc", 1)])
    ])
}

/// The ssh key that new machines get.
extension BothProvidersTests {
    private var keyed: SimulatedFleet {
        var fleet = fleet
        fleet.scaleUp = StepLimit(maxStep: 3)
        fleet.sshKey = SSHPublicKey(line: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJusttesting")
        return fleet
    }

    /// Notes every call, and fails those that a test names.
    private func watched(
        _ calls: CallLog, failing part: String? = nil
    ) -> WorldExchange {
        WorldExchange(
            account, now: { [clock] in clock.now },
            hooks: WorldExchange.Hooks(
                before: { request throws(HTTPError) in
                    calls.note("\(request.method.rawValue) \(SimRequest(request).path)")
                    if let part, request.url.contains(part) {
                        throw .notSent("connection refused")
                    }
                }))
    }

    @Test func `the key is at both providers before the first create, and put there once`()
        async throws
    {
        let calls = CallLog()
        _ = try await keyed.run(on: watched(calls), wish: 3)
        let noted = calls.all
        for (add, create) in [
            ("POST /api/v0/ssh/", "PUT /api/v0/asks/"), ("POST /v2/ssh-keys", "POST /v2/instances"),
        ] {
            let added = try #require(noted.firstIndex { $0.hasPrefix(add) })
            let created = try #require(noted.firstIndex { $0.hasPrefix(create) })
            #expect(added < created)
            #expect(noted.count { $0 == noted[added] } == 1)
        }
        clock.advance(.seconds(300))
        let later = CallLog()
        _ = try await keyed.run(on: watched(later), wish: 0)
        #expect(!later.all.contains { $0.contains("ssh") })
    }

    @Test func `where the key cannot be put, nothing is rented, and the other provider goes on`()
        async throws
    {
        _ = try await keyed.run(on: network, wish: 0)
        clock.advance(.seconds(300))
        let report = try await keyed.run(on: watched(CallLog(), failing: "/v0/ssh"), wish: 3)
        #expect(try fleet.journal().openRentals().map(\.provider) == [.vultr, .vultr, .vultr])
        #expect(report.status == .done)
    }

    @Test func `a machine that will not take the key itself is kept, and its journal says so`()
        async throws
    {
        _ = try await keyed.run(on: watched(CallLog(), failing: "/ssh/"), wish: 0)
        let failing = WorldExchange(
            account, now: { [clock] in clock.now },
            hooks: WorldExchange.Hooks(
                before: { request throws(HTTPError) in
                    let path = SimRequest(request).path
                    if path.contains("/instances/"), path.contains("ssh") {
                        throw .notSent("connection refused")
                    }
                }))
        var vast = keyed
        vast.providers = [.vast]
        vast.scaleUp = StepLimit(maxStep: 1)
        let report = try await vast.run(on: failing, wish: 1)
        #expect(report.actions.map(\.outcome) == [.done])
        let rental = try #require(try fleet.journal().openRentals().first)
        #expect(
            try fleet.journal().events(of: rental.id).contains { $0.contains("key not attached") })
    }
}

extension BothProvidersTests {
    @Test func `a machine that cannot be ended while it installs is no failure, and ends later`()
        async throws
    {
        var cloud = fleet
        cloud.providers = [.vultr]
        _ = try await cloud.run(on: network, wish: 1)
        clock.advance(.seconds(10))
        let report = try await cloud.run(on: network, wish: 0)
        #expect(report.actions.map(\.outcome) == [.pending])
        #expect(report.status == .done)
        for _ in 0..<4 {
            clock.advance(.seconds(300))
            _ = try await cloud.run(on: network, wish: 0)
        }
        #expect(account.population(at: clock.now) == 0)
    }
}

extension BothProvidersTests {
    @Test func `a machine that lived for minutes has cost its whole hour, also when it is gone`()
        async throws
    {
        var cloud = fleet
        cloud.providers = [.vultr]
        for wish in [1, 0, 0, 0, 0] {
            _ = try await cloud.run(on: network, wish: wish)
            clock.advance(.seconds(200))
        }
        #expect(try fleet.journal().openRentals().isEmpty)
        let bill = account.bill(at: clock.now)
        #expect(bill.vultrLines.map(\.hours) == [1])
        #expect(try fleet.journal().totalCost(at: clock.now).contains(bill.total))
        #expect(
            try fleet.journal().books(of: fleet.journal().openRentals(), at: clock.now).today
                >= bill.total)
    }
}
