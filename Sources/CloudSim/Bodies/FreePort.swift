import Glibc
import SwiftOverlayShims

/// Ports of loopback addresses that nobody listens on.
enum FreePort {
    /// A port of 127.0.0.1 within a range, at random; nothing when a thousand tries found none.
    ///
    /// Nothing keeps it free: whoever takes it must see whether it still is.
    static func pick(in range: Range<UInt16>, except taken: Set<UInt16>) -> UInt16? {
        for _ in 0..<1000 {
            let port = UInt16.random(in: range)
            if !taken.contains(port), isFree(port) { return port }
        }
        return nil
    }

    /// Whether nobody listens there; at 0.0.0.0, at any address of this machine.
    static func isFree(_ port: UInt16, at address: String = "127.0.0.1") -> Bool {
        guard let probe = bound(port, at: address) else { return false }
        close(probe)
        return true
    }

    /// A socket that has a port; nothing when it cannot be had.
    ///
    /// With `isShared`, as with sshd, a connection that ended lately is no hindrance.
    static func bound(_ port: UInt16, at address: String, isShared: Bool = true) -> Int32? {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        var yes: Int32 = isShared ? 1 : 0
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = inet_addr(address)
        let isBound = withUnsafePointer(to: place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound else {
            close(socket)
            return nil
        }
        return socket
    }

    /// A socket that accepts connections and never answers; nothing when the port is taken.
    static func silent(_ place: Listening) -> Int32? {
        guard let socket = bound(place.port, at: place.address) else { return nil }
        guard listen(socket, 128) == 0 else {
            close(socket)
            return nil
        }
        return socket
    }
}
