/// A row of Vast's instance list, reduced to the fields we use; credentials in it are not kept.
struct VastRow {
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
    /// Whether a column came as null that such a machine has a value of.
    var lacksColumns: Bool

    /// What a list is asked for: each column that is read here and in `VastRoutes`, so that the
    /// credentials of a row (`jupyter_token`, `instance_api_key`) do not travel (promise S1).
    static let columns = [
        "id", "label", "actual_status", "intended_status", "machine_id", "gpu_name", "num_gpus",
        "dph_total", "storage_total_cost", "storage_cost", "disk_space", "start_date", "ports",
        "public_ipaddr", "ssh_host", "ssh_port",
    ]

    /// - Returns: `nil` only when the row has no usable id: then the shape is unknown.
    init?(_ row: JSONValue) {
        guard let id = row.lenientID("id"), Int64(id) != nil else { return nil }
        self.id = id
        label = row.lenientText("label")
        actualStatus = row.lenientText("actual_status")
        intendedStatus = row.lenientText("intended_status")
        machineID = row.lenientID("machine_id")
        gpuName = row.lenientText("gpu_name")
        gpuCount = row.lenientNumber("num_gpus").flatMap(Int.init(exactly:))
        dphTotal = row.lenientNumber("dph_total")
        storageTotalCost = row.lenientNumber("storage_total_cost")
        storageCost = row.lenientNumber("storage_cost")
        diskSpace = row.lenientNumber("disk_space")
        startDate = row.lenientNumber("start_date")
        routes = VastRoutes(of: row).routes
        lacksColumns =
            row["intended_status"] == .null || row["storage_cost"] == .null
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
