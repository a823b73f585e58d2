import Glibc
import Shared
import Synchronization

/// A real HTTP server on 127.0.0.1 that answers each request by a script, byte for byte.
final class QueueServer: Sendable {
    struct Failure: Error {}

    let port: Int
    private let listening: Int32
    private let acceptor: BackgroundThread
    private let log: Log

    /// Listens on a free port.
    ///
    /// The script gets the head of each request, and sends what it likes until `false` says that
    /// the other end has gone; the connection is closed behind it.
    init(_ script: @escaping @Sendable (String, (String) -> Bool) -> Void) throws {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listening, $0, size) == 0 && listen(listening, 64) == 0
                    && getsockname(listening, $0, &size) == 0
            }
        }
        guard isBound else { throw Failure() }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.listening = listening
        let log = Log()
        self.log = log
        let thread = BackgroundThread {
            while true {
                let file = accept(listening, nil, nil)
                guard file >= 0 else { break }
                log.serve(file, script)
            }
        }
        guard let thread else { throw Failure() }
        acceptor = thread
    }

    /// A server that gives every request the same answer.
    convenience init(
        _ body: String, status: Int = 200, headers: [String] = []
    ) throws {
        let head = ["HTTP/1.1 \(status) Whatever", "Content-Length: \(body.utf8.count)"] + headers
        let answer = head.joined(separator: "\r\n") + "\r\n\r\n" + body
        try self.init { _, send in _ = send(answer) }
    }

    /// Requests read so far, by their heads.
    var requests: [String] { log.state.withLock { $0.requests } }

    func url(_ path: String = "/status") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Ends every connection and every thread.
    func stop() {
        shutdown(listening, Int32(SHUT_RDWR))
        acceptor.join()
        close(listening)
        log.stop()
    }

    private final class Log: Sendable {
        struct State {
            var requests: [String] = []
            var files: Set<Int32> = []
            var threads: [BackgroundThread] = []
        }

        let state = Mutex(State())

        func serve(_ file: Int32, _ script: @escaping @Sendable (String, (String) -> Bool) -> Void)
        {
            state.withLock { _ = $0.files.insert(file) }
            let thread = BackgroundThread {
                if let head = head(from: file) {
                    self.state.withLock { $0.requests.append(head) }
                    script(head) { send($0, to: file) }
                }
                self.state.withLock { state in
                    state.files.remove(file)
                    _ = close(file)
                }
            }
            if let thread { state.withLock { $0.threads.append(thread) } }
        }

        func stop() {
            let threads = state.withLock { state in
                for file in state.files { shutdown(file, Int32(SHUT_RDWR)) }
                return state.threads
            }
            for thread in threads { thread.join() }
        }
    }
}

/// Runs a body against servers and stops them whatever happens.
func withServers<Value>(
    _ servers: QueueServer..., body: ([QueueServer]) async throws -> Value
) async throws -> Value {
    defer { for server in servers { server.stop() } }
    return try await body(servers)
}

/// Waits, saying nothing, until the other end gives up or the server is stopped.
@Sendable func sayNothing(_: String, send: (String) -> Bool) {
    while send("") { usleep(10_000) }
}

private func head(from file: Int32) -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 8192)
    while bytes.firstRange(of: [13, 10, 13, 10]) == nil {
        let count = recv(file, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Sends a text; `false` when the other end has gone.
private func send(_ text: String, to file: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    if rest.isEmpty {
        var byte: UInt8 = 0
        let count = recv(file, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count < 0 && errno == EAGAIN
    }
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
            Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
    }
    return true
}

/// Waits a tenth of a second.
func usleepTenth() { usleep(100_000) }
