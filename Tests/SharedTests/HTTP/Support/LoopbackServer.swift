import Glibc
import Shared
import Synchronization

/// A real server on 127.0.0.1 that follows a script on each of its connections.
///
/// The script runs on a thread of its own per connection; the connection closes when it returns.
final class LoopbackServer: Sendable {
    let port: Int
    private let log: ServerLog
    private let listening: Int32
    private let acceptor: BackgroundThread

    init(_ script: @escaping @Sendable (ServedConnection) -> Void) throws {
        let listening = try listeningSocket(backlog: 128)
        let log = ServerLog()
        self.listening = listening
        self.log = log
        port = try boundPort(of: listening)
        let thread = BackgroundThread {
            while true {
                let file = accept(listening, nil, nil)
                guard file >= 0 else { break }
                log.serve(file, with: script)
            }
            close(listening)
        }
        guard let thread else { throw LoopbackFailure(what: "no thread") }
        acceptor = thread
    }

    func url(_ target: String = "/") -> String { "http://127.0.0.1:\(port)\(target)" }

    /// Every request that was read to its end, in order.
    var requests: [ReceivedRequest] { log.requests }

    /// How many connections came.
    var connectionCount: Int { log.connectionCount }

    /// Ends every connection and every thread of the server.
    func stop() {
        shutdown(listening, Int32(SHUT_RDWR))
        acceptor.join()
        log.stop()
    }
}

/// Runs a body against a server and stops the server whatever happens.
func withServer<Value>(
    _ script: @escaping @Sendable (ServedConnection) -> Void,
    _ body: (LoopbackServer) async throws -> Value
) async throws -> Value {
    let server = try LoopbackServer(script)
    defer { server.stop() }
    return try await body(server)
}

/// What a server saw, and what it has to end.
final class ServerLog: Sendable {
    private struct State {
        var requests: [ReceivedRequest] = []
        var connectionCount = 0
        var files: Set<Int32> = []
        var threads: [BackgroundThread] = []
    }

    private let state = Mutex(State())

    var requests: [ReceivedRequest] { state.withLock { $0.requests } }
    var connectionCount: Int { state.withLock { $0.connectionCount } }

    func note(_ request: ReceivedRequest) {
        state.withLock { $0.requests.append(request) }
    }

    func serve(_ file: Int32, with script: @escaping @Sendable (ServedConnection) -> Void) {
        let number = state.withLock { state in
            state.files.insert(file)
            state.connectionCount += 1
            return state.connectionCount
        }
        let thread = BackgroundThread {
            script(ServedConnection(file: file, number: number, log: self))
            self.finish(file)
        }
        guard let thread else { return finish(file) }
        state.withLock { $0.threads.append(thread) }
    }

    func stop() {
        let threads = state.withLock { state in
            for file in state.files { shutdown(file, Int32(SHUT_RDWR)) }
            return state.threads
        }
        for thread in threads { thread.join() }
    }

    private func finish(_ file: Int32) {
        state.withLock { state in
            state.files.remove(file)
            _ = close(file)
        }
    }
}
