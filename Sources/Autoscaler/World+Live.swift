import FoundationEssentials
import Shared

/// The process's surroundings, read once.
struct Surroundings {
    var environment = ProcessInfo.processInfo.environment
    /// Where the variables stand that come from a `.env`: `.env:3:12`.
    var places: [String: String] = [:]
    let workingFolder = FileManager.default.currentDirectoryPath
    var home: String { environment["HOME"] ?? "" }

    /// A path as it is seen from the root.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(workingFolder)/\(path)"
    }
}

/// How much of a run is told on standard error while it goes on.
enum Telling: Sendable {
    case nothing
    /// One line of the terminal, where there is one.
    case progress
    /// Every step, a line each.
    case everything

    init(_ options: CommonOptions) {
        self = options.verbose ? .everything : options.quiet ? .nothing : .progress
    }

    func step(_ text: String) {
        switch self {
        case .nothing: return
        case .progress: showProgress("autoscaler: \(text)")
        case .everything: printAside(["autoscaler: \(text)"])
        }
    }

    func detail(_ text: String) {
        guard case .everything = self else { return }
        printAside(["autoscaler: \(text)"])
    }
}

extension World {
    /// The one place where the autoscaler's real things are built.
    ///
    /// - Parameters:
    ///   - configuration: A configuration that passed its checks.
    ///   - text: Its text.
    ///   - file: The file as messages show it.
    ///   - surroundings: The process's environment.
    ///   - telling: How much is told on standard error while it runs.
    ///   - rents: Whether anything may be rented, so that the ssh key is wanted.
    /// - Returns: The world, nothing of which has been touched yet.
    /// - Throws: What is wrong with the key or with `FLEETKEEPER_CLOCK`; nothing has been touched.
    static func live(
        _ configuration: FleetConfiguration, text: [UInt8], of file: String,
        in surroundings: Surroundings, telling: Telling, rents: Bool = true
    ) throws -> World {
        let environment = surroundings.environment
        var troubles = Troubles(places: surroundings.places)
        let found = troubles.result {
            try WallClock.ofEnvironment(
                environment,
                onlyLoopback: configuration.providerURLs.allSatisfy {
                    ProviderURL(originOf: $0)?.isLoopback ?? false
                })
        }
        let sshKey = troubles.result {
            rents ? try SSHKeyFile.find(at: configuration.sshKey, home: surroundings.home) : nil
        }
        let keys = ProviderKeys(configuration, in: surroundings, &troubles)
        _ = troubles.result { try keys.refuse(in: text, of: file) }
        try troubles.throwIfAny()
        let clock = found ?? .system()
        let folder = StateFolder(path: configuration.stateFolder)
        let http = HTTPClient(environment: HTTPEnvironment(environment))
        let queues = QueueReader(clock: clock, http: http, environment: environment)
        return World(
            configuration: configuration,
            configurationText: String(decoding: text, as: UTF8.self), folder: folder,
            clock: clock,
            providers: { deadline in
                configuration.clients(
                    keys, http: http, pacing: Pacing(file: folder.pacing, clock: clock),
                    clock: clock, deadline: deadline)
            },
            sshKey: sshKey??.publicKey,
            queues: { [period = configuration.autoscalerPeriod] groups in
                await queues.readings(of: groups, within: max(.seconds(30), period / 2))
            },
            gate: WriteGate(before: { _ in }, after: { telling.detail("recorded: \($0)") }),
            randomPart: {
                var random = SystemRandomNumberGenerator()
                return Shared.randomPart(using: &random)
            },
            progress: { telling.step($0) })
    }

    /// The world under the configuration that was last good for a file that is broken now.
    ///
    /// What the environment says in place of the file may be what is broken, so only the
    /// provider's address is taken from it.
    /// - Returns: `nil` when that file never was good, or its state is gone.
    static func lastGood(
        of path: String?, in surroundings: Surroundings, telling: Telling
    ) throws -> World? {
        let links = LastGoodConfiguration(
            home: surroundings.home, environment: surroundings.environment)
        let candidates =
            path.map { [$0] }
            ?? ConfigurationFile.candidates(
                home: surroundings.home, environment: surroundings.environment)
        for file in candidates.map(surroundings.absolute) {
            guard let folder = links.stateFolder(of: file), folder.hasDatabase,
                let text = try configurationText(in: folder)
            else { continue }
            let home = "/" + file.split(separator: "/").dropLast().joined(separator: "/")
            var surroundings = surroundings
            surroundings.environment =
                (try? Shared.environment(
                    surroundings.environment, withFileIn: home, shown: home + "/"))
                ?? surroundings.environment
            var kept = surroundings.environment.filter {
                ["VAST_URL", "VULTR_API_URL", "TZDIR"].contains($0.key)
            }
            kept["XDG_STATE_HOME"] = surroundings.environment["XDG_STATE_HOME"]
            let configuration = try readConfiguration(
                text: Array(text.utf8), file: file, folder: home,
                home: surroundings.home, environment: kept, requiresVariables: false,
                lostZoneIsUTC: true)
            return try live(
                configuration, text: Array(text.utf8), of: file, in: surroundings,
                telling: telling, rents: false)
        }
        return nil
    }

    /// The last good text in a state, which is brought forward first where an older version wrote it.
    static func configurationText(in folder: StateFolder) throws -> String? {
        let database = try Journal.database(in: folder, readOnly: false)
        return try database.read { connection in
            try connection.rows("SELECT value FROM fact WHERE name = 'configuration'")
        }.first?.text("value")
    }
}
