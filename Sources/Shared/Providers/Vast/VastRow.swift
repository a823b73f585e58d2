import FoundationEssentials

/// A row of Vast's instance list, reduced to the fields we use; credentials in it are not decoded.
struct VastRow: Decodable {
    var id: String
    var label: String?
    var actualStatus: String?
    var intendedStatus: String?
    var machineID: String?
    var gpuName: String?
    var gpuCount: Int?
    var dphTotal: Double?
    var storageTotalCost: Double?
    var storageCost: Double?
    var diskSpace: Double?
    var startDate: Double?
    var routes: [SSHRoute]

    private enum CodingKeys: String, CodingKey {
        case id, label
        case actualStatus = "actual_status"
        case intendedStatus = "intended_status"
        case machineID = "machine_id"
        case gpuName = "gpu_name"
        case gpuCount = "num_gpus"
        case dphTotal = "dph_total"
        case storageTotalCost = "storage_total_cost"
        case storageCost = "storage_cost"
        case diskSpace = "disk_space"
        case startDate = "start_date"
    }

    /// - Throws: `DecodingError` only when the row has no usable id: then the shape is unknown.
    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        guard let id = row.lenientID(.id), Int64(id) != nil else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a row without an id"))
        }
        self.id = id
        label = row.lenientText(.label)
        actualStatus = row.lenientText(.actualStatus)
        intendedStatus = row.lenientText(.intendedStatus)
        machineID = row.lenientID(.machineID)
        gpuName = row.lenientText(.gpuName)
        gpuCount = row.lenientNumber(.gpuCount).flatMap(Int.init(exactly:))
        dphTotal = row.lenientNumber(.dphTotal)
        storageTotalCost = row.lenientNumber(.storageTotalCost)
        storageCost = row.lenientNumber(.storageCost)
        diskSpace = row.lenientNumber(.diskSpace)
        startDate = row.lenientNumber(.startDate)
        routes = (try? VastRoutes(from: decoder).routes) ?? []
    }

    /// The row in our words.
    var instance: Instance {
        let running = rate(dphTotal)
        let stopped = rate(storageTotalCost ?? diskCost)
        return Instance(
            id: InstanceID(provider: .vast, value: id), label: label, status: status,
            machine: machineID, gpuName: gpuName ?? "", gpuCount: gpuCount ?? 0,
            running: running, stopped: stopped, billing: billing(running, stopped),
            created: startDate.flatMap(Instant.init(vastSeconds:)), routes: routes)
    }

    /// Dollars an hour for the disk: Vast's month has 720 hours.
    private var diskCost: Double? {
        guard let storageCost, let diskSpace else { return nil }
        return storageCost * diskSpace / 720
    }

    private var status: InstanceStatus {
        switch actualStatus {
        case nil, "created", "loading", "rebooting", "restarting", "recycling": .booting
        case "running": intendedStatus == "stopped" ? .other("stopping") : .running
        case "stopped", "exited", "frozen": .stopped
        case "offline", "unknown": .unreachable
        case .some(let word): .other(bounded(word))
        }
    }

    /// What Vast charges in each status (section 4.1 of the reference); where it is not confirmed,
    /// anything up to the full price.
    private func billing(
        _ running: HourlyRate?, _ stopped: HourlyRate?
    ) -> ClosedRange<HourlyRate>? {
        guard let running else { return nil }
        let storage = min(stopped ?? .zero, running)
        switch actualStatus {
        case "running", "frozen": return between(running, running)
        case "stopped" where intendedStatus == "stopped",
            "exited" where intendedStatus == "stopped":
            return between(storage, stopped == nil ? running : storage)
        // The status is the host's last report: a machine that boots may be running already.
        case nil, "created", "loading", "exited", "stopped", "rebooting", "restarting",
            "recycling":
            return between(storage, running)
        default: return between(.zero, running)
        }
    }
}

/// What bills between two rates that were rounded to the millionth on their way to us.
private func between(_ low: HourlyRate, _ high: HourlyRate) -> ClosedRange<HourlyRate> {
    let rounding = Dollars(microdollars: 1)
    let least = HourlyRate(perHour: max(.zero, low.perHour - rounding))
    return least...HourlyRate(perHour: high.perHour + rounding)
}
