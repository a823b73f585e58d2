package import ArgumentParser

/// The version that every tool prints.
package let fleetkeeperVersion = "0.1.0"

/// The options that every tool has.
package struct CommonOptions: ParsableArguments {
    @Option(
        help:
            "The configuration. Default: config/fleet.yaml, then ~/.config/fleetkeeper/fleet.yaml.")
    package var config: String?

    @Flag(help: "Do everything but change: print the plan and stop.")
    package var dryRun = false

    @Flag(help: "Print JSON instead of a table.")
    package var json = false

    @Flag(help: "Tell each step on standard error.")
    package var verbose = false

    @Flag(help: "Print nothing on an uneventful run, so that cron mails only news.")
    package var quiet = false

    @Option(
        help: "Begin nothing more after this long (45s, 4m). Default: 80 % of the period in runs:.",
        transform: duration)
    package var deadline: Duration?

    package init() {}
}

@Sendable private func duration(_ text: String) throws -> Duration {
    guard let duration = Duration(text: text), duration > .zero else {
        throw ValidationError("\(text) is not a time; write it like 45s or 4m")
    }
    return duration
}
