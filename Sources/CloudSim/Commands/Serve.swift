import ArgumentParser
import Shared

/// `cloudsim serve`: the simulator itself, until SIGTERM or SIGINT.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the simulated market until interrupted.",
        discussion: """
            The ready file appears when connections are accepted. It is JSON with vast_url, \
            vast_api_key, vultr_url, vultr_api_key, clock (give it to the tools as \
            FLEETKEEPER_CLOCK), pid, admin_url and admin_key, and with bodies ssh_user and \
            vultr_ssh_port.
            """)

    @Option(help: "The address to listen on; loopback only.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 0

    @Option(help: "The seed of the world: the same seed makes the same one. (default: 1)")
    var seed: UInt64?

    @Option(help: "Simulated seconds per real second.")
    var speed = 1.0

    @Option(help: "How long machines take to boot, from the shortest time to the longest.")
    var boot = BootRange(range: .seconds(20) ... .seconds(90))

    @Option(help: "A folder that keeps the world across restarts.")
    var state: String?

    @Option(help: "Where to write how to reach the simulator. (default: $CLOUDSIM_READY)")
    var readyFile: String?

    @Option(help: "Whether calls faster than the published thresholds are refused: on or off.")
    var thresholds = OnOff.off

    @Option(help: "Whether running machines are real ones, reached by ssh: on or off.")
    var bodies = OnOff.off

    @Option(help: "A file of public keys that may log in to machines; may be repeated.")
    var sshKey: [String] = []

    @Option(help: "The port of Vultr machines' sshd, each at its own address; 0 takes a free one.")
    var vultrSSHPort: UInt16 = 0

    @Option(
        help: """
            A fault from the start on, in one argument: "html on=list count=3"; may be repeated. \
            See: cloudsim fault add --help
            """)
    var fault: [String] = []

    @Option(help: "What the account has at first, in dollars. (default: 1000)")
    var credit: String?

    @Option(help: "How many times the offers and stock of the market there are. (default: 1)")
    var marketSize: Int?

    @Option(help: "How many keys the account has at Vast; each has call limits of its own.")
    var keys = 1

    enum OnOff: String, ExpressibleByArgument, CaseIterable {
        case on
        case off
    }

    struct BootRange: ExpressibleByArgument {
        var range: ClosedRange<Duration>

        init(range: ClosedRange<Duration>) {
            self.range = range
        }

        init?(argument: String) {
            let ends = argument.split(separator: "..", omittingEmptySubsequences: false)
            guard ends.count == 2, let shortest = Duration(text: ends[0]),
                let longest = Duration(text: ends[1]), shortest <= longest
            else { return nil }
            range = shortest...longest
        }

        var defaultValueDescription: String {
            "\(range.lowerBound.text)..\(range.upperBound.text)"
        }
    }

    func validate() throws {
        guard Self.isLoopback(host) else {
            throw ValidationError(
                "\(host) is not a loopback address; use 127.0.0.1, another 127.x.y.z, or ::1")
        }
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be from 0 to 65535")
        }
        guard marketSize.map({ (1...100).contains($0) }) ?? true else {
            throw ValidationError("--market-size must be from 1 to 100")
        }
        guard (1...1000).contains(keys) else {
            throw ValidationError("--keys must be from 1 to 1000")
        }
        guard credit.map({ Dollars(text: $0) != nil }) ?? true else {
            throw ValidationError("--credit must be an amount in dollars, such as 25.00")
        }
        _ = try faultOrders()
        guard speed > 0, speed <= 1_000_000 else {
            throw ValidationError("--speed must be above 0, and at most 1000000")
        }
    }

    func run() async throws {
        let clock = WallClock.system()
        let place = bodies == .on ? try BodyPlace(besideState: state) : nil
        let machines = MachineTable(folder: place?.path)
        for file in sshKey { machines.authorizedKeys += try PublicKeys.read(file) }
        let options = WorldOptions(
            seed: seed, speed: speed, boot: boot.range, thresholds: thresholds == .on,
            marketSize: marketSize, credit: credit.flatMap { Dollars(text: $0) }, keys: keys,
            machines: machines)
        let simulator =
            try state.map { folder throws(SimulatorError) in
                try Simulator.keeping(in: folder, options, startedAt: clock.now())
            } ?? Simulator.fresh(options, startedAt: clock.now())
        let simulated = clock.scaled(by: simulator.scale)
        for order in try faultOrders() {
            try simulator.world.addFault(order, at: simulated.now())
        }
        let keeper = try place.map { place throws(SimulatorError) in
            BodyKeeper(
                of: simulator.world, machines, in: place, with: try BodyTools.find(),
                vultrPort: try VultrPort(vultrSSHPort), clock: simulated)
        }
        let server = SimulatorServer(
            simulator: simulator, clock: simulated, host: host, port: port,
            readyFile: readyFile ?? ReadyFile.pathFromEnvironment, keeper: keeper)
        try await server.run()
    }

    private func faultOrders() throws(ValidationError) -> [FaultOrder] {
        var orders: [FaultOrder] = []
        for words in fault {
            do throws(FaultOrderError) {
                orders.append(try FaultOrder(words: words))
            } catch {
                throw ValidationError("--fault '\(words)': \(error.message)")
            }
        }
        return orders
    }

    static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
        return host == "::1" || isIPv4
    }
}
