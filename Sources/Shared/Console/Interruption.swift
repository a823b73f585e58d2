import Dispatch
import Glibc
import Synchronization

/// Turns the first SIGINT or SIGTERM into a cancelled task; the second one kills as usual.
final class Interruption {
    private let received: FirstSignal
    /// Kept, as a source that nobody holds stops listening.
    private let sources: [any DispatchSourceSignal]

    init(cancelling work: Task<Void, any Error>) {
        let received = FirstSignal()
        self.received = received
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable in
                received.note(number)
                work.cancel()
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
    }

    /// How to exit after an interruption; `nil` when there was none.
    var status: ExitStatus? {
        switch received.number {
        case SIGINT: .interrupted
        case SIGTERM: .terminated
        default: nil
        }
    }
}

private final class FirstSignal: Sendable {
    private let state = Mutex<Int32?>(nil)

    var number: Int32? { state.withLock { $0 } }

    func note(_ number: Int32) {
        state.withLock { $0 = $0 ?? number }
    }
}
