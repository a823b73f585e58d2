import Glibc

/// A request as it came over the wire.
struct ReceivedRequest: Sendable {
    var method: String
    /// The target as sent: a path, or a whole URL for a proxy.
    var target: String
    var headers: [(name: String, value: String)]
    var body: String
    /// Which connection it came on, counted from 1.
    var connection: Int

    /// Every value of that header.
    func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}

/// The server's end of one connection, for its script.
final class ServedConnection {
    /// Counted from 1.
    let number: Int
    private let file: Int32
    private let log: ServerLog
    private var unread: [UInt8] = []

    init(file: Int32, number: Int, log: ServerLog) {
        self.file = file
        self.number = number
        self.log = log
    }

    /// Reads a whole request and notes it; `nil` when the connection has ended.
    func readRequest() -> ReceivedRequest? {
        guard let head = readHead() else { return nil }
        let lines = head.split(separator: "\r\n").map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let value = line[colon...].dropFirst().drop { $0 == " " }
            return (name: String(line[..<colon]), value: String(value))
        }
        var request = ReceivedRequest(
            method: words[0], target: words[1], headers: headers, body: "", connection: number)
        let length = request.values(of: "Content-Length").first.flatMap { Int($0) } ?? 0
        while unread.count < length { guard readMore() else { return nil } }
        request.body = String(decoding: unread.prefix(length), as: UTF8.self)
        unread.removeFirst(length)
        log.note(request)
        return request
    }

    /// Sends an answer with its length, which leaves the connection open.
    func answer(_ status: Int = 200, headers: [String] = [], body: String = "") {
        answer(status, headers: headers, bytes: Array(body.utf8))
    }

    func answer(_ status: Int = 200, headers: [String] = [], bytes: [UInt8]) {
        let lines = ["HTTP/1.1 \(status) Whatever", "Content-Length: \(bytes.count)"] + headers
        send(lines.joined(separator: "\r\n") + "\r\n\r\n")
        send(bytes)
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Sends all bytes; `false` when the other end has gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Says nothing until the other end gives up or the server is stopped.
    func hang() {
        while readMore() {}
    }

    private func readHead() -> String? {
        while true {
            if let end = unread.firstRange(of: [13, 10, 13, 10]) {
                defer { unread.removeSubrange(..<end.upperBound) }
                return String(decoding: unread[..<end.lowerBound], as: UTF8.self)
            }
            guard readMore() else { return nil }
        }
    }

    private func readMore() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(file, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        unread += buffer[..<count]
        return true
    }
}
