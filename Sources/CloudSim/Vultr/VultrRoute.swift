/// An operation of the Vultr API that cloudsim knows.
enum VultrRoute: Equatable {
    /// What is listed, made, shown, changed and removed.
    enum Thing: String {
        case machine = "instances"
        case key = "ssh-keys"
        case script = "startup-scripts"
        case block = "blocks"
        case network = "vpcs"
        case snapshot = "snapshots"

        /// The thing of a path, also by the name that private networks had before.
        init?(path: String) {
            self.init(rawValue: path == "private-networks" ? "vpcs" : path)
        }
    }

    enum Power: String {
        case start
        case halt
        case reboot
    }

    case plans
    case regions
    case availability(String)
    case systems
    /// A list that has nothing in it, by the name of its member.
    case empty(String)
    case list(Thing)
    case add(Thing)
    case show(Thing, String)
    case change(Thing, String)
    case remove(Thing, String)
    case power(Power, [String])
    case bulkPower(Power)
    case reinstall(String)
    case restore(String)
    case userData(String)
    case addresses(String)
    case bandwidth(String)
    case upgrades(String)
    case neighbors(String)
    case networks(String)
    case join(String)
    case leave(String)
    case attach(String)
    case detach(String)
    case account
    case pendingCharges
    case invoices
    case invoice(String)
    case invoiceItems(String)
    case unknown

    init(_ request: SimRequest) {
        let parts = request.segments.dropFirst().map(String.init)
        switch (request.method, parts.count) {
        case ("GET", 1): self = .reading(parts[0])
        case ("POST", 1): self = Thing(path: parts[0]).map { .add($0) } ?? .unknown
        case (_, 2): self = .about(parts[0], parts[1], request.method)
        case ("GET", 4)
        where parts[0] == "billing" && parts[1] == "invoices" && parts[3] == "items":
            self = .invoiceItems(parts[2])
        case (_, 3): self = .within(parts[0], parts[1], parts[2], request.method)
        case ("POST", 4): self = .deep(parts)
        default: self = .unknown
        }
    }

    private static func reading(_ name: String) -> VultrRoute {
        switch name {
        case "plans": .plans
        case "regions": .regions
        case "os": .systems
        case "account": .account
        case "plans-metal": .empty("plans_metal")
        case "bare-metals": .empty("bare_metals")
        case "applications": .empty(name)
        default: Thing(path: name).map { .list($0) } ?? .unknown
        }
    }

    private static func about(_ name: String, _ id: String, _ method: String) -> VultrRoute {
        if name == "billing", method == "GET" {
            switch id {
            case "pending-charges": return .pendingCharges
            case "history": return .empty("billing_history")
            case "invoices": return .invoices
            default: return .unknown
            }
        }
        guard let thing = Thing(path: name) else { return .unknown }
        if thing == .machine, method == "POST" {
            return Power(rawValue: id).map { .bulkPower($0) } ?? .unknown
        }
        switch method {
        case "GET": return .show(thing, id)
        case "PUT" where thing == .network || thing == .snapshot: return .change(thing, id)
        case "PATCH": return .change(thing, id)
        case "DELETE": return .remove(thing, id)
        default: return .unknown
        }
    }

    private static func within(
        _ name: String, _ id: String, _ part: String, _ method: String
    ) -> VultrRoute {
        switch (name, method, part) {
        case ("regions", "GET", "availability"): .availability(id)
        case ("billing", "GET", _) where id == "invoices": .invoice(part)
        case ("instances", "POST", "reinstall"): .reinstall(id)
        case ("instances", "POST", "restore"): .restore(id)
        case ("instances", "POST", _): Power(rawValue: part).map { .power($0, [id]) } ?? .unknown
        case ("instances", "GET", "user-data"): .userData(id)
        case ("instances", "GET", "ipv4"): .addresses(id)
        case ("instances", "GET", "bandwidth"): .bandwidth(id)
        case ("instances", "GET", "upgrades"): .upgrades(id)
        case ("instances", "GET", "neighbors"): .neighbors(id)
        case ("instances", "GET", "vpcs"): .networks(id)
        case ("blocks", "POST", "attach"): .attach(id)
        case ("blocks", "POST", "detach"): .detach(id)
        default: .unknown
        }
    }

    /// `POST /instances/ID/vpcs/attach` and `detach`: the only paths of that depth.
    private static func deep(_ parts: [String]) -> VultrRoute {
        switch (parts[0], parts[2], parts[3]) {
        case ("instances", "vpcs", "attach"): .join(parts[1])
        case ("instances", "vpcs", "detach"): .leave(parts[1])
        default: .unknown
        }
    }

    /// What faults call it.
    var operation: SimOperation {
        switch self {
        case .plans, .availability: .search
        case .add(.machine): .create
        case .list(.machine): .list
        case .show(.machine, _): .show
        case .change(.machine, _): .label
        case .remove(.machine, _): .destroy
        case .power, .bulkPower, .reinstall, .restore: .state
        case .account: .user
        default: .other
        }
    }

    /// The machine that the path names.
    var machine: String? {
        switch self {
        case .show(.machine, let id), .change(.machine, let id), .remove(.machine, let id),
            .reinstall(let id), .userData(let id), .addresses(let id), .bandwidth(let id),
            .restore(let id), .upgrades(let id), .neighbors(let id), .networks(let id),
            .join(let id), .leave(let id):
            id
        case .power(_, let ids): ids.first
        default: nil
        }
    }

    /// Whether the service answers without a key.
    var isPublic: Bool {
        switch self {
        case .plans, .regions, .availability, .systems, .empty("plans_metal"),
            .empty("applications"):
            true
        default: false
        }
    }
}
