import Shared

/// `POST /instances`: renting a machine.
extension VultrCall {
    mutating func createMachine() throws(VultrRefusal) -> SimResponse {
        var (order, plan) = try readOrder()
        try checkLimits(plan.rate(in: order.region))
        if order.networkIDs.isEmpty, try wantsNetwork() {
            order.networkIDs = [ownNetwork(in: order.region).id]
        }
        guard
            let machine = state.create(
                order, of: plan, world.vultr, world.settings, path: request.path)
        else { throw .soldOut }
        var row = machine.row(plan, at: state.now)
        row.append("default_password", .string(machine.password))
        return SimResponse(status: 202, ["instance": .object(row)])
    }

    /// Whether the machine is to be in a network, whichever there is.
    private func wantsNetwork() throws(VultrRefusal) -> Bool {
        let fields = try VultrFields(body)
        if try fields.flag("enable_vpc") == true { return true }
        return try fields.flag("enable_private_network") == true
    }

    /// A create that the fault `late-effect` puts off; nothing when it does not befall this call,
    /// or the request would have been refused.
    mutating func late() -> SimOutcome? {
        guard route == .add(.machine) else { return nil }
        do throws(VultrRefusal) {
            try checkKey()
            let (order, plan) = try readOrder()
            try checkLimits(plan.rate(in: order.region))
            guard let fault = fire(.lateEffect) else { return nil }
            let due = state.now + .milliseconds(Int64(fault.amount * 1000))
            state.vultrPart.late.append(VultrState.LateCreate(due: due, order: order))
            return .closed
        } catch {
            return nil
        }
    }

    /// - Throws: the refusal of an account that may not have one more machine.
    private func checkLimits(_ rate: VultrRate) throws(VultrRefusal) {
        let limits = world.settings.vultr
        if part.suspensions.covers(state.now) { throw .suspended }
        if !limits.allowsGPUs { throw .noAccess }
        if let most = limits.machines, part.machines.count >= most { throw .tooMany }
        if let most = limits.monthlyFee {
            let fees = part.machines.reduce(rate.monthly) { $0 + $1.rate.monthly }
            if fees > most { throw .tooDear }
        }
    }

    private func readOrder() throws(VultrRefusal) -> (VultrOrder, VultrPlan) {
        let fields = try VultrFields(body)
        guard let region = try fields.text("region").flatMap(VultrRegion.named) else {
            throw .invalidRegion
        }
        guard let plan = try fields.text("plan").flatMap({ world.vultr[$0] }) else {
            throw .invalidPlan
        }
        try Self.checkOptions(fields)
        let scriptID = try fields.text("script_id") ?? ""
        if !scriptID.isEmpty, !part.scripts.contains(where: { $0.id == scriptID }) {
            throw VultrRefusal("Invalid startup script ID")
        }
        let keyIDs = try fields.texts("sshkey_id") ?? []
        guard keyIDs.allSatisfy({ id in part.keys.contains { $0.id == id } }) else {
            throw VultrRefusal("Invalid ssh key ID")
        }
        var features: [String] = []
        if try fields.text("backups") == "enabled" { features.append("auto_backups") }
        if try fields.flag("enable_ipv6") == true { features.append("ipv6") }
        if try fields.flag("ddos_protection") == true { features.append("ddos_protection") }
        let order = VultrOrder(
            planID: plan.id, region: region.id, image: try image(fields),
            label: try fields.text("label") ?? "",
            hostname: try fields.text("hostname") ?? "vultr.guest", tags: try Self.tags(fields),
            userData: try fields.base64("user_data") ?? "", scriptID: scriptID, keyIDs: keyIDs,
            userScheme: try fields.text("user_scheme") ?? "root", features: features,
            networkIDs: try networkIDs(fields, in: region))
        return (order, plan)
    }

    static func checkOptions(_ fields: VultrFields) throws(VultrRefusal) {
        if let backups = fields.value("backups"),
            !["enabled", "disabled"].contains(backups.text)
        {
            throw VultrRefusal("Backups option must be either enabled or disabled.")
        }
        guard [nil, "root", "limited"].contains(try fields.text("user_scheme")) else {
            throw VultrRefusal("user_scheme must be root or limited.")
        }
        if let address = try fields.text("reserved_ipv4"), !address.isEmpty {
            throw VultrRefusal("Invalid reserved-ip ID")
        }
    }

    private static func tags(_ fields: VultrFields) throws(VultrRefusal) -> [String] {
        if let tags = try fields.texts("tags") { return tags }
        let tag = try fields.text("tag") ?? ""
        return tag.isEmpty ? [] : [tag]
    }

    /// What to install: exactly one of the five ways to say so.
    func image(_ fields: VultrFields) throws(VultrRefusal) -> VultrImage {
        let ways = ["os_id", "app_id", "image_id", "snapshot_id", "iso_id"].filter {
            fields.value($0) != nil && fields.value($0) != ""
        }
        guard ways.count == 1 else {
            throw VultrRefusal(
                "Exactly one of os_id, app_id, image_id, snapshot_id or iso_id is needed.")
        }
        switch ways[0] {
        case "os_id":
            guard let id = try fields.whole("os_id"), let system = VultrSystem.numbered(id),
                !system.isPseudo
            else { throw VultrRefusal("Invalid OS chosen.") }
            return .system(id)
        case "app_id": return .application(try fields.whole("app_id") ?? 0)
        case "image_id": return .image(try fields.text("image_id") ?? "")
        case "snapshot_id": return try image(ofSnapshot: fields.text("snapshot_id") ?? "")
        default: throw VultrRefusal("Invalid \(ways[0]).")
        }
    }
}
