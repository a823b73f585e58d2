import Dispatch
import Glibc
import Synchronization

/// Turns the first SIGINT or SIGTERM into a cancelled task; the second one kills as usual.
final class Interruption: Sendable {
    private let received = Mutex<Int32?>(nil)
    private let sources: Mutex<[any DispatchSourceSignal]> = Mutex([])

    init(cancelling work: Task<Void, any Error>) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable [weak self] in
                self?.received.withLock { $0 = $0 ?? number }
                work.cancel()
                signal(number, SIG_DFL)
            }
            source.resume()
            sources.withLock { $0.append(source) }
        }
    }

    /// How to exit after an interruption; `nil` when there was none.
    var status: ExitStatus? {
        switch received.withLock({ $0 }) {
        case SIGINT: .interrupted
        case SIGTERM: .terminated
        default: nil
        }
    }
}
