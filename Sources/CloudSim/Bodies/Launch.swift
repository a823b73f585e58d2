import FoundationEssentials
import Glibc

/// Starts programs of this machine, each in a session of its own.
enum Launch {
    /// Starts a program without standard input; all its output goes to a file.
    ///
    /// It gets no descriptor but these, and signals as a fresh process has them.
    /// - Parameters:
    ///   - arguments: The program's path, and its arguments.
    ///   - environment: The whole environment, as `NAME=value`.
    ///   - lifeline: A descriptor that the program gets as its descriptor 3; nothing: none.
    ///   - log: The file, emptied first.
    /// - Returns: The process, for `hasEnded`.
    /// - Throws: `StoreError` when it could not be started.
    static func start(
        _ arguments: [String], environment: [String], lifeline: Int32? = nil, log: String
    ) throws(StoreError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        if let lifeline { posix_spawn_file_actions_adddup2(&actions, lifeline, 3) }
        keepDescriptorsToOurselves()

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        // POSIX_SPAWN_SETSID, which Swift does not see.
        let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | 0x80
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var pid: pid_t = 0
        let problem = withPointers(to: arguments) { arguments in
            withPointers(to: environment) { environment in
                arguments[0].map {
                    posix_spawn(&pid, $0, &actions, &attributes, arguments, environment)
                } ?? EINVAL
            }
        }
        guard problem == 0 else {
            let reason = String(cString: strerror(problem))
            throw StoreError(message: "cannot start \(arguments.first ?? "it"): \(reason)")
        }
        return pid
    }

    /// Runs a program to its end and answers its exit status; nothing when a signal ended it.
    static func run(_ arguments: [String], log: String = "/dev/null") throws(StoreError) -> Int32? {
        let pid = try start(arguments, environment: ["PATH=\(standardPath)"], log: log)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
    }

    /// Whether a program that `start` started has ended; from then on its number means nothing.
    static func hasEnded(_ pid: pid_t) -> Bool {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) != 0
    }

    static let standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Marks every descriptor as ours alone; a connection kept open by a machine would not end.
    private static func keepDescriptorsToOurselves() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in names.compactMap({ Int32($0) }) where descriptor > 2 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    private static func withPointers<Value>(
        to texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}
