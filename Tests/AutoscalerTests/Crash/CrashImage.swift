import CloudSim
import FoundationEssentials
import Shared

/// What a crash leaves: the bytes of the state on disk, the provider's world, and the time.
struct CrashImage: Sendable {
    /// The effect that had just happened.
    var after: String
    /// A copy of the state folder's database and its write-ahead log.
    var folder: String
    var world: SimulatedWorld
    var now: Instant
    /// How long after the crash cron starts the next run.
    var pause: Duration
}

/// Copies the state as a crash would leave it: the database and the log, no lock.
func copyState(from folder: String, to copy: String) throws {
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for name in ["state.sqlite", "state.sqlite-wal"] {
        let file = "\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: file) else { continue }
        try FileManager.default.copyItem(atPath: file, toPath: "\(copy)/\(name)")
    }
}
