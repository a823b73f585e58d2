/// A plan of Vultr's catalogue, reduced to the fields we use.
struct VultrPlan: VultrListed {
    static let listName = "plans"

    var id: String
    var type: String
    /// The size of the machine's disk, in GB.
    var diskGB: Double
    var gpu: VultrGPU?
    /// Whole cards; `nil` for a part of one.
    var gpuCount: Int?
    private var cost: VultrCost
    /// The prices that hold in one region in place of the plan's.
    private var costByRegion: [String: VultrCost]
    private var isOnDemand: Bool

    private enum CodingKeys: String, CodingKey {
        case id, type, disk
        case gpuType = "gpu_type"
        case gpuVRAM = "gpu_vram_gb"
        case gpuCount = "gpu_count"
        case locationCost = "location_cost"
        case onDemand = "deploy_ondemand"
    }

    /// - Throws: `DecodingError` only when the plan has no usable id.
    init(from decoder: any Decoder) throws {
        let plan = try decoder.container(keyedBy: CodingKeys.self)
        id = try plan.decode(String.self, forKey: .id)
        type = plan.lenientText(.type) ?? ""
        diskGB = plan.lenientNumber(.disk) ?? 0
        gpu = plan.lenientText(.gpuType).map(VultrGPU.init(type:))
        gpuCount = gpu?.cards(
            vramGB: plan.lenientNumber(.gpuVRAM).flatMap(Int.init(exactly:)),
            count: try? plan.decode(VultrGPUCount.self, forKey: .gpuCount))
        cost = (try? VultrCost(from: decoder)) ?? VultrCost()
        // An object by region; where there are none it may be an empty array instead.
        let regions = try? plan.decode([String: Lossy<VultrCost>].self, forKey: .locationCost)
        costByRegion = (regions ?? [:]).compactMapValues(\.value)
        isOnDemand = (try? plan.decode(Bool.self, forKey: .onDemand)) ?? true
    }

    /// What the plan costs there; `nil` when nobody says, and when it would be nothing: plans of
    /// price 0 are not what they seem.
    func price(in region: String) -> VultrPrice? {
        let local = costByRegion[region]
        guard let hourly = rate(local?.hourly ?? cost.hourly), hourly > .zero else { return nil }
        let monthly = (local?.monthly ?? cost.monthly).flatMap(Dollars.init(providerNumber:))
        return VultrPrice(hourly: hourly, monthly: monthly)
    }

    /// Whether the plan is a whole GPU machine that meets the wish, its price aside.
    func fits(_ wish: OfferWish) -> Bool {
        type == "vcg" && isOnDemand && gpuCount == wish.gpu.count
            && diskGB >= Double(wish.diskGB) && (gpu?.fits(wish.gpu.name) ?? false)
    }
}

/// A plan's or a region's prices as they come, in dollars.
private struct VultrCost: Decodable {
    var hourly: Double?
    var monthly: Double?

    private enum CodingKeys: String, CodingKey {
        case hourly = "hourly_cost"
        case monthly = "monthly_cost"
    }

    init() {}

    init(from decoder: any Decoder) throws {
        let cost = try decoder.container(keyedBy: CodingKeys.self)
        hourly = cost.lenientNumber(.hourly)
        monthly = cost.lenientNumber(.monthly)
    }
}
