package import ArgumentParser
import Dispatch
import Glibc

/// Runs a tool's command line from parsing to the exit status, the same way for every tool.
///
/// SIGINT and SIGTERM cancel the run, which then exits 130 or 143; SIGPIPE and SIGXFSZ are
/// ignored, so that a write that cannot be done is an error as any other. An error that explains
/// itself is printed in its own words, and its status is the tool's. Help and versions are
/// ArgumentParser's, and so is what is wrong with a command line (64). A result that cannot be
/// written is 74.
package func runTool<Command: AsyncParsableCommand>(_ command: Command.Type) async {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    takeStandardDescriptors()
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
        exit(end(command, name, with: error).rawValue)
    }
}

/// Prints what ArgumentParser has to say; answers the status to exit with.
private func end<Command: AsyncParsableCommand>(
    _ command: Command.Type, _ name: String, with error: any Error
) -> ExitStatus {
    guard command.exitCode(for: error).isSuccess else {
        let mistake = CommandLineMistake(error, of: command)
        printAside(mistake.explanation.lines(tool: name))
        return command.exitCode(for: error) == .validationFailure ? .usage : .incomplete
    }
    do throws(OutputError) {
        try printResult([command.fullMessage(for: error)])
        return .done
    } catch {
        printAside(error.explanation.lines(tool: name))
        return error.explanation.status
    }
}
