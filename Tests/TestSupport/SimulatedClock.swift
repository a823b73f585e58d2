package import Shared
import Synchronization

/// A clock that only a test and a sleep move, for the tools and for the simulated world alike.
package final class SimulatedClock: Sendable {
    private struct State {
        var wall: Instant
        var sinceBoot = Duration.seconds(5000)
        var bootID = "boot-1"
    }

    private let state: Mutex<State>

    /// Starts at noon (UTC) of an ordinary day.
    package init(_ start: Instant = Instant(seconds: 1_790_000_000)) {
        state = Mutex(State(wall: start))
    }

    package var now: Instant { state.withLock { $0.wall } }
    package var stamp: Stamp {
        state.withLock { Stamp(wall: $0.wall, sinceBoot: $0.sinceBoot, bootID: $0.bootID) }
    }

    package func advance(_ time: Duration) {
        state.withLock { state in
            state.wall = state.wall + time
            state.sinceBoot += time
        }
    }

    /// Steps wall time as an administrator would: time since boot knows nothing of it.
    package func step(_ time: Duration) {
        state.withLock { $0.wall = $0.wall + time }
    }

    package var wallClock: WallClock {
        WallClock(
            now: { self.now }, sinceBoot: { self.stamp.sinceBoot }, bootID: stamp.bootID,
            sleep: { time in
                try Task.checkCancellation()
                self.advance(time)
            })
    }
}
