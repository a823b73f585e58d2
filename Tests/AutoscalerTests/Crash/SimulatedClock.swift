import Shared
import Synchronization

/// A clock that stands still until somebody sleeps on it or moves it.
final class SimulatedClock: Sendable {
    private let time: Mutex<Instant>

    init(at start: Instant) {
        time = Mutex(start)
    }

    var now: Instant { time.withLock { $0 } }

    func advance(_ duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    /// The clock as the tools see it: sleeping takes no time at all, and time passes by it.
    var wall: WallClock {
        WallClock(
            now: { self.now },
            sinceBoot: { .microseconds(self.now.microseconds) },
            bootID: "simulated",
            sleep: { self.advance($0) })
    }
}
