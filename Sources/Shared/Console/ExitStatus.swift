/// The exit statuses of every tool; the numbers are those of sysexits.h where it has one.
package enum ExitStatus: Int32, Sendable {
    /// Done, nothing to do, or a hold.
    case done = 0
    /// Some actions failed or one provider was unreachable; the rest was done.
    case incomplete = 1
    /// The command line is wrong.
    case usage = 64
    /// No provider could be reached; nothing changed.
    case unreachable = 69
    /// The state cannot be read or written.
    case state = 74
    /// Another run holds the lock.
    case busy = 75
    /// Credentials were refused, or belong to another account.
    case credentials = 77
    /// The configuration is wrong.
    case configuration = 78
    /// Interrupted by SIGINT; safe to run again.
    case interrupted = 130
    /// Interrupted by SIGTERM; safe to run again.
    case terminated = 143
}
