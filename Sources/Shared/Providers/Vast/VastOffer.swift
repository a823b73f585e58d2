/// An offer as Vast describes it, reduced to the fields we use.
struct VastOffer {
    var id: String
    var machineID: String?
    var gpuName: String
    var gpuCount: Int
    var dphBase: Double?
    var dphTotal: Double?
    var storageCost: Double
    var reliability: Double
    var verification: String?
    var rentable: Bool
    var diskSpace: Double?

    /// - Returns: `nil` for an offer without id, GPU or count.
    init?(_ offer: JSONValue) {
        guard let id = offer.lenientID("id"), let gpuName = offer.lenientText("gpu_name"),
            let gpus = offer.lenientNumber("num_gpus").flatMap(Int.init(exactly:))
        else { return nil }
        self.id = id
        self.gpuName = gpuName
        gpuCount = gpus
        machineID = offer.lenientID("machine_id")
        dphBase = offer.lenientNumber("dph_base")
        dphTotal = offer.lenientNumber("dph_total")
        storageCost = offer.lenientNumber("storage_cost") ?? 0
        reliability =
            offer.lenientNumber("reliability") ?? offer.lenientNumber("reliability2") ?? 0
        verification = offer.lenientText("verification")
        rentable = offer.lenientFlag("rentable") ?? true
        diskSpace = offer.lenientNumber("disk_space")
    }

    /// The offer in our words with the price of `diskGB` included, if it meets the wish.
    ///
    /// The query asked for all of this already; a row that slipped through is not rented.
    func offer(for wish: OfferWish) -> Offer? {
        let disk = storageCost * Double(wish.diskGB) / 720
        // Without the GPU's own price nobody can tell whether the total has the disk in it.
        guard let gpus = dphBase ?? dphTotal else { return nil }
        let total = max(dphTotal ?? 0, gpus + disk)
        guard total > 0, let running = rate(total), let stopped = rate(disk), rentable,
            running <= wish.maxPrice, gpuCount == wish.gpu.count,
            sameGPU(gpuName, wish.gpu.name), reliability >= (wish.gpu.minReliability ?? 0),
            diskSpace ?? .infinity >= Double(wish.diskGB),
            !wish.verifiedOnly || verification == nil || verification == "verified"
        else { return nil }
        return Offer(
            provider: .vast, id: id, machine: machineID, gpuName: gpuName, gpuCount: gpuCount,
            running: running, stopped: stopped, reliability: reliability)
    }
}

/// Whether two spellings name one GPU: case and `_` for a space do not matter.
func sameGPU(_ left: String, _ right: String) -> Bool {
    vastGPUName(left).lowercased() == vastGPUName(right).lowercased()
}

/// A GPU's name as Vast spells it, with spaces.
func vastGPUName(_ name: String) -> String {
    String(name.map { $0 == "_" ? " " : $0 })
}
