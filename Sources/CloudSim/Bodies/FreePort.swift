import Glibc
import SwiftOverlayShims

/// Ports of 127.0.0.1 that nobody listens on.
enum FreePort {
    /// A port of a range, at random; nothing when a thousand tries found none.
    ///
    /// Nothing keeps it free: whoever takes it must see whether it still is.
    static func pick(in range: Range<UInt16>, except taken: Set<UInt16>) -> UInt16? {
        for _ in 0..<1000 {
            let port = UInt16.random(in: range)
            if !taken.contains(port), isFree(port) { return port }
        }
        return nil
    }

    static func isFree(_ port: UInt16) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return false }
        defer { close(probe) }
        // As sshd does: a connection that ended lately is no hindrance.
        var yes: Int32 = 1
        setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
