import Glibc
import Subprocess

/// What a command line of the user's printed, or why it gave nothing to rely on.
package enum ShellOutput: Equatable, Sendable {
    case printed([UInt8])
    /// It exited with a status other than 0.
    case failed(status: String)
    case timedOut(after: Duration)
    case tooMuch(limit: Int)
    case notStarted(reason: String)
}

/// Runs a command line with `sh -c`, without standard input, and collects what it prints.
///
/// It runs in a session of its own, and nothing in it outlives the command or its time limit. The
/// providers' keys are taken out of its environment (promise S1).
/// - Parameters:
///   - line: The command line, as the user configured it.
///   - timeout: The longest it may run, in real time.
///   - limit: The most bytes it may print.
/// - Returns: What it printed to standard output, or why nothing of it can be relied on.
package func runShell(
    _ line: String, timeout: Duration, limit: Int = 1 << 20
) async -> ShellOutput {
    await withTaskGroup(of: ShellOutput.self) { group in
        group.addTask { await collect(line, limit: limit) }
        group.addTask {
            try? await Task.sleep(for: timeout)
            return .timedOut(after: timeout)
        }
        let first = await group.next() ?? .timedOut(after: timeout)
        group.cancelAll()
        return first
    }
}

private func collect(_ line: String, limit: Int) async -> ShellOutput {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
        .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
    ]
    let hidden: [Environment.Key: String?] = [
        "VAST_API_KEY": nil, "VULTR_KEY": nil, "VULTR_API_KEY": nil,
    ]
    do {
        let result = try await run(
            .name("sh"), arguments: ["-c", line],
            environment: .inherit.updating(hidden), platformOptions: options,
            output: .bytes(limit: limit), error: .discarded)
        // What it left in the background goes too; the group's number stays taken while it lives.
        kill(-result.processIdentifier.value, SIGKILL)
        guard case .exited(0) = result.terminationStatus else {
            return .failed(status: "\(result.terminationStatus)")
        }
        return .printed(result.standardOutput)
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
        return .tooMuch(limit: limit)
    } catch {
        return .notStarted(reason: "it could not be run")
    }
}
