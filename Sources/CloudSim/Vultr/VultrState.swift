import Shared

/// Everything that can change at Vultr, as a value; a world has one once something was made there.
struct VultrState: Sendable, Equatable {
    /// A create that happens later than its request (fault `late-effect`).
    struct LateCreate: Sendable, Equatable {
        var due: Instant
        var order: VultrOrder
    }

    struct Key: Sendable, Equatable {
        let id: String
        let created: Instant
        var name: String
        var key: String
    }

    struct Script: Sendable, Equatable {
        let id: String
        let created: Instant
        var modified: Instant
        var name: String
        let kind: String
        /// Base64, as it was sent.
        var script: String
    }

    var lastSerial: Int64 = 0
    /// By serial, ascending: what exists, and what existed.
    var machines: [VultrMachine] = []
    var ended: [VultrMachine] = []
    var keys: [Key] = []
    var scripts: [Script] = []
    var blocks: [VultrBlock] = []
    var endedBlocks: [VultrBlock] = []
    var late: [LateCreate] = []
    var networks: [VultrNetwork] = []
    /// Oldest first, those that are gone too.
    var snapshots: [VultrSnapshot] = []
    /// When the account was suspended, and every machine with it.
    var suspensions: [Outage] = []
    /// The end of the last machine that lists still show.
    var lingering: Instant?

    func index(of id: String) -> Int? { machines.firstIndex { $0.id == id } }

    subscript(id: String) -> VultrMachine? { machines.first { $0.id == id } }

    /// Whether a machine is suspended, by itself or with the account.
    func isSuspended(_ machine: VultrMachine, at now: Instant) -> Bool {
        machine.suspensions.covers(now) || suspensions.covers(now)
    }

    /// How many machines of a plan can still be had in a region.
    func left(of plan: VultrPlan, in region: String, _ catalog: VultrCatalog) -> Int {
        let taken = machines.count { $0.planID == plan.id && $0.region == region }
        return max(0, catalog.stock(of: plan, in: region) - taken)
    }
}

/// A create request after validation.
struct VultrOrder: Sendable, Equatable {
    var planID: String
    var region: String
    var image: VultrImage
    var label: String
    var hostname: String
    var tags: [String]
    var userData: String
    var scriptID: String
    var keyIDs: [String]
    var userScheme: String
    var features: [String]
    var networkIDs: [String] = []
}

extension WorldState {
    /// The Vultr half; a world without one answers an empty one, and setting it makes one.
    var vultrPart: VultrState {
        get { vultr ?? VultrState() }
        set { vultr = newValue }
    }

    /// Rents a machine, unless there is none left; faults that befall creates change what comes of
    /// it.
    mutating func create(
        _ order: VultrOrder, of plan: VultrPlan, _ catalog: VultrCatalog,
        _ settings: WorldSettings, path: String? = nil
    ) -> VultrMachine? {
        let target = FaultTarget(provider: .vultr, operation: .create)
        guard vultrPart.left(of: plan, in: order.region, catalog) > 0,
            faults.fire(.offerGone, on: target, at: now) == nil
        else { return nil }
        let raise = faults.fire(.priceRaised, on: target, at: now)?.amount ?? 0
        let lag = faults.fire(.listingLag, on: target, at: now)?.amount
        let losesLabel = faults.fire(.labelLost, on: target, at: now) != nil
        let isStuck = faults.fire(.stuckLoading, on: target, at: now) != nil
        vultrPart.lastSerial += 1
        var machine = VultrMachine(
            id: random.uuid(), serial: vultrPart.lastSerial, planID: plan.id,
            gpuName: plan.gpuType, region: order.region, created: now, ended: nil,
            label: losesLabel ? "" : order.label, createdLabel: order.label,
            hostname: order.hostname, tags: losesLabel ? [] : order.tags, image: order.image,
            userData: order.userData, scriptID: order.scriptID, keyIDs: order.keyIDs,
            userScheme: order.userScheme, features: order.features,
            rate: plan.rate(in: order.region).raised(byPercent: raise),
            password: String(random.key().prefix(16)), installBegan: now,
            boot: random.duration(in: settings.boot), isStuck: isStuck, halted: nil,
            hiddenUntil: lag.map { now + .milliseconds(Int64($0 * 1000)) })
        machine.keys = vultrPart.keys.filter { order.keyIDs.contains($0.id) }.map(\.key)
        machine.script = vultrPart.scripts.first { $0.id == order.scriptID }?.script ?? ""
        vultrPart.machines.append(machine)
        let index = vultrPart.machines.count - 1
        for network in order.networkIDs { vultrPart.join(network, machine: index) }
        befall(BodyID(machine), on: .create, path: path)
        return vultrPart.machines[index]
    }

    /// Ends a machine: its stock comes back, its volumes stay.
    ///
    /// Lists still show it for `lag`.
    mutating func destroyVultr(at index: Int, lag: Duration?) {
        var machine = vultrPart.machines.remove(at: index)
        machine.ended = now
        troubles[BodyID(machine)] = nil
        machine.lingersUntil = lag.map { now + $0 }
        if let until = machine.lingersUntil {
            vultrPart.lingering = max(vultrPart.lingering ?? until, until)
        }
        vultrPart.ended.append(machine)
        for block in vultrPart.blocks.indices where vultrPart.blocks[block].machine == machine.id {
            vultrPart.blocks[block].machine = nil
        }
    }
}

extension RandomSource {
    /// A UUID of version 4.
    mutating func uuid() -> String {
        let digits = Array(key().prefix(32))
        let variant = ["8", "9", "a", "b"][Int(next() % 4)]
        return String(digits[0..<8]) + "-" + String(digits[8..<12]) + "-4"
            + String(digits[13..<16]) + "-\(variant)" + String(digits[17..<20]) + "-"
            + String(digits[20..<32])
    }
}
