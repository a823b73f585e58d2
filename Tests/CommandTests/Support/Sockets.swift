import Foundation
import Testing

/// A socket that listens on a free port of 127.0.0.1, and its port.
func listeningSocket() throws -> (file: Int32, port: Int) {
    let file = socket(AF_INET, streamOnExecClosed, 0)
    try #require(file >= 0)
    var address = loopbackAddress(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(file, address, size) == 0 && listen(file, 128) == 0
                && getsockname(file, address, &size) == 0
        }
    }
    try #require(outcome, "no port to listen on")
    return (file, Int(UInt16(bigEndian: address.sin_port)))
}

/// A connection to a port of 127.0.0.1; `nil` when nothing listens there.
func connection(to port: Int) -> Int32? {
    let file = socket(AF_INET, streamOnExecClosed, 0)
    var address = loopbackAddress(port: port)
    let outcome = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard outcome == 0 else {
        close(file)
        return nil
    }
    return file
}

/// Sends all bytes; the other end may have gone.
func send(_ bytes: [UInt8], to file: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
            send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
    }
}

/// Reads one HTTP message: its head's lines and its body; `nil` when the other end went first.
///
/// Without a `Content-Length` the body of an answer goes to the end of the connection.
func message(from file: Int32, isAnswer: Bool) -> (head: [String], body: [UInt8])? {
    var bytes: [UInt8] = []
    while true {
        if let gap = bytes.firstRange(of: [13, 10, 13, 10]) {
            let head = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self)
                .components(separatedBy: "\r\n")
            let length = head.dropFirst().lazy.compactMap { line -> Int? in
                guard line.lowercased().hasPrefix("content-length:") else { return nil }
                return Int(line.dropFirst(15).filter { $0 != " " })
            }.first
            let missing = length ?? (isAnswer ? Int.max : 0)
            if bytes.count - gap.upperBound >= missing {
                return (head, Array(bytes[gap.upperBound...]))
            }
            guard more(into: &bytes, from: file) else {
                return isAnswer && length == nil ? (head, Array(bytes[gap.upperBound...])) : nil
            }
        } else {
            guard more(into: &bytes, from: file) else { return nil }
        }
    }
}

private func more(into bytes: inout [UInt8], from file: Int32) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(file, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    bytes += buffer[..<count]
    return true
}

private let streamOnExecClosed =
    Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

private func loopbackAddress(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return address
}
