/// A row of Vultr's instance list, reduced to the fields we use.
///
/// `default_password` and `kvm` are credentials, and are not kept (promise S1).
struct VultrRow: VultrListed {
    static let listName = "instances"

    var id: String
    var plan: String?
    var region: String?
    private var label: String?
    private var tags: [String]
    private var status: String?
    private var powerStatus: String?
    private var serverStatus: String?
    private var mainIP: String?
    var created: Instant?
    private var hasBackups: Bool

    /// - Returns: `nil` only when the row has no usable id: then the shape is unknown.
    init?(_ row: JSONValue) {
        guard let id = row.lenientID("id") else { return nil }
        self.id = id
        plan = row.lenientText("plan")
        region = row.lenientText("region")?.lowercased()
        label = row.lenientText("label")
        tags = row.lenientTexts("tags")
        status = row.lenientText("status")
        powerStatus = row.lenientText("power_status")
        serverStatus = row.lenientText("server_status")
        mainIP = row.lenientText("main_ip")
        created = row.lenientText("date_created").flatMap(Instant.init(offsetTime:))
        hasBackups = row.lenientTexts("features").contains("auto_backups")
    }

    /// The row in our words; `plans` are what the catalogue says of its plan's price and GPU.
    ///
    /// `sshPort` is where machines listen for ssh.
    func instance(
        pricedBy plans: [String: VultrPlan], at now: Instant, sshPort: Int
    ) -> Instance {
        let known = plan.flatMap { plans[$0] }
        let price = region.flatMap { known?.price(in: $0) }
        let rate = hasBackups ? price?.withBackups : price?.hourly
        return Instance(
            id: InstanceID(provider: .vultr, value: id), label: ownLabel, status: instanceStatus,
            machine: place, gpuName: known?.cards?.name ?? known?.gpu?.name ?? "",
            gpuCount: known?.cards?.count ?? 0,
            running: rate, stopped: rate,
            billing: price?.billing(
                created: created, at: now, hasBackups: hasBackups, isCertain: isBillingKnown),
            created: created,
            routes: [SSHRoute(.direct, host: mainIP ?? "", port: sshPort)].compactMap { $0 })
    }

    /// What stands for the host, which Vultr does not name: `ewr/vcg-a16-2c-8g-2vram`.
    private var place: String? {
        guard let region, let plan else { return nil }
        return "\(region)/\(plan)"
    }

    /// The label, or the tag of ours where the label was edited: a create puts both there, so that
    /// a machine keeps its name (promise M1).
    private var ownLabel: String? {
        let isOurs = { (text: String) in text.hasPrefix("fk-") }
        if let label, isOurs(label) { return label }
        return tags.first(where: isOurs) ?? label
    }

    /// Section 8 of the reference: ready is active, running and `ok` at a real address.
    private var instanceStatus: InstanceStatus {
        switch status {
        case "pending", "installing", "resizing": .booting
        case "suspended": .stopped
        case "active": activeStatus
        case nil: .other("no status")
        case .some(let word): .other(bounded(word))
        }
    }

    /// What an active machine does: the power is not read before that.
    private var activeStatus: InstanceStatus {
        switch powerStatus {
        case "stopped": return .stopped
        case "running": break
        case nil: return .other("no power status")
        case .some(let word): return .other(bounded(word))
        }
        switch serverStatus {
        case "ok": return hasAddress ? .running : .booting
        case nil, "none", "locked", "installingbooting": return .booting
        case .some(let word): return .other(bounded(word))
        }
    }

    private var hasAddress: Bool { !["", "0.0.0.0"].contains(mainIP ?? "") }

    /// Every state bills in full but those of which nobody says what they bill.
    private var isBillingKnown: Bool {
        ["pending", "installing", "resizing", "active"].contains(status)
    }
}
