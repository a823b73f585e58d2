import Shared

/// `GET` of the things that an account has.
extension VultrCall {
    mutating func list(_ thing: VultrRoute.Thing) throws(VultrRefusal) -> SimResponse {
        switch thing {
        case .machine: return try listMachines()
        case .key:
            return try VultrPage(of: part.keys, for: request, id: \.id)
                .answer("ssh_keys", \.row)
        case .script:
            return try VultrPage(of: part.scripts, for: request, id: \.id)
                .answer("startup_scripts") { $0.row(withText: false) }
        case .network:
            return try VultrPage(of: part.networks, for: request, id: \.id)
                .answer(networkName + "s", \.row)
        case .snapshot:
            let now = state.now
            let existing = part.snapshots.filter { $0.ended == nil }
            return try VultrPage(of: existing, for: request, id: \.id)
                .answer("snapshots") { $0.row(at: now) }
        case .block:
            return try VultrPage(of: part.blocks, for: request, id: \.id)
                .answer("blocks") { row(of: $0) }
        }
    }

    private mutating func listMachines() throws(VultrRefusal) -> SimResponse {
        let isOther = fire(.otherAccount) != nil
        let part = isOther ? VultrState() : part
        var found = part.machines.filter(isListed)
        if !isOther, let lingering = part.lingering, state.now < lingering {
            found += part.ended.filter { machine in
                (machine.lingersUntil.map { state.now < $0 } ?? false) && isListed(machine)
            }
            found.sort { $0.serial < $1.serial }
        }
        var page = try VultrPage(of: found, for: request, id: \.id) { id in
            part.ended.first { $0.id == id }.map { gone in
                found.firstIndex { $0.serial > gone.serial } ?? found.count
            }
        }
        if let fault = fire(.truncatedList) {
            let wanted = fault.amount > 0 ? Int(fault.amount) : max(1, page.items.count / 2)
            page.items.removeLast(min(page.items.count, wanted))
            page.total = page.first + page.items.count
            page.next = nil
        }
        if fire(.cursorRepeats) != nil {
            page.next = try VultrCursor(request.item("cursor")).map { "next__\($0.id)" } ?? "next__"
        }
        let withCharges = request.item("show_pending_charges") == "true"
        return page.answer("instances") { .object(row(of: $0, withCharges: withCharges)) }
    }

    /// Whether a machine is in lists yet, and the filters of the query let it through.
    private func isListed(_ machine: VultrMachine) -> Bool {
        if let hidden = machine.hiddenUntil, state.now < hidden { return false }
        for item in request.query where !item.value.isEmpty {
            let matches =
                switch item.name {
                case "label": machine.label == item.value
                case "region": machine.region == item.value.lowercased()
                case "hostname": machine.hostname == item.value
                case "main_ip": machine.shownAddress(at: state.now) == item.value
                case "firewall_group_id": false
                case "tag":
                    machine.tags.contains { $0.lowercased() == item.value.lowercased() }
                default: true
                }
            if !matches { return false }
        }
        return true
    }

    /// The machine of an id.
    ///
    /// - Throws: the refusal of an id that nothing has.
    func machine(_ id: String) throws(VultrRefusal) -> VultrMachine {
        guard let machine = part[id] else { throw .noMachine }
        return machine
    }

    mutating func showMachine(_ id: String) throws(VultrRefusal) -> SimResponse {
        if fire(.otherAccount) != nil { throw .noMachine }
        let row = row(of: try machine(id), withCharges: true)
        return SimResponse(["instance": .object(row)])
    }

    func row(of machine: VultrMachine, withCharges: Bool) -> JSONObject {
        var row = machine.row(
            world.vultr[machine.shownPlan(at: state.now)], at: state.now,
            isSuspended: part.isSuspended(machine, at: state.now))
        row.append("vpcs", .array(networkRows(of: machine)))
        if withCharges {
            let charges = machine.pendingCharges(at: state.now)
            row.append("pending_charges", charges.vultrNumber)
        }
        return row
    }
}

extension VultrMachine {
    private func status(at now: Instant, isSuspended: Bool) -> String {
        if isSuspended { return "suspended" }
        return isResizing(at: now) ? "resizing" : isActive(at: now) ? "active" : "pending"
    }

    /// The machine as answers show it, with the facts of its plan.
    func row(_ plan: VultrPlan?, at now: Instant, isSuspended: Bool = false) -> JSONObject {
        let isActive = isActive(at: now)
        let hasAddress = phase(at: now) != .none
        let hasIPv6 = hasAddress && features.contains("ipv6")
        return [
            "id": .string(id), "os": .string(image.systemName),
            "ram": .int((plan?.memory ?? 0) * 1024), "disk": .int(isActive ? plan?.disk ?? 0 : 0),
            "main_ip": .string(shownAddress(at: now)), "vcpu_count": .int(plan?.cpus ?? 0),
            "region": .string(region), "plan": .string(shownPlan(at: now)),
            "date_created": .string(created.vultrText),
            "status": .string(status(at: now, isSuspended: isSuspended)),
            "allowed_bandwidth": .int(plan?.bandwidth ?? 0),
            "netmask_v4": hasAddress ? "255.255.255.0" : "",
            "gateway_v4": .string(hasAddress ? gateway : "0.0.0.0"),
            "power_status": hasPower(at: now) && !isSuspended ? "running" : "stopped",
            "server_status": .string(phase(at: now).rawValue),
            "v6_network": hasIPv6 ? "2001:db8::" : "",
            "v6_main_ip": .string(hasIPv6 ? "2001:db8::\(String(serial, radix: 16))" : ""),
            "v6_network_size": hasIPv6 ? 64 : 0, "label": .string(label),
            "internal_ip": .string(networks.first?.address ?? ""),
            "vpc_only": false,
            "kvm": .string(isActive ? "https://console.example.com/\(password)" : ""),
            "hostname": .string(hostname), "tag": .string(tags.first ?? ""),
            "tags": .array(tags.map { .string($0) }), "os_id": .int(image.systemID),
            "app_id": .int(image.applicationID), "image_id": .string(image.imageID),
            "snapshot_id": .string(image.snapshotID),
            "firewall_group_id": "", "features": .array(features.map { .string($0) }),
            "user_scheme": .string(userScheme),
        ]
    }
}
