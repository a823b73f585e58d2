import Synchronization

/// The provider's clock, as its answers tell it.
final class DateWatch: Sendable {
    private let state = Mutex<(theirs: Instant, ours: Instant)?>(nil)

    var last: (theirs: Instant, ours: Instant)? { state.withLock { $0 } }

    func note(_ response: HTTPResponse, at now: Instant) {
        guard let date = response.header("Date").flatMap({ Instant(httpDate: $0) }) else { return }
        state.withLock { $0 = (theirs: date, ours: now) }
    }
}
