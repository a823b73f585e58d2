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
    /// The memory of all its cards, or of its part of one, in GB.
    private var memoryGB: Int?
    /// Whether it has a part of one card, of a memory that is known.
    private var isSlice: Bool
    private var cost: VultrCost
    /// The prices that hold in one region in place of the plan's.
    private var costByRegion: [String: VultrCost]
    private var isOnDemand: Bool

    /// - Returns: `nil` only when the plan has no usable id.
    init?(_ plan: JSONValue) {
        guard let id = plan.lenientText("id") else { return nil }
        self.id = id
        type = plan.lenientText("type") ?? ""
        diskGB = plan.lenientNumber("disk") ?? 0
        gpu = plan.lenientText("gpu_type").map(VultrGPU.init(type:))
        memoryGB = plan.lenientNumber("gpu_vram_gb").flatMap(Int.init(exactly:))
        let count = plan["gpu_count"].map(VultrGPUCount.init)
        gpuCount = gpu?.cards(vramGB: memoryGB, count: count)
        let card = gpu?.memoryGB ?? (count == .part ? .max : 0)
        isSlice = gpuCount == nil && memoryGB.map { $0 > 0 && $0 < card } ?? false
        cost = VultrCost(plan)
        // An object by region; where there are none it may be an empty array instead.
        costByRegion = (plan["location_cost"]?.members ?? [:]).mapValues(VultrCost.init)
        isOnDemand = plan.lenientFlag("deploy_ondemand") ?? true
    }

    /// What the plan costs there; `nil` when nobody says, and when it would be nothing: plans of
    /// price 0 are not what they seem.
    func price(in region: String) -> VultrPrice? {
        let local = costByRegion[region]
        guard let hourly = rate(local?.hourly ?? cost.hourly), hourly > .zero else { return nil }
        let monthly = (local?.monthly ?? cost.monthly).flatMap(Dollars.init(providerNumber:))
        return VultrPrice(hourly: hourly, monthly: monthly)
    }

    /// Whether the plan is a GPU machine that meets the wish, its price aside.
    func fits(_ wish: OfferWish) -> Bool {
        type == "vcg" && isOnDemand && hasCards(of: wish.gpu)
            && diskGB >= Double(wish.diskGB) && (gpu?.fits(wish.gpu.name) ?? false)
    }

    /// Whole cards, unless a part of one is asked for: then that, or one whole card, by memory.
    private func hasCards(of wanted: GPUPreference) -> Bool {
        guard let least = wanted.sliceGB else { return gpuCount == wanted.count }
        return (gpuCount == 1 || isSlice) && (memoryGB ?? 0) >= least
    }

    /// The model and how many: a part of a card is one of its own kind, `A16 4GB slice`.
    var cards: (name: String, count: Int)? {
        guard let gpu else { return nil }
        if let gpuCount { return (gpu.name, gpuCount) }
        return isSlice ? memoryGB.map { ("\(gpu.name) \($0)GB slice", 1) } : nil
    }
}

/// A plan's or a region's prices as they come, in dollars.
private struct VultrCost {
    var hourly: Double?
    var monthly: Double?

    init(_ cost: JSONValue) {
        hourly = cost.lenientNumber("hourly_cost")
        monthly = cost.lenientNumber("monthly_cost")
    }
}
