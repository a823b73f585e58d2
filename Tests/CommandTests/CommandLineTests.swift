import Shared
import Testing

/// A command line that is wrong: what is said of it.
@Suite struct CommandLineTests {
    private func say(_ words: [String]) throws -> Finished {
        let folder = try ScratchFolder()
        return try Program(
            built("autoscaler"), words, environment: ["PATH": "/usr/bin:/bin"], in: folder
        ).wait()
    }

    @Test(arguments: [
        (["--chek"], "unknown option '--chek'", "did you mean --check?"),
        (["-v"], "unknown option '-v'", "did you mean --verbose or --version?"),
        (["help"], "unexpected argument 'help'", "did you mean --help?"),
        (["check"], "unexpected argument 'check'", "did you mean --check?"),
        (["--check", "now"], "unexpected argument 'now'", "see autoscaler --help"),
        ([], "say what to do: autoscaler --check", "see autoscaler --help"),
        (["--check", "--config"], "missing value for '--config <path>'", "see autoscaler --help"),
        (
            ["--check", "--deadline", "-1s"], "the value '-1s' is invalid for '--deadline <time>'",
            "see autoscaler --help"
        ),
        (
            ["--check", "--config", "a", "--config", "b"], "--config is given 2 times; keep one",
            "see autoscaler --help"
        ),
        (
            ["--check", "--deadline", "1m", "--deadline", "2m"], "--deadline is given 2 times",
            "see autoscaler --help"
        ),
        (["--check", "--json=3"], "the option '--json' does not take any value", "see autoscaler"),
    ])
    func `a mistake is one line that names it, and one with what was meant`(
        _ words: [String], _ what: String, _ hint: String
    ) throws {
        let finished = try say(words)
        #expect(finished.status == 64)
        #expect(finished.output.isEmpty)
        let lines = finished.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(finished.errors)")
        #expect(lines.first?.hasPrefix("autoscaler: error: \(what)") == true, "\(finished.errors)")
        #expect(lines.last?.hasPrefix("autoscaler: hint: \(hint)") == true, "\(finished.errors)")
    }

    @Test func `the help fits a terminal and names every variable`() throws {
        let help = try say(["--help"]).output
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
        for name in ["VAST_QUERY", "GHCR_TOKEN", "TZDIR"] { #expect(help.contains(name)) }
        #expect(help.contains("\n  http_proxy, "))
    }
}
