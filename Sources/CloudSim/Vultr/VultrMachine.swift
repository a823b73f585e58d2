import Shared

/// One machine rented from Vultr, from its creation until it was destroyed, and then for the bill.
///
/// Its states follow from the time of its installation and how long that takes: nothing needs a
/// timer.
struct VultrMachine: Sendable, Equatable {
    /// How far an installation has come; operations are refused in the first two.
    enum Phase: String, Sendable {
        case none
        case locked
        case installing = "installingbooting"
        case ready = "ok"
    }

    let id: String
    /// Counts creations: the order of lists, also for machines that are gone.
    let serial: Int64
    var planID: String
    var gpuName: String
    let region: String
    let created: Instant
    var ended: Instant?
    var label: String
    let createdLabel: String
    var hostname: String
    var tags: [String]
    var image: VultrImage
    /// Base64, as it was sent.
    var userData: String
    let scriptID: String
    let keyIDs: [String]
    let userScheme: String
    var features: [String]
    var rate: VultrRate
    let password: String
    /// When the present installation began, and how long it takes.
    var installBegan: Instant
    var boot: Duration
    /// Whether this is a later installation: the machine keeps its address.
    var isReinstalled = false
    /// Faults: it never gets beyond booting.
    let isStuck: Bool
    /// When the power went or will go off; nothing: it is on.
    var halted: Instant?
    /// Lists leave it out before this.
    let hiddenUntil: Instant?
    /// Plans it had before the present one, oldest first.
    var earlier: [EarlierPlan] = []
    /// When the last change of its plan is done; it is locked until then.
    var resizeEnds: Instant?
    /// The private networks it is in, the first one's address being its internal one.
    var networks: [Attachment] = []
    /// When the power last came on after the installation; nothing: it never went off.
    var powered: Instant?
    /// The keys as they were at the creation: a later change does not reach the machine.
    var keys: [String] = []
    /// The startup script as it was at the creation: base64, or empty.
    var script = ""
    /// When it was suspended by itself, the account not.
    var suspensions: [Outage] = []
    /// Lists still show it until then although it has ended.
    var lingersUntil: Instant?

    func phase(at now: Instant) -> Phase {
        if isResizing(at: now) { return .locked }
        let age = now - installBegan
        if age < boot / 5, !isReinstalled { return .none }
        if age < boot / 2 { return .locked }
        return isStuck || age < boot ? .installing : .ready
    }

    /// Whether operations are refused.
    func isLocked(at now: Instant) -> Bool {
        let phase = phase(at: now)
        return phase == .none || phase == .locked
    }

    func isResizing(at now: Instant) -> Bool { resizeEnds.map { now < $0 } ?? false }

    func isActive(at now: Instant) -> Bool {
        isReinstalled || isResizing(at: now) || !isLocked(at: now)
    }

    /// The plan that answers show: while it changes, still the one before.
    func shownPlan(at now: Instant) -> String {
        isResizing(at: now) ? earlier.last?.planID ?? planID : planID
    }

    func hasPower(at now: Instant) -> Bool { halted.map { now < $0 } ?? true }

    /// Its own address on loopback, the same for as long as it exists.
    var address: String {
        "127.\(64 + serial / 64_516 % 128).\(serial / 254 % 254 + 1).\(serial % 254 + 1)"
    }

    /// `0.0.0.0` until it has one.
    func shownAddress(at now: Instant) -> String {
        phase(at: now) == .none ? "0.0.0.0" : address
    }

    var gateway: String {
        address.split(separator: ".").dropLast().joined(separator: ".") + ".254"
    }

    /// Lays out a halt at `now`, which takes `stopping` to be seen; one under way goes on.
    mutating func halt(at now: Instant, taking stopping: Duration) {
        if halted == nil { halted = now + stopping }
    }

    /// Lays out a change to another plan, which takes as long as half an installation.
    mutating func resize(to plan: VultrPlan, at now: Instant) {
        earlier.append(EarlierPlan(planID: planID, rate: rate, until: now))
        planID = plan.id
        gpuName = plan.gpuType
        rate = plan.rate(in: region)
        resizeEnds = now + boot / 2
    }
}

/// What a machine is installed with: a system, an application or an image.
enum VultrImage: Sendable, Equatable {
    case system(Int64)
    case application(Int64)
    case image(String)
    /// A snapshot's id, and the system that is on it.
    case snapshot(String, Int64)

    var systemName: String {
        switch self {
        case .system(let id): VultrSystem.numbered(id)?.name ?? ""
        case .application: "Application"
        case .image(let name): name
        case .snapshot(_, let id): VultrSystem.numbered(id)?.name ?? "Snapshot"
        }
    }

    /// The member `os_id` of answers.
    var systemID: Int64 {
        switch self {
        case .system(let id), .snapshot(_, let id): id
        default: 0
        }
    }

    /// The member `app_id` of answers.
    var applicationID: Int64 {
        if case .application(let id) = self { id } else { 0 }
    }

    /// The member `image_id` of answers.
    var imageID: String {
        if case .image(let id) = self { id } else { "" }
    }

    /// The member `snapshot_id` of answers.
    var snapshotID: String {
        if case .snapshot(let id, _) = self { id } else { "" }
    }
}
