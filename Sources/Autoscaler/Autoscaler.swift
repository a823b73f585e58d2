import ArgumentParser
import FoundationEssentials
import Shared

@main
struct Autoscaler: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "autoscaler",
        abstract: "Bring each group to the size its queue calls for, once, then exit.",
        usage: """
            autoscaler --check [--config <path>] [--dry-run] [--deadline <time>]
                              [--json] [--quiet | --verbose] [--rebind]
            """,
        discussion: """
            Made for cron:

              */5 * * * * autoscaler --check --quiet

            A run looks at the account and the queues, decides, rents and ends machines, and \
            writes down each step before and after. Killed at any point, the next run goes on \
            from what it finds.

            EXIT STATUS
              0    done, nothing to do, or a hold
              1    some actions failed or are in doubt; the rest was done
              64   the command line is wrong
              69   no provider could be reached; nothing was changed
              74   the state cannot be read or written
              75   another run holds the lock
              77   the key was refused, or belongs to another account
              78   the configuration is wrong
              130, 143   interrupted; safe to run again

            ENVIRONMENT
              VAST_API_KEY, VULTR_KEY (or VULTR_API_KEY), VAST_URL, VULTR_API_URL,
              VAST_SSH_KEY, VAST_DEFAULT_IMAGE (or VAST_IMAGE), VAST_DISK,
              VAST_MAX_PRICE, VAST_QUERY, GHCR_TOKEN, VAST_AUTOSCALE_MIN and
              VAST_AUTOSCALE_MAX take the place of what the file says; a .env
              beside the file may say them too.
              http_proxy, https_proxy, no_proxy, SSL_CERT_FILE, SSL_CERT_DIR and
              CURL_CA_BUNDLE are as for curl. TZDIR is the folder of time zones.
              FLEETKEEPER_CLOCK is the clock of cloudsim's ready file; it is refused
              unless every provider is on this machine.
            """,
        version: fleetkeeperVersion)

    @Flag(help: "Look, decide and act, once.")
    var check = false

    @Flag(help: "Bind the state to the account that the key now belongs to.")
    var rebind = false

    @OptionGroup var common: CommonOptions

    static func main() async {
        takeMemoryInLargeSteps()
        await runTool(Autoscaler.self)
    }

    func run() async throws {
        // Not in `validate()`, which would come before a mistake in the options.
        guard check else { throw ValidationError("say what to do: autoscaler --check") }
        var surroundings = Surroundings()
        let file: ConfigurationFile
        do throws(ConfigurationErrors) {
            file = try ConfigurationFile(
                at: common.config, home: surroundings.home,
                environment: surroundings.environment,
                workingFolder: surroundings.workingFolder)
        } catch {
            printAside(error.lines(tool: "autoscaler"))
            try await protect(in: surroundings, against: error)
            throw ExitCode(ExitStatus.configuration.rawValue)
        }
        surroundings.environment = file.environment
        surroundings.places = file.places
        if !common.quiet { printAside(file.notes.map { $0.line(tool: "autoscaler") }) }
        let world = try World.live(
            file.configuration, text: file.text, of: file.shown, in: surroundings,
            telling: Telling(common))
        if !common.dryRun {
            LastGoodConfiguration(home: surroundings.home, environment: surroundings.environment)
                .note(surroundings.absolute(file.shown), uses: world.folder)
        }
        let options = CheckOptions(
            dryRun: common.dryRun, deadline: common.deadline, rebind: rebind)
        var report = try await runCheck(world, options)
        report.notes = file.notes
        try print(report)
        throw ExitCode(report.status.rawValue)
    }

    /// A broken configuration grows nothing; under the last good one the run still does what
    /// protects: it confirms endings, sends destroys again and keeps to the budget.
    private func protect(
        in surroundings: Surroundings, against errors: ConfigurationErrors
    ) async throws {
        guard !common.dryRun,
            let world = try World.lastGood(
                of: common.config, in: surroundings, telling: Telling(common))
        else { return }
        printAside([
            "autoscaler: warning: going on under the last good configuration: \(protectionWords)"
        ])
        var options = CheckOptions(deadline: common.deadline)
        options.protectOnly = true
        options.mistakes = errors.mistakes.map { $0.line }
        try print(try await runCheck(world, options))
    }

    private func print(_ report: Report) throws {
        guard !common.quiet || report.isEventful else { return }
        try printResult(
            common.json
                ? [String(decoding: report.json.json(pretty: true), as: UTF8.self)] : report.lines)
    }
}
