import ArgumentParser
import Glibc
import Shared

@main
struct CloudSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cloudsim",
        abstract: "Two GPU markets on this machine: rehearse before it costs money.",
        discussion: """
            It speaks the APIs of Vast and Vultr on loopback, with real offers and plans, stock that \
            runs out, boot times and an exact bill. Nothing is rented and nothing is paid.
            """,
        subcommands: [Serve.self, ShowBill.self, Fault.self, SetMachine.self])

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch let error as SimulatorError {
            say(error.explanation.lines(tool: "cloudsim"))
            Glibc.exit(error.explanation.status.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}

/// Why cloudsim could not do what it was asked.
struct SimulatorError: Explained {
    var explanation: Explanation

    init(_ what: String, at place: String? = nil, hint: String? = nil, _ status: ExitStatus) {
        explanation = Explanation(what: what, place: place, hint: hint, status: status)
    }
}

/// Writes lines for people to standard error; standard output is for results.
func say(_ lines: [String]) {
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}
