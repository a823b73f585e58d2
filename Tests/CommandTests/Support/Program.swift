import Foundation
import Testing

/// A program that has ended.
struct Finished {
    /// The exit status; as a shell counts it, 128 and the signal where one killed it.
    var status: Int32
    var output: String
    var errors: String
}

/// A program that was started, in a process group of its own; it is killed and reaped with its
/// owner at the latest.
final class Program {
    let pid: pid_t
    private let outputPath: String
    private let errorsPath: String
    private var ended: Int32?

    /// Starts a program with this environment and no other; its output goes into `folder`.
    init(
        _ path: String, _ arguments: [String], environment: [String: String],
        in folder: ScratchFolder
    ) throws {
        let name = UUID().uuidString
        outputPath = folder.path("\(name).out")
        errorsPath = folder.path("\(name).err")
        pid = try spawn(
            path, arguments, environment.map { "\($0.key)=\($0.value)" },
            output: outputPath, errors: errorsPath)
    }

    deinit {
        guard ended == nil else { return }
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        unlink(outputPath)
        unlink(errorsPath)
    }

    /// What it has printed as its result so far.
    var output: String { text(of: outputPath) }

    /// What it has printed for people so far.
    var errors: String { text(of: errorsPath) }

    var isRunning: Bool {
        guard ended == nil else { return false }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return true }
        ended = shellStatus(status)
        return false
    }

    func signal(_ number: Int32) {
        if ended == nil { kill(pid, number) }
    }

    /// Waits for its end.
    ///
    /// One that hangs for a minute is killed, which fails the test.
    @discardableResult
    func wait() -> Finished {
        let patience = ContinuousClock.now + .seconds(60)
        while isRunning {
            if ContinuousClock.now > patience {
                Issue.record("a program hung for a minute; it had said: \(errors)")
                kill(-pid, SIGKILL)
            }
            usleep(1000)
        }
        defer {
            unlink(outputPath)
            unlink(errorsPath)
        }
        return Finished(status: ended ?? -1, output: output, errors: errors)
    }
}

/// The program that the package built.
func built(_ name: String) -> String {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent(name).path
}

/// Waits until a condition holds; answers false when it does not within ten seconds.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let patience = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < patience {
        if try condition() { return true }
        usleep(2000)
    }
    return try condition()
}

private func text(of path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
}

private func shellStatus(_ status: Int32) -> Int32 {
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
}

private func spawn(
    _ path: String, _ arguments: [String], _ environment: [String], output: String, errors: String
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let fresh = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 1, output, fresh, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, fresh, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // No signal is ignored or blocked in the child, whatever the test runner does with it.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
        &attributes,
        Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, path, &actions, &attributes, &words, &variables)
    try #require(code == 0, "\(path) did not start: \(String(cString: strerror(code)))")
    return pid
}
