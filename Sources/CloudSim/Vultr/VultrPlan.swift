package import Shared

/// One Cloud GPU plan: a size of machine, its price, and where it is sold.
package struct VultrPlan: Sendable, Equatable {
    package let id: String
    /// Vultr's name for the GPU, such as `NVIDIA_A40`.
    package let gpuType: String
    /// How many GPUs; of a slice, its share of one.
    package let gpus: Double
    /// In GB, of all GPUs together.
    package let gpuMemory: Int64
    package let cpus: Int64
    /// In GB; answers say it in MB.
    package let memory: Int64
    /// In GB; 0 when no source says it.
    package let disk: Int64
    /// In GB a month; 0 when no source says it.
    package let bandwidth: Int64
    package let rate: VultrRate
    /// Regions with a price of their own.
    package let regionRates: [String: VultrRate]
    /// How many machines each region has at first, in the order answers list the regions; it is
    /// sold where it has none, too.
    package let stock: [(region: String, machines: Int)]

    package init(
        id: String, gpuType: String, gpus: Double, gpuMemory: Int64, cpus: Int64, memory: Int64,
        disk: Int64, bandwidth: Int64, rate: VultrRate, regionRates: [String: VultrRate] = [:],
        stock: [(region: String, machines: Int)]
    ) {
        self.id = id
        self.gpuType = gpuType
        self.gpus = gpus
        self.gpuMemory = gpuMemory
        self.cpus = cpus
        self.memory = memory
        self.disk = disk
        self.bandwidth = bandwidth
        self.rate = rate
        self.regionRates = regionRates
        self.stock = stock
    }

    /// Reads a line of the catalog; `nil` when a field that matters is missing.
    init?(line: some StringProtocol) {
        let fields = String(line).split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init)
        guard fields.count == 12, let gpus = Double(fields[2]), let gpuMemory = Int64(fields[3]),
            let cpus = Int64(fields[4]), let memory = Int64(fields[5]),
            let monthly = Dollars(text: fields[8]), let hourly = Dollars(text: fields[9])
        else { return nil }
        let stocked = fields[10].split(separator: " ").map(String.init)
        let sold = fields[11].split(separator: " ").map(String.init)
        let machines = gpus <= 1 ? 8 : max(1, Int(8 / gpus))
        self.init(
            id: fields[0], gpuType: "NVIDIA_\(fields[1].prefix { $0 != " " })",
            gpus: gpus, gpuMemory: gpuMemory, cpus: cpus, memory: memory,
            disk: Int64(fields[6]) ?? 0, bandwidth: Int64(fields[7]) ?? 0,
            rate: VultrRate(hourly: hourly, monthly: monthly),
            stock: stocked.map { ($0, machines) }
                + sold.filter { !stocked.contains($0) }.map { ($0, 0) })
    }

    /// The plan with several times its stock.
    func stocked(times: Int) -> VultrPlan {
        VultrPlan(
            id: id, gpuType: gpuType, gpus: gpus, gpuMemory: gpuMemory, cpus: cpus,
            memory: memory, disk: disk, bandwidth: bandwidth, rate: rate,
            regionRates: regionRates,
            stock: stock.map { (region: $0.region, machines: $0.machines * times) })
    }

    package static func == (left: VultrPlan, right: VultrPlan) -> Bool { left.id == right.id }

    func rate(in region: String) -> VultrRate { regionRates[region] ?? rate }

    var isSlice: Bool { gpus < 1 }

    /// The plan as an answer lists it.
    var row: JSON {
        var row: JSONObject = [
            "id": .string(id), "vcpu_count": .int(cpus), "ram": .int(memory * 1024),
            "disk": .int(disk), "disk_count": 1, "bandwidth": .int(bandwidth),
        ]
        row.append(contentsOf: rate.row)
        var places = JSONObject()
        for (region, rate) in regionRates.sorted(by: { $0.key < $1.key }) {
            places.append(region, .object(rate.row))
        }
        row.append(contentsOf: [
            "invoice_type": "hourly", "type": "vcg",
            "locations": .array(stock.map { .string($0.region) }),
            "location_cost": .object(places), "deploy_ondemand": true,
            "deploy_preemptible": false, "gpu_brand": "nvidia", "gpu_vram_gb": .int(gpuMemory),
            "gpu_type": .string(gpuType), "gpu_count": gpuCount, "disk_type": "SSD",
            "storage_type": "local_storage", "vcpu_type": "thread",
        ])
        return .object(row)
    }

    /// A whole number, or a fraction in a string for a slice.
    private var gpuCount: JSON {
        isSlice ? .string("1/\(Int((1 / gpus).rounded()))") : .int(Int64(gpus))
    }
}

/// The price of a plan.
package struct VultrRate: Sendable, Equatable {
    package var hourly: Dollars
    /// What a calendar month costs at most.
    package var monthly: Dollars

    package init(hourly: Dollars, monthly: Dollars) {
        self.hourly = hourly
        self.monthly = monthly
    }

    /// The four cost fields of a plan.
    var row: JSONObject {
        [
            "monthly_cost": monthly.vultrNumber, "hourly_cost": hourly.vultrNumber,
            "monthly_cost_preemptible": monthly.vultrNumber,
            "hourly_cost_preemptible": hourly.vultrNumber,
        ]
    }

    /// The rate raised by a share of itself.
    func raised(byPercent percent: Double) -> VultrRate {
        guard percent > 0 else { return self }
        func raised(_ amount: Dollars) -> Dollars {
            Dollars(
                microdollars: Int64((Double(amount.microdollars) * (1 + percent / 100)).rounded()))
        }
        return VultrRate(hourly: raised(hourly), monthly: raised(monthly))
    }
}

extension Dollars {
    /// The amount as Vultr writes it: whole dollars without a fraction.
    var vultrNumber: JSON {
        microdollars % 1_000_000 == 0 ? .int(microdollars / 1_000_000) : .double(asNumber)
    }
}
