import Glibc

/// The lock that lets one run of a tool act at a time, with word of who holds it (promise M5).
package final class ToolLock: Sendable {
    private let lock: FileLock
    private let since: Instant

    /// Takes the lock, or throws `LockError.held` that names the holder.
    package init(tool: String, in folder: StateFolder, now: Instant) throws {
        let path = folder.lock(tool)
        guard let lock = try FileLock(path: path) else {
            throw LockError.held(tool: tool, holder: FileLock.announcement(at: path))
        }
        self.lock = lock
        since = now
        step("starting")
    }

    /// Says what the run is doing now, for whoever meets the lock.
    package func step(_ text: String) {
        lock.announce("pid \(getpid()), since \(since), step: \(text)")
    }
}

/// A lock that another process holds.
package enum LockError: Error, Equatable, Explained {
    case held(tool: String, holder: String?)
    /// Another tool has been giving out the fleet's room and money for five seconds.
    case fleetBusy
    /// The state needs a newer schema, and a rental is being worked on under the old one.
    case rentalsBusy

    package var explanation: Explanation {
        switch self {
        case .held(let tool, let holder):
            Explanation(
                what: "another \(tool) is running (\(holder ?? "holder not yet known"))",
                hint: "nothing was changed; let it finish, or stop that process",
                status: .busy)
        case .fleetBusy:
            Explanation(
                what: "another tool holds the fleet's lock and does not let go",
                hint: "nothing was begun; find the program that hangs, then run again",
                status: .busy)
        case .rentalsBusy:
            Explanation(
                what: "the state is to be brought forward, and another program works on a rental",
                hint: "nothing was changed; let it finish, then run again", status: .busy)
        }
    }
}
