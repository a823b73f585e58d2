import Synchronization

/// Lines noted from anywhere, in order.
final class Notebook: Sendable {
    private let state = Mutex<[String]>([])

    var lines: [String] { state.withLock { $0 } }

    func note(_ line: String) {
        state.withLock { $0.append(line) }
    }
}
