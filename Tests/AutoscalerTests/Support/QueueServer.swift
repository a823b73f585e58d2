import Glibc
import Shared
import Synchronization

/// A real HTTP server on 127.0.0.1 that answers each request by a script, byte for byte.
final class QueueServer: Sendable {
    struct Failure: Error {}

    let port: Int
    private let host: String
    private let listening: Int32
    private let acceptor: BackgroundThread
    private let log: Log

    /// Listens on a free port of `127.0.0.1` or `::1`.
    ///
    /// The script gets the head of each request, and sends what it likes until `false` says that
    /// the other end has gone; the connection is closed behind it, with a reset where `resets`.
    init(
        host: String, resets: Bool,
        raw script: @escaping @Sendable (String, ([UInt8]) -> Bool) -> Void
    ) throws {
        guard let (listening, port) = listener(on: host) else { throw Failure() }
        self.port = port
        self.host = host
        self.listening = listening
        let log = Log(resets: resets)
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

    /// A server of texts on 127.0.0.1.
    convenience init(
        _ script: @escaping @Sendable (String, (String) -> Bool) -> Void
    ) throws {
        try self.init(host: "127.0.0.1", resets: false) { head, send in
            script(head) { send(Array($0.utf8)) }
        }
    }

    /// A server that gives every request the same bytes, head included.
    convenience init(bytes: [UInt8], host: String = "127.0.0.1", resets: Bool = false) throws {
        try self.init(host: host, resets: resets) { _, send in _ = send(bytes) }
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

    /// Where it listens, as messages show it.
    var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    func url(_ path: String = "/status") -> String { "http://\(place)\(path)" }

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
        private let resets: Bool

        init(resets: Bool) {
            self.resets = resets
        }

        func serve(
            _ file: Int32, _ script: @escaping @Sendable (String, ([UInt8]) -> Bool) -> Void
        ) {
            state.withLock { _ = $0.files.insert(file) }
            let thread = BackgroundThread {
                if let head = head(from: file) {
                    self.state.withLock { $0.requests.append(head) }
                    script(head) { send($0, to: file) }
                }
                if self.resets { resetWhenClosed(file) }
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

/// A socket that listens on a free port of the host; `nil` where there is no such address.
func listener(on host: String) -> (file: Int32, port: Int)? {
    let isIPv6 = host.contains(":")
    let family = isIPv6 ? AF_INET6 : AF_INET
    let file = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard file >= 0 else { return nil }
    var storage = sockaddr_storage()
    var size = socklen_t(
        isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size)
    let port: UInt16? = withUnsafeMutableBytes(of: &storage) { bytes in
        guard let base = bytes.baseAddress else { return nil }
        let six = base.assumingMemoryBound(to: sockaddr_in6.self)
        let four = base.assumingMemoryBound(to: sockaddr_in.self)
        if isIPv6 {
            six.pointee.sin6_family = sa_family_t(family)
            inet_pton(family, host, &six.pointee.sin6_addr)
        } else {
            four.pointee.sin_family = sa_family_t(family)
            inet_pton(family, host, &four.pointee.sin_addr)
        }
        let address = base.assumingMemoryBound(to: sockaddr.self)
        guard bind(file, address, size) == 0, listen(file, 64) == 0,
            getsockname(file, address, &size) == 0
        else { return nil }
        return isIPv6 ? six.pointee.sin6_port : four.pointee.sin_port
    }
    guard let port else {
        close(file)
        return nil
    }
    return (file, Int(UInt16(bigEndian: port)))
}

private func resetWhenClosed(_ file: Int32) {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(file, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
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

/// Sends bytes; `false` when the other end has gone.
private func send(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
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
