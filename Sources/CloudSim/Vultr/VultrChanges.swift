import Shared

/// Calls that change a machine, or look into it.
extension VultrCall {
    /// The position of a machine that operations may be sent to.
    ///
    /// - Throws: the refusal of an id that nothing has, or of a machine that is being installed.
    mutating func unlocked(_ id: String, _ action: String) throws(VultrRefusal) -> Int {
        guard let index = part.index(of: id) else { throw .noMachine }
        guard !part.machines[index].isLocked(at: state.now), fire(.locked) == nil else {
            throw VultrRefusal(500, "\(action): Server is currently locked")
        }
        return index
    }

    mutating func destroyMachine(_ id: String) throws(VultrRefusal) -> SimResponse {
        let index = try unlocked(id, "Unable to destroy server: Unable to remove VM")
        state.destroyVultr(at: index, lag: fire(.destroyLag)?.delay)
        return .vultrDone
    }

    /// Power for one machine or several: all of them, or none when one cannot.
    mutating func change(
        _ power: VultrRoute.Power, _ ids: [String]
    ) throws(VultrRefusal) -> SimResponse {
        var indices: [Int] = []
        for id in ids {
            let index = try unlocked(id, "Unable to \(power.rawValue) server")
            guard !part.isSuspended(part.machines[index], at: state.now) else {
                throw VultrRefusal("Unable to \(power.rawValue) server: Server is suspended")
            }
            indices.append(index)
        }
        for index in indices {
            switch power {
            case .halt:
                state.vultrPart.machines[index].halt(
                    at: state.now, taking: world.settings.stopping)
            case .start, .reboot:
                state.vultrPart.machines[index].halted = nil
                state.vultrPart.machines[index].powered = state.now
                state.befall(BodyID(part.machines[index]), on: .state, path: request.path)
            }
        }
        return .vultrDone
    }

    mutating func reinstall(_ id: String) throws(VultrRefusal) -> SimResponse {
        let index = try unlocked(id, "Unable to reinstall server")
        let hostname = hasBody ? try VultrFields(body).text("hostname") : nil
        install(index)
        if let hostname { state.vultrPart.machines[index].hostname = hostname }
        return SimResponse(status: 202, ["instance": .object(freshRow(index))])
    }

    mutating func install(_ index: Int) {
        let boot = state.random.duration(in: world.settings.boot)
        state.vultrPart.machines[index].installBegan = state.now
        state.vultrPart.machines[index].boot = boot
        state.vultrPart.machines[index].isReinstalled = true
        state.vultrPart.machines[index].halted = nil
        state.vultrPart.machines[index].powered = nil
        state.emptyDisk(of: BodyID(part.machines[index]))
        state.befall(BodyID(part.machines[index]), on: .state, path: request.path)
    }

    func freshRow(_ index: Int) -> JSONObject {
        row(of: part.machines[index], withCharges: false)
    }

    func addresses(of id: String) throws(VultrRefusal) -> SimResponse {
        let machine = try machine(id)
        let shown = machine.phase(at: state.now) == .none ? [] : [machine]
        return try VultrPage(of: shown, for: request, id: \.id).answer("ipv4s") { machine in
            [
                "ip": .string(machine.address), "netmask": "255.255.255.0",
                "gateway": .string(machine.gateway), "type": "main_ip",
                "reverse": .string("\(machine.address).vultrusercontent.example"),
                "mac_address": .string(machine.mac),
            ]
        }
    }

    /// Bytes for each day that the machine has seen, newest last; nothing is simulated there.
    func bandwidth(of id: String) throws(VultrRefusal) -> SimResponse {
        let machine = try machine(id)
        let range = request.item("date_range").flatMap { Int64($0) } ?? 30
        guard (1...180).contains(range) else { throw VultrRefusal("Invalid date_range.") }
        let today = state.now.microseconds / 86_400_000_000
        let first = machine.created.microseconds / 86_400_000_000
        var days = JSONObject()
        for day in stride(from: max(first, today - range + 1), through: today, by: 1) {
            days.append(
                "\(CivilDate(daysSince1970: day))", ["incoming_bytes": 0, "outgoing_bytes": 0])
        }
        return SimResponse(["bandwidth": .object(days)])
    }
}

extension VultrMachine {
    /// The address of its network card.
    var mac: String {
        let digits = Array(id.filter { $0 != "-" }.suffix(8))
        let pairs = stride(from: 0, to: 8, by: 2).map { String(digits[$0...$0 + 1]) }
        return (["56", "00"] + pairs).joined(separator: ":")
    }
}
