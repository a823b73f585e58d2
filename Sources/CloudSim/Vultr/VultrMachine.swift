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
    let planID: String
    let gpuName: String
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
    let features: [String]
    let rate: VultrRate
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
    /// When it was suspended by itself, the account not.
    var suspensions: [Outage] = []
    /// Lists still show it until then although it has ended.
    var lingersUntil: Instant?

    func phase(at now: Instant) -> Phase {
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

    func isActive(at now: Instant) -> Bool { isReinstalled || !isLocked(at: now) }

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

    /// What it costs by calendar month until `now`, or until it ended.
    func months(until now: Instant) -> [BilledMonth] {
        BilledMonth.all(from: created, until: min(ended ?? now, now))
    }

    /// What one month costs: its started hours, but no more than the plan's month.
    func cost(of month: BilledMonth) -> Dollars {
        min(rate.hourly * month.hours, rate.monthly)
    }
}

/// What a machine is installed with: a system, an application or an image.
enum VultrImage: Sendable, Equatable {
    case system(Int64)
    case application(Int64)
    case image(String)

    var systemName: String {
        switch self {
        case .system(let id): VultrSystem.numbered(id)?.name ?? ""
        case .application: "Application"
        case .image(let name): name
        }
    }
}
