internal import CCurlShim
internal import CLibcurl
internal import Synchronization

/// One call on its way to the thread that makes it.
struct CurlCall: Sendable {
    /// Unlike any other call's of this client.
    var id: UInt64
    var request: HTTPRequest
    /// Must be resumed exactly once.
    var caller: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
}

/// Where callers leave work for the thread that owns libcurl's handles.
///
/// Callers touch the list, and libcurl only through `curl_multi_wakeup`, which any thread may
/// call. Everything else of libcurl belongs to the thread.
final class CurlInbox: Sendable {
    enum Command: Sendable {
        case start(CurlCall)
        /// Ends the call of that id; nothing when it has ended or has not begun.
        case cancel(UInt64)
    }

    /// Owned by the thread; it lives as long as the inbox, so waking never meets a dead handle.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let state = Mutex(State())

    private struct State {
        var commands: [Command] = []
        var lastID: UInt64 = 0
        var isClosed = false
        var thread: BackgroundThread?
    }

    /// `nil` when libcurl cannot be started.
    init?() {
        guard curlStatus == CURLE_OK, let multi = curl_multi_init() else { return nil }
        self.multi = multi
        _ = curl_shim_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 16)
        _ = curl_shim_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 32)
    }

    deinit {
        curl_multi_cleanup(multi)
    }

    func newID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    func start(_ call: CurlCall) {
        let accepted = state.withLock { state in
            if !state.isClosed { state.commands.append(.start(call)) }
            return !state.isClosed
        }
        guard accepted else {
            call.caller.resume(returning: .failure(.notSent("the HTTP client is shut down")))
            return
        }
        curl_multi_wakeup(multi)
    }

    func cancel(_ id: UInt64) {
        state.withLock { state in
            if !state.isClosed { state.commands.append(.cancel(id)) }
        }
        curl_multi_wakeup(multi)
    }

    /// For the thread: what was left since last time, and whether it is time to end.
    func take() -> (commands: [Command], isClosed: Bool) {
        state.withLock { state in
            defer { state.commands = [] }
            return (state.commands, state.isClosed)
        }
    }

    /// Names the thread that reads this inbox; without one the inbox is closed.
    func belongs(to thread: BackgroundThread?) {
        state.withLock { state in
            state.thread = thread
            if thread == nil { state.isClosed = true }
        }
    }

    /// Accepts no more calls and waits until the thread has ended those under way.
    func close() {
        refuse()
        let thread = state.withLock { state in
            defer { state.thread = nil }
            return state.thread
        }
        thread?.join()
    }

    /// Accepts no more calls.
    func refuse() {
        state.withLock { $0.isClosed = true }
        curl_multi_wakeup(multi)
    }
}

/// The outcome of libcurl's start, which happens once per process.
private let curlStatus = curl_global_init(Int(CURL_GLOBAL_SSL))
