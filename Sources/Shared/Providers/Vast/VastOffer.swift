import FoundationEssentials

/// An offer as Vast describes it, reduced to the fields we use.
struct VastOffer: Decodable {
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

    private enum CodingKeys: String, CodingKey {
        case id, verification, rentable, reliability, reliability2
        case machineID = "machine_id"
        case gpuName = "gpu_name"
        case gpuCount = "num_gpus"
        case dphBase = "dph_base"
        case dphTotal = "dph_total"
        case storageCost = "storage_cost"
        case diskSpace = "disk_space"
    }

    init(from decoder: any Decoder) throws {
        let offer = try decoder.container(keyedBy: CodingKeys.self)
        guard let id = offer.lenientID(.id), let gpuName = offer.lenientText(.gpuName),
            let gpus = offer.lenientNumber(.gpuCount).flatMap(Int.init(exactly:))
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "an offer without id, GPU or count"))
        }
        self.id = id
        self.gpuName = gpuName
        gpuCount = gpus
        machineID = offer.lenientID(.machineID)
        dphBase = offer.lenientNumber(.dphBase)
        dphTotal = offer.lenientNumber(.dphTotal)
        storageCost = offer.lenientNumber(.storageCost) ?? 0
        reliability = offer.lenientNumber(.reliability) ?? offer.lenientNumber(.reliability2) ?? 0
        verification = offer.lenientText(.verification)
        rentable = (try? offer.decode(Bool.self, forKey: .rentable)) ?? true
        diskSpace = offer.lenientNumber(.diskSpace)
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
