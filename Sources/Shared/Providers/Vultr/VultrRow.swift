/// A row of Vultr's instance list, reduced to the fields we use.
///
/// `default_password` and `kvm` are credentials, and are not decoded (promise S1).
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

    private enum CodingKeys: String, CodingKey {
        case id, plan, region, label, tags, status, features
        case powerStatus = "power_status"
        case serverStatus = "server_status"
        case mainIP = "main_ip"
        case created = "date_created"
    }

    /// - Throws: `DecodingError` only when the row has no usable id: then the shape is unknown.
    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        guard let id = row.lenientID(.id) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a row without an id"))
        }
        self.id = id
        plan = row.lenientText(.plan)
        region = row.lenientText(.region)?.lowercased()
        label = row.lenientText(.label)
        tags = ((try? row.decode([Lossy<String>].self, forKey: .tags)) ?? []).compactMap(\.value)
        status = row.lenientText(.status)
        powerStatus = row.lenientText(.powerStatus)
        serverStatus = row.lenientText(.serverStatus)
        mainIP = row.lenientText(.mainIP)
        created = row.lenientText(.created).flatMap(Instant.init(offsetTime:))
        let features = try? row.decode([Lossy<String>].self, forKey: .features)
        hasBackups = (features ?? []).contains { $0.value == "auto_backups" }
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
