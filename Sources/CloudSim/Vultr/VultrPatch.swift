import Shared

/// `PATCH /instances/ID`: other words, another plan, another system, other networks.
extension VultrCall {
    /// Changes what is named; absent members and nulls stay as they are.
    ///
    /// Everything is looked at before anything is changed.
    mutating func changeMachine(_ id: String) throws(VultrRefusal) -> SimResponse {
        guard let index = part.index(of: id) else { throw .noMachine }
        let fields = try VultrFields(body)
        try Self.checkOptions(fields)
        let label = try fields.text("label")
        let tags = try fields.texts("tags")
        let userData = try fields.base64("user_data")
        let features = try features(fields, of: part.machines[index])
        let plan = try newPlan(fields, index)
        let image = try newImage(fields)
        if image != nil { _ = try unlocked(id, "Unable to reinstall server") }
        try join(try fields.texts("attach_vpc") ?? [], index)
        try leave(try fields.texts("detach_vpc") ?? [], index)
        if let label { state.vultrPart.machines[index].label = label }
        if let tags { state.vultrPart.machines[index].tags = tags }
        if let userData { state.vultrPart.machines[index].userData = userData }
        state.vultrPart.machines[index].features = features
        if let plan { state.vultrPart.machines[index].resize(to: plan, at: state.now) }
        if let image {
            state.vultrPart.machines[index].image = image
            install(index)
        }
        let job = state.random.uuid()
        return SimResponse(
            status: 202, ["instance": .object(freshRow(index)), "job_ids": [.string(job)]])
    }

    /// The plan to change to; nothing when none is named, or the present one.
    ///
    /// - Throws: the refusal of a plan that is unknown, smaller or not to be had there, and of a
    ///   machine that is locked.
    private mutating func newPlan(
        _ fields: VultrFields, _ index: Int
    ) throws(VultrRefusal) -> VultrPlan? {
        let machine = part.machines[index]
        guard let id = try fields.text("plan"), id != machine.planID else { return nil }
        guard let plan = world.vultr[id] else { throw .invalidPlan }
        _ = try unlocked(machine.id, "Unable to change plan")
        guard isUpgrade(plan, of: machine) else {
            throw VultrRefusal("Unable to change plan: A plan cannot become smaller.")
        }
        guard part.left(of: plan, in: machine.region, world.vultr) > 0 else {
            throw VultrRefusal(
                "Unable to change plan: Plan is not available in the selected datacenter.")
        }
        return plan
    }

    private func isUpgrade(_ plan: VultrPlan, of machine: VultrMachine) -> Bool {
        guard let present = world.vultr[machine.planID] else { return false }
        return plan.memory >= present.memory && plan.disk >= present.disk
            && plan.id != present.id
    }

    /// What to install afresh; nothing when the system stays.
    private func newImage(_ fields: VultrFields) throws(VultrRefusal) -> VultrImage? {
        let named = ["os_id", "app_id", "image_id"].contains { name in
            fields.value(name).map { $0 != "" && $0 != 0 } ?? false
        }
        return named ? try image(fields) : nil
    }

    private func features(
        _ fields: VultrFields, of machine: VultrMachine
    ) throws(VultrRefusal) -> [String] {
        var features = machine.features
        let backups = try fields.text("backups").map { $0 == "enabled" }
        let wishes = [
            ("auto_backups", backups), ("ipv6", try fields.flag("enable_ipv6")),
            ("ddos_protection", try fields.flag("ddos_protection")),
        ]
        for case (let feature, let isWanted?) in wishes {
            features.removeAll { $0 == feature }
            if isWanted { features.append(feature) }
        }
        return features
    }

    /// What a machine can become: the plans that are larger and to be had there, every system.
    func upgrades(of id: String) throws(VultrRefusal) -> SimResponse {
        let machine = try machine(id)
        let part = part
        let plans = world.vultr.plans.filter { plan in
            isUpgrade(plan, of: machine)
                && part.left(of: plan, in: machine.region, world.vultr) > 0
        }
        let kind = request.item("type") ?? ""
        var upgrades = JSONObject()
        if ["", "all", "plans"].contains(kind) {
            upgrades.append("plans", .array(plans.map { .string($0.id) }))
        }
        if ["", "all", "os"].contains(kind) {
            upgrades.append("os", .array(VultrSystem.all.filter { !$0.isPseudo }.map(\.row)))
        }
        if ["", "all", "applications"].contains(kind) { upgrades.append("applications", []) }
        return SimResponse(["upgrades": .object(upgrades)])
    }

    /// Other machines on the same host: there are none.
    func neighbors(of id: String) throws(VultrRefusal) -> SimResponse {
        _ = try machine(id)
        return SimResponse(["neighbors": []])
    }
}
