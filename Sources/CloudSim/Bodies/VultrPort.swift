import Glibc
import Shared
import SwiftOverlayShims

/// The port at which every Vultr machine's sshd listens, each at an address of its own.
///
/// As long as this exists, another simulator takes another port: the machines of both have the
/// same addresses.
final class VultrPort: Sendable {
    let number: UInt16
    private let claim: Int32

    /// Takes a port, or for 0 one that is free.
    ///
    /// - Throws: `SimulatorError` when something of this machine listens on it.
    init(_ wanted: UInt16) throws(SimulatorError) {
        // Apart from the ports of Vast machines, and below those of outgoing connections.
        let tries = wanted == 0 ? (0..<200).map { _ in UInt16.random(in: 2000..<10_000) } : [wanted]
        for port in tries where FreePort.isFree(port, at: "0.0.0.0") {
            guard let claim = FreePort.bound(port, at: Self.guardAddress, isShared: false) else {
                continue
            }
            number = port
            self.claim = claim
            return
        }
        throw SimulatorError(
            wanted == 0 ? "no port is free for Vultr machines" : "port \(wanted) cannot be had",
            hint: "pass a free port with --vultr-ssh-port; those below 1024 are for root only",
            .state)
    }

    deinit {
        close(claim)
    }

    /// An address that no machine has.
    private static let guardAddress = "127.63.255.254"
}
