import Shared
import TestSupport

@testable import Autoscaler

extension [SyncSet] {
    /// Two, one of each kind.
    static let gamesAndElo = [
        SyncSet(
            name: "games", source: .folder("/root/data/games/"), destination: "/home/{instance}/"),
        SyncSet(
            name: "elo", source: .database("/root/data/elo.db"),
            destination: "/home/{instance}.db"),
    ]
}

/// The real autoscaler over a simulated account: one group of at most three machines, whose queue
/// a test sets, and whose state lies in a folder of the test's.
struct SimulatedFleet: Sendable {
    static let most = 3
    static let key = "simulated-key"
    static let secret = Secret(key) ?? { preconditionFailure("a plain key") }()
    static let name = FleetName("crash") ?? { preconditionFailure("a plain name") }()

    var folder: StateFolder
    var clock: SimulatedClock
    var random: SeededRandom
    var budget = Budget()
    var sshKey: SSHPublicKey?
    var size = 0...most
    var schedule = Schedule()
    var providers: [ProviderName] = [.vast]
    var scaleUp = StepLimit(maxStep: 2)
    var vastMaxPrice = VastSettings().maxPrice
    var gpus = [GPUPreference(name: "RTX 4090")]
    /// What must come home from its machines.
    var sync: [SyncSet] = []
    var groupName = "play"
    var renamedFrom: String?
    var retire = false

    static let vultr = VultrSettings(
        url: "http://vultr.test/v2", regions: ["ewr", "sjc"], diskGB: 20,
        maxPrice: HourlyRate(perHour: Dollars(microdollars: 2_000_000)), spacing: false)

    init(folder: String, clock: SimulatedClock, random: SeededRandom) {
        self.folder = StateFolder(path: folder)
        self.clock = clock
        self.random = random
    }

    /// One run of the real autoscaler.
    ///
    /// - Parameters:
    ///   - network: The way to the account.
    ///   - wish: How many machines the queue calls for; `nil` when it cannot be read.
    ///   - options: How the run is to behave.
    ///   - gate: Surrounds every write.
    /// - Returns: What the run reports.
    /// - Throws: What ended it before it decided anything.
    func run(
        on network: any HTTPExchange, wish: Int?, _ options: CheckOptions = CheckOptions(),
        gate: WriteGate = .open
    ) async throws -> Report {
        try await runCheck(world(network, wish: wish, gate: gate), options)
    }

    /// The journal as it is now.
    func journal() throws -> Journal {
        try Journal(opening: folder, fleet: Self.name)
    }

    private func world(
        _ network: any HTTPExchange, wish: Int?, gate: WriteGate
    ) -> AutoscalerWorld {
        let wall = clock.wallClock
        return AutoscalerWorld(
            configuration: configuration, configurationText: "fleet: crash", folder: folder,
            clock: wall,
            providers: { [providers] deadline in
                providers.map { name -> any Provider in
                    switch name {
                    case .vast:
                        VastClient(
                            origin: "http://vast.test", key: Self.secret, http: network,
                            pacing: nil, clock: wall, deadline: deadline)
                    case .vultr:
                        VultrClient(
                            origin: "http://vultr.test/v2", key: Self.secret, http: network,
                            pacing: nil, clock: wall, deadline: deadline, settings: Self.vultr)
                    }
                }
            },
            sshKey: sshKey,
            queues: { [clock] groups in
                let demand =
                    wish.map {
                        DemandReading.known(
                            Demand(waiting: $0, running: 0, observedAt: clock.now), age: .zero)
                    } ?? .missing(reason: "the queue is out of reach")
                return groups.map { _ in QueueReadings(demand: demand) }
            },
            gate: gate,
            randomPart: { [random] in
                var random = random
                return Shared.randomPart(using: &random)
            },
            progress: { _ in })
    }

    private var configuration: FleetConfiguration {
        FleetConfiguration(
            fleet: Self.name, stateFolder: folder.path,
            vast: providers.contains(.vast)
                ? VastSettings(
                    url: "http://vast.test", diskGB: 20, maxPrice: vastMaxPrice, spacing: false)
                : nil,
            vultr: providers.contains(.vultr) ? Self.vultr : nil, budget: budget,
            groups: [
                GroupPolicy(
                    name: groupName, renamedFrom: renamedFrom, retire: retire, size: size,
                    schedule: schedule,
                    demand: DemandSource(origin: .command("true")), jobsPerInstance: 1,
                    gpus: gpus, sync: sync,
                    scaleUp: scaleUp,
                    scaleDown: .limited(StepLimit(maxStep: 2)))
            ])
    }
}
