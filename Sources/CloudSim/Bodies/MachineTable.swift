import Glibc
import Synchronization

/// Where a machine's sshd listens on 127.0.0.1.
struct SSHPorts: Sendable, Equatable {
    /// The port that stands for the host's own, in `ports["22/tcp"]`.
    var direct: UInt16
    /// The port that stands for the proxy's, in `ssh_port`.
    var proxy: UInt16
}

/// What answers tell of machines beyond the market's state: their ports and gauges.
///
/// Safe from any thread; it takes no other lock.
final class MachineTable: Sendable {
    /// Where each machine has its folder, by id; nothing when machines have no bodies.
    let folder: String?
    private let rows = Mutex(Rows())

    private struct Rows {
        /// Where each listens, and how often its direct port had moved then.
        var ports: [BodyID: (ports: SSHPorts, moves: Int)] = [:]
        var taken: Set<UInt16> = []
        var gauges: [BodyID: Gauges] = [:]
        var authorizedKeys: [String] = []
    }

    init(folder: String? = nil) {
        self.folder = folder
    }

    /// The public keys that may log in to machines; each start of a machine adds them to its own.
    var authorizedKeys: [String] {
        get { rows.withLock { $0.authorizedKeys } }
        set { rows.withLock { $0.authorizedKeys = newValue } }
    }

    /// The ports of a machine, found at the first question and then kept; the direct one is another
    /// after each move.
    ///
    /// Nothing when machines have no bodies, or no port is free.
    func ports(of id: BodyID, moves: Int = 0) -> SSHPorts? {
        guard folder != nil else { return nil }
        return rows.withLock { rows in
            let known = rows.ports[id]
            if let known, known.moves == moves { return known.ports }
            // Below the ports that the kernel gives to outgoing connections.
            guard let direct = FreePort.pick(in: 20_000..<32_000, except: rows.taken),
                let proxy = known?.ports.proxy
                    ?? FreePort.pick(in: 10_000..<20_000, except: rows.taken)
            else { return nil }
            if let known { rows.taken.remove(known.ports.direct) }
            let ports = SSHPorts(direct: direct, proxy: proxy)
            rows.ports[id] = (ports, moves)
            rows.taken.formUnion([direct, proxy])
            return ports
        }
    }

    /// Lets a machine's ports go; the next question finds others.
    func releasePorts(of id: BodyID) {
        rows.withLock { rows in
            guard let (ports, _) = rows.ports.removeValue(forKey: id) else { return }
            rows.taken.subtract([ports.direct, ports.proxy])
        }
    }

    /// Forgets a machine that is gone.
    func forget(_ id: BodyID) {
        releasePorts(of: id)
        rows.withLock { $0.gauges[id] = nil }
    }

    /// What a machine's GPUs show.
    func gauges(of id: BodyID) -> Gauges {
        rows.withLock { $0.gauges[id] ?? Gauges() }
    }

    /// Changes what a machine's GPUs show, in its own folder too when it has one.
    ///
    /// - Throws: `StoreError` when its folder cannot be written.
    func set(_ gauges: Gauges, of id: BodyID) throws(StoreError) {
        rows.withLock { $0.gauges[id] = gauges }
        guard let folder else { return }
        let place = MachineFolder(path: "\(folder)/\(id)")
        guard place.exists else { return }
        try place.write(gauges)
    }
}
