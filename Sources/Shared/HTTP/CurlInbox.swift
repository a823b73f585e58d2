import CCurlShim
import CLibcurl
import Synchronization

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
        /// Ends the call of that id; nothing when it has ended.
        case cancel(UInt64)
    }

    /// Owned by the thread; it lives as long as the inbox, so waking never meets a dead handle.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let state = Mutex(State())

    private struct State {
        var commands: [Command] = []
        var lastID: UInt64 = 0
        /// Ids whose start is still to come; a cancel that overtakes its start removes it here.
        var announced: Set<UInt64> = []
        var isClosed = false
        var thread: BackgroundThread?
    }

    /// `nil` when libcurl cannot be started.
    init?() {
        guard curlStatus == CURLE_OK, let multi = curl_multi_init() else { return nil }
        self.multi = multi
        // No CURLMOPT_MAX_HOST_CONNECTIONS: in libcurl 7.88 a call that waits for its turn has no
        // deadline, and calls that hang would hold up a destroy.
        _ = curl_shim_multi_set_long(multi, CURLMOPT_MAXCONNECTS, idleConnections)
    }

    deinit {
        curl_multi_cleanup(multi)
    }

    /// The id of a call that is about to start; `start` must follow.
    func announce() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            state.announced.insert(state.lastID)
            return state.lastID
        }
    }

    /// Hands over an announced call; one that was cancelled meanwhile never begins.
    func start(_ call: CurlCall) {
        let refusal: HTTPError? = state.withLock { state in
            guard state.announced.remove(call.id) != nil else { return .cancelled(sent: false) }
            guard !state.isClosed else { return .notSent("the HTTP client is shut down") }
            state.commands.append(.start(call))
            return nil
        }
        if let refusal {
            call.caller.resume(returning: .failure(refusal))
        } else {
            curl_multi_wakeup(multi)
        }
    }

    func cancel(_ id: UInt64) {
        state.withLock { state in
            if state.announced.remove(id) == nil, !state.isClosed {
                state.commands.append(.cancel(id))
            }
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

/// How many connections are kept for the next calls.
private let idleConnections = 16

/// The outcome of libcurl's start, which happens once per process.
private let curlStatus = curl_global_init(Int(CURL_GLOBAL_SSL))
