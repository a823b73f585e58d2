import Shared

/// What is wrong with a machine that its market knows nothing of.
struct BodyTrouble: Sendable, Equatable {
    /// What becomes of connections to the machine.
    enum Network: String, Sendable {
        case open
        /// They are accepted, and nobody ever answers.
        case cut
        /// They are refused: the sshd does not run.
        case refused
    }

    var network = Network.open
    /// How often the host key was changed without a cause.
    var keyChanges = 0
    var isDiskFull = false
    /// How often the direct port has moved; it does so at a start.
    var portMoves = 0

    /// The kinds of faults that make it.
    static let kinds: [FaultKind] = [.noSSH, .networkCut, .keyChanged, .diskFull, .portMoved]

    mutating func suffer(_ kind: FaultKind) {
        switch kind {
        case .noSSH: network = .refused
        case .networkCut: network = .cut
        case .keyChanged: keyChanges += 1
        case .diskFull: isDiskFull = true
        case .portMoved: portMoves += 1
        default: break
        }
    }

    /// The keys that `change` knows.
    static let keys = ["network", "host_key", "disk", "port"]

    /// Changes what a member names: `network`, `host_key`, `disk` or `port`.
    ///
    /// - Throws: `GaugeError` for another name or value; nothing has changed then.
    mutating func change(_ member: JSONObject.Member) throws(GaugeError) {
        let word = member.value.text ?? ""
        switch (member.key, word) {
        case ("network", _):
            guard let wanted = Network(rawValue: word) else {
                throw GaugeError(message: "network must be open, cut or refused")
            }
            network = wanted
        case ("host_key", "new"): keyChanges += 1
        case ("port", "new"): portMoves += 1
        case ("disk", "full"): isDiskFull = true
        case ("disk", "ok"): isDiskFull = false
        case ("disk", _): throw GaugeError(message: "disk must be full or ok")
        default: throw GaugeError(message: "\(member.key) can only be new")
        }
    }

    /// What is shown to people: the parts that are states.
    var shown: JSONObject {
        ["network": .string(network.rawValue), "disk": .string(isDiskFull ? "full" : "ok")]
    }

    var json: JSON {
        [
            "network": .string(network.rawValue), "key_changes": .int(Int64(keyChanges)),
            "disk_full": .bool(isDiskFull), "port_moves": .int(Int64(portMoves)),
        ]
    }

    init() {}

    init?(json: JSON) {
        guard let network = json["network"]?.text.flatMap(Network.init(rawValue:)),
            let keyChanges = json["key_changes"]?.whole, let isDiskFull = json["disk_full"]?.flag,
            let portMoves = json["port_moves"]?.whole
        else { return nil }
        self.network = network
        self.keyChanges = Int(keyChanges)
        self.isDiskFull = isDiskFull
        self.portMoves = Int(portMoves)
    }
}

extension WorldState {
    /// Whether there is such a machine.
    func has(_ id: BodyID) -> Bool {
        Int64(id.text).map { self[$0] != nil } ?? (vultr?[id.text] != nil)
    }

    /// Lets the faults of bodies that wait for this operation befall its machine.
    ///
    /// `path`: of the call; nothing for what happens without one.
    mutating func befall(_ id: BodyID, on operation: SimOperation, path: String? = nil) {
        guard !faults.rules.isEmpty else { return }
        let target = FaultTarget(
            provider: id.provider, operation: operation, path: path, machines: [id.text])
        for kind in BodyTrouble.kinds where kind.operations.contains(operation) {
            if faults.fire(kind, on: target, at: now) != nil {
                troubles[id, default: BodyTrouble()].suffer(kind)
            }
        }
    }

    /// A machine that is made anew has an empty disk.
    mutating func emptyDisk(of id: BodyID) { troubles[id]?.isDiskFull = false }

    /// The troubles as they are kept.
    var troublesJSON: JSON {
        var members = JSONObject()
        for (id, trouble) in troubles.sorted(by: { $0.key.text < $1.key.text }) {
            members.append(id.text, trouble.json)
        }
        return .object(members)
    }

    /// Reads kept troubles; false when they are of another shape.
    mutating func readTroubles(_ json: JSON) -> Bool {
        for member in json.members?.list ?? [] {
            guard let id = BodyID(text: member.key), let trouble = BodyTrouble(json: member.value)
            else { return false }
            troubles[id] = trouble
        }
        return json.members != nil
    }
}
