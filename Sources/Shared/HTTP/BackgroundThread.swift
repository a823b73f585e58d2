import Glibc

/// A thread of its own for work that blocks, which Swift's shared threads must not.
package struct BackgroundThread: Sendable {
    private let handle: pthread_t

    /// Starts the thread; `nil` when the system has none to give.
    ///
    /// Every signal is blocked on it, so that handlers run elsewhere and a broken pipe is only an
    /// error.
    package init?(_ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(ThreadStart(body: body))
        var thread = pthread_t()
        guard pthread_create(&thread, nil, runThread, start.toOpaque()) == 0 else {
            start.release()
            return nil
        }
        handle = thread
    }

    /// Runs work that blocks on a thread of its own, and waits for it without blocking; `nil` when
    /// the system has no thread to give.
    ///
    /// Cancelling does not end it: work that may be long has a deadline of its own.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        await withCheckedContinuation { caller in
            let thread = BackgroundThread { caller.resume(returning: work()) }
            if let thread {
                pthread_detach(thread.handle)
            } else {
                caller.resume(returning: nil)
            }
        }
    }

    /// Waits until the body has returned.
    ///
    /// Call it once: without it the thread's stack is kept for ever. On the thread itself, where
    /// waiting would never end, it lets go of the thread instead.
    package func join() {
        if pthread_equal(pthread_self(), handle) != 0 {
            pthread_detach(handle)
        } else {
            pthread_join(handle, nil)
        }
    }
}

private final class ThreadStart {
    let body: @Sendable () -> Void

    init(body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    start.body()
    return nil
}
