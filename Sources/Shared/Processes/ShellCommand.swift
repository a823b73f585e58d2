import Glibc
import Subprocess

/// What a command line of the user's printed, or why it gave nothing to rely on.
package enum ShellOutput: Equatable, Sendable {
    case printed([UInt8])
    /// It exited with a status other than 0, or a signal ended it: `exited with status 3`, and the
    /// last line that it wrote to standard error.
    case failed(how: String, complaint: String?)
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
///   - environment: Variables whose values no complaint of the command shows, where their names
///     say that they are secrets.
/// - Returns: What it printed to standard output, or why nothing of it can be relied on.
package func runShell(
    _ line: String, timeout: Duration, limit: Int = 1 << 20,
    hiding environment: [String: String] = [:]
) async -> ShellOutput {
    await withTaskGroup(of: ShellOutput.self) { group in
        group.addTask {
            // Whoever ignores the request to end gets little more than the time limit.
            let grace = min(.seconds(2), timeout / 10)
            return await collect(line, limit: limit, grace: grace, hiding: environment)
        }
        group.addTask {
            try? await Task.sleep(for: timeout)
            return .timedOut(after: timeout)
        }
        let first = await group.next() ?? .timedOut(after: timeout)
        group.cancelAll()
        return first
    }
}

private func collect(
    _ line: String, limit: Int, grace: Duration, hiding environment: [String: String]
) async -> ShellOutput {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
        .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)
    ]
    let hidden: [Environment.Key: String?] = [
        "VAST_API_KEY": nil, "VULTR_KEY": nil, "VULTR_API_KEY": nil,
    ]
    do {
        let result = try await run(
            .name("sh"), arguments: ["-c", line],
            environment: .inherit.updating(hidden), platformOptions: options, input: .none,
            output: .bytes(limit: limit), error: .sequence
        ) { execution in
            var complaint = Complaint()
            // What it left in the background may hold the pipe open: that ends the reading, too.
            do {
                for try await buffer in execution.standardError {
                    complaint.take(buffer.withUnsafeBytes { Array($0) })
                }
            } catch {}
            return complaint
        }
        // What it left in the background goes too; the group's number stays taken while it lives.
        kill(-result.processIdentifier.value, SIGKILL)
        let how =
            switch result.terminationStatus {
            case .exited(0): nil as String?
            case .exited(let status): "exited with status \(status)"
            case .signaled(let signal): "was ended by signal \(signal)"
            }
        guard let how else { return .printed(result.standardOutput) }
        return .failed(how: how, complaint: result.closureResult.lastLine(hiding: environment))
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
        return .tooMuch(limit: limit)
    } catch {
        return .notStarted(reason: "it could not be run")
    }
}
