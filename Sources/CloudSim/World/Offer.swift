package import Shared

/// One offer of the catalog: some GPUs of one machine, with their price.
///
/// It never changes; whether it can be rented now is the world's business.
package struct Offer: Sendable {
    package let id: Int64
    package let machineID: Int64
    /// The physical GPUs behind the offer; offers that share one exclude each other.
    package let gpuIDs: [Int64]
    package let gpuName: String
    /// $ an hour while the machine runs.
    package let gpuRate: Dollars
    /// $ for a GB and a month of 720 hours, whether the machine runs or not.
    package let storageCost: Dollars
    /// The lowest bid that wins, in $ an hour.
    package let minBid: Dollars
    /// The largest disk that can be had, in GB.
    package let diskSpace: Double
    /// How long the host still lets it.
    package let duration: Duration
    /// What else an answer says of it, by the API's field names.
    let attributes: [String: JSON]
    /// The attributes encoded, without braces.
    let encodedAttributes: [UInt8]
    /// What rows of instances say of the machine, and the same encoded, without braces.
    let hardware: JSONObject
    let encodedHardware: [UInt8]

    /// Makes an offer for a small world; `more` adds API fields or replaces the plain ones.
    package init(
        id: Int64, machineID: Int64, gpuIDs: [Int64], gpuName: String = "RTX 4090",
        gpuRate: Dollars, storageCost: Dollars = Dollars(microdollars: 150_000),
        minBid: Dollars? = nil, diskSpace: Double = 500, duration: Duration = .seconds(2_592_000),
        more: JSONObject = [:]
    ) {
        var fields: JSONObject = [
            "machine_id": .int(machineID), "host_id": .int(machineID + 100_000),
            "gpu_ids": .array(gpuIDs.map { .int($0) }), "gpu_name": .string(gpuName),
            "num_gpus": .int(Int64(gpuIDs.count)), "gpu_frac": 1.0, "gpu_ram": 24564,
            "gpu_total_ram": .int(24564 * Int64(gpuIDs.count)), "compute_cap": 890,
            "cuda_max_good": 12.8, "driver_version": "570.124.04", "cpu_cores": 32,
            "cpu_cores_effective": 16.0, "cpu_ram": 128_835, "disk_bw": 2300.0,
            "inet_down": 842.1, "inet_up": 610.0, "inet_down_cost": 0.002, "inet_up_cost": 0.002,
            "direct_port_count": 100, "static_ip": true, "reliability": 0.9987,
            "reliability2": 0.9987, "verification": "verified", "hosting_type": 0,
            "geolocation": "Oslo, NO", "dlperf": 98.6, "total_flops": 82.6, "score": 520.1,
        ]
        fields.append(contentsOf: more)
        self.init(
            id: id, machineID: machineID, gpuIDs: gpuIDs, gpuName: gpuName, gpuRate: gpuRate,
            storageCost: storageCost,
            minBid: minBid ?? Dollars(microdollars: gpuRate.microdollars / 2),
            diskSpace: diskSpace, duration: duration, fields: fields)
    }

    /// Reads an offer as the catalog holds it; `nil` when a field that matters is missing.
    init?(catalogEntry entry: JSON) {
        guard let fields = entry.members, let id = fields["id"]?.whole,
            let machineID = fields["machine_id"]?.whole,
            let gpuIDs = fields["gpu_ids"]?.elements?.compactMap(\.whole), !gpuIDs.isEmpty,
            let gpuName = fields["gpu_name"]?.text,
            let gpuRate = fields["dph_base"]?.dollars,
            let storageCost = fields["storage_cost"]?.dollars,
            let minBid = fields["min_bid"]?.dollars, let diskSpace = fields["disk_space"]?.number,
            let duration = fields["duration"]?.whole
        else { return nil }
        self.init(
            id: id, machineID: machineID, gpuIDs: gpuIDs, gpuName: gpuName, gpuRate: gpuRate,
            storageCost: storageCost, minBid: minBid, diskSpace: diskSpace,
            duration: .seconds(duration), fields: fields)
    }

    private init(
        id: Int64, machineID: Int64, gpuIDs: [Int64], gpuName: String, gpuRate: Dollars,
        storageCost: Dollars, minBid: Dollars, diskSpace: Double, duration: Duration,
        fields: JSONObject
    ) {
        self.id = id
        self.machineID = machineID
        self.gpuIDs = gpuIDs
        self.gpuName = gpuName
        self.gpuRate = gpuRate
        self.storageCost = storageCost
        self.minBid = minBid
        self.diskSpace = diskSpace
        self.duration = duration
        attributes = Offer.attributes(
            from: fields, id: id, storageCost: storageCost, diskSpace: diskSpace)
        var members = JSONObject()
        for key in attributes.keys.sorted() { members.append(key, attributes[key] ?? .null) }
        var writer = JSONWriter()
        writer.write(membersOf: members)
        encodedAttributes = writer.bytes
        hardware = Offer.hardware(of: attributes)
        var hardwareWriter = JSONWriter()
        hardwareWriter.write(membersOf: hardware)
        encodedHardware = hardwareWriter.bytes
    }

    /// What an answer says of an offer whoever asks and whenever: the entry without what depends
    /// on the search, and with what follows from it.
    private static func attributes(
        from fields: JSONObject, id: Int64, storageCost: Dollars, diskSpace: Double
    ) -> [String: JSON] {
        var all: [String: JSON] = [
            "external": false, "gpu_display_active": false, "gpu_lanes": 16, "has_avx": 1,
            "os_version": "22.04", "resource_type": "gpu", "logo": "", "webpage": .null,
            "cluster_id": .null, "credit_discount_max": 0.0, "discount_rate": 0.0,
        ]
        for member in fields.list where !fieldsOfTheMoment.contains(member.key) {
            all[member.key] = member.value
        }
        all["id"] = .int(id)
        all["ask_contract_id"] = .int(id)
        all["bundle_id"] = .int(id)
        all["storage_cost"] = .double(storageCost.asNumber)
        all["disk_space"] = .double(diskSpace)
        all["vericode"] = all["verification"] == "verified" ? 1 : 0
        all["driver_vers"] = driverNumber(all["driver_version"]?.text)
        for direction in ["up", "down"] {
            let cost = all["inet_\(direction)_cost"]?.number ?? 0
            all["internet_\(direction)_cost_per_tb"] = .double(cost * 1000)
        }
        return all
    }

    private static let fieldsOfTheMoment: Set<String> = [
        "dph_base", "dph_total", "dlperf_per_dphtotal", "flops_per_dphtotal", "min_bid", "is_bid",
        "rentable", "rented", "duration",
    ]

    /// The driver's version as one number: 535.86.05 is 535086005, and 550.67 is 550067000.
    static func driverNumber(_ version: String?) -> JSON {
        let parts = (version ?? "").split(separator: ".").compactMap { Int64($0) }
        guard parts.count == 2 || parts.count == 3 else { return .null }
        return .int(parts[0] * 1_000_000 + parts[1] * 1000 + (parts.count == 3 ? parts[2] : 0))
    }
}

extension Dollars {
    /// The amount as the API writes it: a number of dollars.
    var asNumber: Double { Double(microdollars) / 1_000_000 }
}

extension JSON {
    /// The number as an amount of money.
    var dollars: Dollars? { number.flatMap { Dollars(providerNumber: $0) } }
}
