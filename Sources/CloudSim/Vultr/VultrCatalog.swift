import Shared

/// What Vultr sells in a world: plans and the regions they are sold in.
package struct VultrCatalog: Sendable {
    package let plans: [VultrPlan]
    private let positions: [String: Int]

    /// A catalog of these plans; of two with one id, the later is left out.
    package init(_ plans: [VultrPlan]) {
        var kept: [VultrPlan] = []
        var positions: [String: Int] = [:]
        for plan in plans where positions[plan.id] == nil {
            positions[plan.id] = kept.count
            kept.append(plan)
        }
        self.plans = kept
        self.positions = positions
    }

    package subscript(id: String) -> VultrPlan? { positions[id].map { plans[$0] } }

    /// How many machines of a plan a region has at first.
    func stock(of plan: VultrPlan, in region: String) -> Int {
        plan.stock.first { $0.region == region }?.machines ?? 0
    }

    /// The 27 Cloud GPU plans that public sources quote.
    package static let market = VultrCatalog(
        vultrPlansData.split(separator: "\n").compactMap { VultrPlan(line: $0) })

    /// The plans with several times their stock.
    static func market(times: Int) -> VultrCatalog {
        guard times > 1 else { return market }
        return VultrCatalog(market.plans.map { $0.stocked(times: times) })
    }

    /// Three plans, for tests: easy to reckon with.
    ///
    /// A whole A40 for $1.712 an hour, at most $1250 a month: two in `ewr`, one in `blr`, sold out
    /// in `lax`. A whole A16 for $0.471, at most $344: three in `ewr`, one in `sjc`. A slice of an
    /// A100 for $0.123, at most $90, in `sjc` $0.15 and $100: four in `ewr`, one in `sjc`.
    package static let small = VultrCatalog([
        VultrPlan(
            id: "vcg-a40-24c-120g-48vram", gpuType: "NVIDIA_A40", gpus: 1, gpuMemory: 48, cpus: 24,
            memory: 120, disk: 1400, bandwidth: 16384, rate: rate(1_712_000, 1250),
            stock: [("ewr", 2), ("blr", 1), ("lax", 0)]),
        VultrPlan(
            id: "vcg-a16-6c-64g-16vram", gpuType: "NVIDIA_A16", gpus: 1, gpuMemory: 16, cpus: 6,
            memory: 64, disk: 350, bandwidth: 6144, rate: rate(471_000, 344),
            stock: [("ewr", 3), ("sjc", 1)]),
        VultrPlan(
            id: "vcg-a100-1c-6g-4vram", gpuType: "NVIDIA_A100", gpus: 0.05, gpuMemory: 4, cpus: 1,
            memory: 6, disk: 70, bandwidth: 1024, rate: rate(123_000, 90),
            regionRates: ["sjc": rate(150_000, 100)], stock: [("ewr", 4), ("sjc", 1)]),
    ])

    private static func rate(_ hourly: Int64, _ monthly: Int64) -> VultrRate {
        VultrRate(
            hourly: Dollars(microdollars: hourly),
            monthly: Dollars(microdollars: monthly * 1_000_000))
    }
}
