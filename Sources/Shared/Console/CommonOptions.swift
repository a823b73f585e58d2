import ArgumentParser

/// The version that every tool prints.
package let fleetkeeperVersion = "0.1.0"

/// The options that every tool has.
package struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("config"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "The configuration. Default: config/fleet.yaml, then ~/.config/fleetkeeper/fleet.yaml.",
            valueName: "path"))
    private var configurations: [String] = []

    package var config: String? { configurations.first }

    @Flag(help: "Do everything but change: print the plan and stop.")
    package var dryRun = false

    @Flag(help: "Print JSON instead of a table.")
    package var json = false

    @Flag(help: "Tell each step on standard error.")
    package var verbose = false

    @Flag(help: "Print nothing on an uneventful run, so that cron mails only news.")
    package var quiet = false

    @Option(
        name: .customLong("deadline"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Begin nothing more after this long (45s, 4m). Default: 80 % of the period in runs:.",
            valueName: "time"),
        transform: duration)
    private var deadlines: [Duration] = []

    package var deadline: Duration? { deadlines.first }

    package init() {}

    package func validate() throws {
        for (name, count) in [("config", configurations.count), ("deadline", deadlines.count)]
        where count > 1 {
            throw ValidationError("--\(name) is given \(count) times; keep one of them")
        }
    }
}

@Sendable private func duration(_ text: String) throws -> Duration {
    guard let duration = Duration(text: text), duration > .zero else {
        throw ValidationError("it is not a time above zero; write it like 45s or 4m")
    }
    return duration
}
