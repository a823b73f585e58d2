import Shared
import Synchronization

/// A clock that only sleeping moves, and that remembers how long each sleep was.
final class ManualClock: Sendable {
    private struct State {
        var now: Instant
        var sleeps: [Duration] = []
    }

    private let state: Mutex<State>

    init(now: Instant = Instant(seconds: 1_795_000_000)) {
        state = Mutex(State(now: now))
    }

    var now: Instant { state.withLock { $0.now } }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func advance(by time: Duration) {
        state.withLock { $0.now = $0.now + time }
    }

    var wallClock: WallClock {
        WallClock(
            now: { self.now },
            sinceBoot: { self.now - Instant(microseconds: 0) },
            bootID: "test",
            sleep: { time in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.sleeps.append(time)
                    state.now = state.now + time
                }
            })
    }
}
