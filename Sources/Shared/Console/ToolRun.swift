package import ArgumentParser
import Dispatch
import Glibc

/// Runs a tool's command line from parsing to the exit status, the same way for every tool.
///
/// SIGINT and SIGTERM cancel the run, which then exits 130 or 143; SIGPIPE is ignored. An error
/// that explains itself is printed in its own words, and its status is the tool's. ArgumentParser
/// prints help, versions and usage errors (64).
package func runTool<Command: AsyncParsableCommand>(_ command: Command.Type) async {
    signal(SIGPIPE, SIG_IGN)
    let name = command.configuration.commandName ?? "\(command)"
    let work = Task { @Sendable in
        var parsed = try command.parseAsRoot()
        if var asynchronous = parsed as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try parsed.run()
        }
    }
    let interruption = Interruption(cancelling: work)
    do {
        try await work.value
        endProgress()
        exit(interruption.status?.rawValue ?? ExitStatus.done.rawValue)
    } catch let error as ConfigurationErrors {
        printAside(error.lines(tool: name))
        exit((interruption.status ?? error.explanation.status).rawValue)
    } catch let error as any Explained {
        printAside(error.explanation.lines(tool: name))
        exit((interruption.status ?? error.explanation.status).rawValue)
    } catch let error as ExitCode {
        endProgress()
        exit(interruption.status?.rawValue ?? error.rawValue)
    } catch {
        endProgress()
        if let status = interruption.status { exit(status.rawValue) }
        command.exit(withError: error)
    }
}
