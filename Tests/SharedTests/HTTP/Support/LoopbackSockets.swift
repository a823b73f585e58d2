import Glibc

struct LoopbackFailure: Error {
    var what: String
}

/// A socket that listens on a free port of 127.0.0.1.
func listeningSocket(backlog: Int32) throws -> Int32 {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | closeOnExec, 0)
    guard file >= 0 else { throw LoopbackFailure(what: "socket: \(errno)") }
    let bound = withLoopbackAddress(port: 0) { bind(file, $0, $1) }
    guard bound == 0, listen(file, backlog) == 0 else {
        close(file)
        throw LoopbackFailure(what: "bind or listen: \(errno)")
    }
    return file
}

func boundPort(of file: Int32) throws -> Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(file, $0, &size) }
    }
    guard outcome == 0 else { throw LoopbackFailure(what: "getsockname: \(errno)") }
    return Int(UInt16(bigEndian: address.sin_port))
}

/// A port of 127.0.0.1 that refuses connections as long as the body runs: bound, not listening.
func withRefusingPort<Value>(_ body: (Int) async throws -> Value) async throws -> Value {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | closeOnExec, 0)
    defer { close(file) }
    guard file >= 0, withLoopbackAddress(port: 0, { bind(file, $0, $1) }) == 0 else {
        throw LoopbackFailure(what: "bind: \(errno)")
    }
    return try await body(boundPort(of: file))
}

/// A port of 127.0.0.1 where connecting hangs: the queue of its listener is full.
func withSilentPort<Value>(_ body: (Int) async throws -> Value) async throws -> Value {
    let file = try listeningSocket(backlog: 0)
    defer { close(file) }
    let port = try boundPort(of: file)
    // A queue of 0 holds one connection; the others make sure.
    let fillers = (0..<3).map { _ in
        let filler = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | closeOnExec | Int32(SOCK_NONBLOCK.rawValue), 0)
        _ = withLoopbackAddress(port: port) { connect(filler, $0, $1) }
        return filler
    }
    defer { for filler in fillers { close(filler) } }
    return try await body(port)
}

private let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)

private func withLoopbackAddress<Value>(
    port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
) -> Value {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
