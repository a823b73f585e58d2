import Synchronization

/// Lines noted from anywhere, in order.
final class Notebook: Sendable {
    private let state = Mutex<[String]>([])
    private let watcher = Mutex<(@Sendable (String) -> Void)?>(nil)

    var lines: [String] { state.withLock { $0 } }

    func note(_ line: String) {
        state.withLock { $0.append(line) }
        watcher.withLock { $0 }?(line)
    }

    /// Calls `watch` with every further line, at the moment it is noted.
    func watch(_ watch: @escaping @Sendable (String) -> Void) {
        watcher.withLock { $0 = watch }
    }
}
