import FoundationEssentials
import Shared

extension World {
    /// The one place where the autoscaler's real things are built.
    ///
    /// - Throws: What is wrong with the configuration, the key or `FLEETKEEPER_CLOCK`; nothing
    ///   has been touched then.
    static func live(_ options: CommonOptions) throws -> World {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? ""
        let file = try ConfigurationFile(
            at: options.config, home: home, environment: environment,
            workingFolder: FileManager.default.currentDirectoryPath)
        let configuration = file.configuration
        let clock = try WallClock.ofEnvironment(
            environment,
            onlyLoopback: configuration.vast.flatMap { ProviderURL($0.url)?.isLoopback } ?? true)
        let credentials = try Credentials.vast(
            keyFile: configuration.vast?.keyFile, home: home, environment: environment)
        for warning in credentials.warnings {
            printAside(warning.lines(tool: "autoscaler").map(asWarning))
        }
        let folder = StateFolder(path: configuration.stateFolder)
        let http = HTTPClient(environment: HTTPEnvironment(environment))
        let verbose = options.verbose
        let tell: @Sendable (String) -> Void = { line in
            if verbose { printAside(["autoscaler: \(line)"]) }
        }
        return World(
            configuration: configuration, folder: folder, clock: clock,
            provider: { settings, deadline in
                VastClient(
                    origin: settings.url, key: credentials.key, http: http,
                    pacing: settings.spacing ? Pacing(file: folder.pacing, clock: clock) : nil,
                    clock: clock, deadline: deadline)
            },
            demand: { await readDemand($0, clock: clock) },
            gate: WriteGate(before: { _ in }, after: { tell("recorded: \($0)") }),
            randomPart: {
                var random = SystemRandomNumberGenerator()
                return Shared.randomPart(using: &random)
            },
            progress: tell)
    }
}

private func asWarning(_ line: String) -> String {
    line.replacing(": error: ", with: ": warning: ", maxReplacements: 1)
}
