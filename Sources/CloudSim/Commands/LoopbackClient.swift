import Glibc
import Shared
import SwiftOverlayShims

/// A minimal HTTP/1.1 client for the simulator's own interface on this machine.
///
/// One blocking connection for each request, closed by the server after its answer.
struct LoopbackClient {
    /// `http://HOST:PORT/PATH`, with an address of this machine.
    let baseURL: String
    let key: String

    struct Answer {
        var status: Int
        /// Nothing when the body is no JSON.
        var body: JSON?
    }

    /// Sends one request and waits at most ten seconds for each part of its answer.
    ///
    /// - Throws: `SimulatorError` when nobody answers.
    func send(
        _ method: String, _ path: String, _ body: JSON?
    ) throws(SimulatorError) -> Answer {
        let (host, port, prefix) = try parts()
        let content = body?.encoded ?? []
        let head = [
            "\(method) \(prefix)\(path) HTTP/1.1", "Host: \(host):\(port)",
            "Authorization: Bearer \(key)", "Content-Type: application/json",
            "Content-Length: \(content.count)", "Connection: close", "", "",
        ].joined(separator: "\r\n")
        let connection = try connect(host, port)
        defer { close(connection) }
        try write(Array(head.utf8) + content, to: connection)
        return try answer(in: try read(connection))
    }

    private func parts() throws(SimulatorError) -> (host: String, port: String, prefix: String) {
        let scheme = "http://"
        let rest = baseURL.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        guard baseURL.hasPrefix(scheme), let colon = authority.lastIndex(of: ":") else {
            throw SimulatorError(
                "this is not a URL of cloudsim", at: baseURL,
                hint: "pass the file that cloudsim serve --ready-file wrote", .configuration)
        }
        let host = authority[..<colon].filter { $0 != "[" && $0 != "]" }
        let port = authority[authority.index(after: colon)...]
        return (String(host), String(port), String(rest.dropFirst(authority.count)))
    }

    private func connect(_ host: String, _ port: String) throws(SimulatorError) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, port, &hints, &found) == 0, let address = found?.pointee else {
            throw unreachable("\(host) is not an address")
        }
        defer { freeaddrinfo(found) }
        let connection = socket(
            address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard connection >= 0 else { throw unreachable(reason) }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        guard Glibc.connect(connection, address.ai_addr, address.ai_addrlen) == 0 else {
            let error = unreachable(reason)
            close(connection)
            throw error
        }
        return connection
    }

    private func write(_ bytes: [UInt8], to connection: Int32) throws(SimulatorError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw unreachable(reason) }
            rest = rest.dropFirst(count)
        }
    }

    private func read(_ connection: Int32) throws(SimulatorError) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreachable(reason) }
            guard count > 0 else { return content }
            content += buffer[..<count]
        }
    }

    private func answer(in bytes: [UInt8]) throws(SimulatorError) -> Answer {
        let gap = Array("\r\n\r\n".utf8)
        let end = bytes.indices.first { bytes[$0...].starts(with: gap) }
        guard let end else { throw unreachable("it closed the connection without an answer") }
        let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else {
            throw unreachable("its answer is not HTTP")
        }
        return Answer(status: status, body: JSON(parsing: Array(bytes[(end + gap.count)...])))
    }

    private var reason: String { String(cString: strerror(errno)) }

    private func unreachable(_ reason: String) -> SimulatorError {
        SimulatorError(
            "the simulator does not answer: \(reason)", at: baseURL,
            hint: "start one with: cloudsim serve --ready-file FILE", .unreachable)
    }
}
