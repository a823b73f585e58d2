import Shared
import Testing

/// The catalogue: sections 2.1 and 2.3 of the reference.
@Suite struct VultrOfferTests {
    private let wish = OfferWish(
        gpu: GPUPreference(name: "A100", minReliability: 0.95), maxPrice: rate(5_000_000),
        diskGB: 60, verifiedOnly: true)

    private func available(_ plans: String...) -> String {
        #"{"available_plans": [\#(plans.map { #""\#($0)""# }.joined(separator: ", "))]}"#
    }

    /// What one plan that is to be had in `ewr` makes of the wish.
    private func offers(_ plan: String, wish: OfferWish? = nil) async throws -> [Offer] {
        let vultr = try ScriptedVultr([
            .status(200, body: vultrPage("plans", try vultrPlan(plan))),
            .status(200, body: available("vcg-a100")),
        ])
        return try await vultr.client.offers(wish ?? self.wish)
    }

    /// Whether a plan is passed over without even asking the regions for it.
    private func isPassedOver(_ plan: String, wish: OfferWish? = nil) async throws -> Bool {
        let vultr = try ScriptedVultr(bodies: vultrPage("plans", try vultrPlan(plan)))
        return try await vultr.client.offers(wish ?? self.wish).isEmpty
    }

    private func wish(_ name: String, count: Int = 1) -> OfferWish {
        var wish = wish
        wish.gpu = GPUPreference(name: name, count: count)
        return wish
    }

    @Test func `an offer is a plan that is to be had in a region, halted at full price`()
        async throws
    {
        let offer = try #require(try await offers("{}").first)
        #expect(
            offer
                == Offer(
                    provider: .vultr, id: "ewr/vcg-a100", machine: "ewr/vcg-a100",
                    gpuName: "A100", gpuCount: 1, running: rate(2_397_000),
                    stopped: rate(2_397_000), reliability: 1))
    }

    @Test func `Cloud GPU is the type vcg, and regions are asked in the user's order`()
        async throws
    {
        let vultr = try ScriptedVultr(
            bodies: vultrPage("plans", try vultrPlan(), next: "bmV4", total: 2),
            vultrPage("plans", try vultrPlan(#"{"id": "vcg-other"}"#), total: 2),
            available("vcg-a100"), available("vcg-other"),
            settings: VultrSettings(regions: ["SJC", "ewr"]))
        #expect(
            try await vultr.client.offers(wish).map(\.id) == ["sjc/vcg-a100", "ewr/vcg-other"])
        #expect(
            vultr.paths == [
                "GET /plans?type=vcg&per_page=500", "GET /plans?type=vcg&per_page=500&cursor=bmV4",
                "GET /regions/sjc/availability?type=vcg", "GET /regions/ewr/availability?type=vcg",
            ])
    }

    @Test func `the price list says where a plan is sold, and not whether it is in stock`()
        async throws
    {
        let vultr = try ScriptedVultr(
            bodies: vultrPage("plans", try vultrPlan(#"{"locations": ["ewr"]}"#)),
            available("vcg-something-else"))
        #expect(try await vultr.client.offers(wish).isEmpty)
        #expect(try await offers(#"{"locations": []}"#).count == 1)
    }

    @Test func `the price list is read once in a run, the stock each time`() async throws {
        let vultr = try ScriptedVultr(
            bodies: vultrPage("plans", try vultrPlan()), available("vcg-a100"), available())
        #expect(try await vultr.client.offers(wish).count == 1)
        #expect(try await vultr.client.offers(wish).isEmpty)
        #expect(vultr.exchange.unused == 0)
    }

    @Test(arguments: [
        (#"{"ewr": {"hourly_cost": 3.5, "monthly_cost": 2500}}"#, 3_500_000),
        (#"{"ewr": {"hourly_cost": "3.5"}}"#, 3_500_000),
        (#"{"ams": {"hourly_cost": 3.5}}"#, 2_397_000), (#"{"ewr": {}}"#, 2_397_000),
        (#"{"ewr": null}"#, 2_397_000), ("[]", 2_397_000), ("null", 2_397_000),
    ])
    func `a region's own price overrides the plan's, and none may come as an empty array`(
        _ costs: String, _ price: Int64
    ) async throws {
        #expect(
            try await offers(#"{"location_cost": \#(costs)}"#).map(\.running) == [rate(price)])
    }

    @Test(arguments: [
        #"{"hourly_cost": 0}"#, #"{"hourly_cost": "0"}"#, #"{"hourly_cost": null}"#,
        #"{"hourly_cost": -1}"#, #"{"hourly_cost": 1e300}"#, #"{"hourly_cost": 5.01}"#,
        #"{"location_cost": {"ewr": {"hourly_cost": 0}}}"#,
        #"{"location_cost": {"ewr": {"hourly_cost": 6}}}"#,
    ])
    func `a plan that costs nothing, too much or who knows what is not rented`(
        _ plan: String
    ) async throws {
        #expect(try await offers(plan).isEmpty)
    }

    @Test(arguments: [
        #"{"gpu_vram_gb": 4}"#, #"{"gpu_vram_gb": 79}"#, #"{"gpu_vram_gb": 120}"#,
        #"{"gpu_count": "1/8"}"#, #"{"gpu_count": "1/1"}"#, #"{"gpu_count": 0.5}"#,
        #"{"gpu_count": 0}"#, #"{"gpu_vram_gb": null}"#, #"{"gpu_type": null}"#,
        #"{"gpu_vram_gb": 160}"#, #"{"disk": 59}"#, #"{"disk": null}"#, #"{"type": "vc2"}"#,
        #"{"deploy_ondemand": false}"#,
    ])
    func `a part of a card, another count, a small disk or another kind is passed over`(
        _ plan: String
    ) async throws {
        #expect(try await isPassedOver(plan))
    }

    @Test(arguments: [
        (#"{"gpu_vram_gb": 160}"#, "A100", 2), (#"{"gpu_vram_gb": "160"}"#, "A100", 2),
        (#"{"gpu_vram_gb": 160, "gpu_count": "2"}"#, "A100", 2),
        (#"{"gpu_type": "NVIDIA_A16", "gpu_vram_gb": 64}"#, "A16", 4),
        (#"{"gpu_type": "NVIDIA_A40", "gpu_vram_gb": 48}"#, "A40", 1),
        (#"{"gpu_type": "NVIDIA_L40S", "gpu_vram_gb": 96}"#, "L40S", 2),
        (#"{"gpu_type": "NVIDIA_B200", "gpu_vram_gb": 1440, "gpu_count": 8}"#, "B200", 8),
        (#"{"gpu_type": "NVIDIA_NEW_9000", "gpu_count": 1}"#, "new 9000", 1),
        (#"{"disk": 60}"#, "A100", 1), (#"{"disk": "60"}"#, "A100", 1),
    ])
    func `cards are counted by their memory, else as the provider counts them`(
        _ plan: String, _ name: String, _ count: Int
    ) async throws {
        #expect(
            try await offers(plan, wish: wish(name, count: count)).map(\.gpuCount) == [count])
    }

    @Test(arguments: [
        ("NVIDIA_A100", "A100"), ("NVIDIA_A100", "a100"), ("NVIDIA_A100", "NVIDIA A100"),
        ("NVIDIA_A100", "A100 PCIE"), ("NVIDIA_A100", "A100_PCIE"), ("NVIDIA_A100", "A100 80GB"),
        ("NVIDIA_A100_SXM", "A100"), ("NVIDIA_A100_SXM", "A100 SXM4"),
        ("NVIDIA_A100_SXM", "A100-SXM"), ("NVIDIA_HGX_H100", "H100 SXM"),
        ("NVIDIA_HGX_H100", "HGX H100"), ("AMD_MI300X", "MI300X"),
    ])
    func `a GPU is known by the user's words for it`(_ type: String, _ name: String) async throws {
        let plan = #"{"gpu_type": "\#(type)", "gpu_vram_gb": \#(type == "AMD_MI300X" ? 192 : 80)}"#
        #expect(try await offers(plan, wish: wish(name)).count == 1)
    }

    @Test(arguments: [
        ("NVIDIA_A100", 80, "A100 SXM4"), ("NVIDIA_A100_SXM", 80, "A100 PCIE"),
        ("NVIDIA_L40S", 48, "L40"), ("NVIDIA_A16", 16, "A1"), ("NVIDIA_A100", 80, "PCIE"),
        ("NVIDIA_A100", 80, ""), ("NVIDIA_A100", 80, "_"), ("NVIDIA_A100", 80, "NVIDIA"),
        ("NVIDIA_H100", 80, "A100"), ("NVIDIA_GH200", 96, "H200"),
        ("NVIDIA_NEW_9000", 80, "9000"), ("NVIDIA_A40", 48, "RTX A40"),
    ])
    func `another GPU is not taken for it`(
        _ type: String, _ vram: Int, _ name: String
    ) async throws {
        let plan = #"{"gpu_type": "\#(type)", "gpu_vram_gb": \#(vram), "gpu_count": 1}"#
        #expect(try await isPassedOver(plan, wish: wish(name)))
        let own = String(type.dropFirst("NVIDIA_".count))
        #expect(try await offers(plan, wish: wish(own)).count == 1)
    }

    @Test func `one odd plan does not spoil the list`() async throws {
        let vultr = try ScriptedVultr(
            bodies: vultrPage("plans", "5", "null", "{}", #"{"id": 5}"#, try vultrPlan()),
            available("vcg-a100"))
        #expect(try await vultr.client.offers(wish).count == 1)
    }

    @Test(arguments: [
        "", "{}", "null", "<html>", #"{"plans": []}"#, #"{"plans": {}, "meta": {}}"#,
        #"{"plans_metal": [], "meta": {"links": {"next": ""}}}"#,
    ])
    func `a body that is no price list is an error, not an empty market`(
        _ body: String
    ) async throws {
        await #expect(throws: ProviderError.self) {
            _ = try await ScriptedVultr(bodies: body).client.offers(wish)
        }
    }

    @Test(arguments: ["", "{}", "[]", #"{"available_plans": null}"#, "<html>"])
    func `a body that does not say what is in stock is an error`(_ body: String) async throws {
        let vultr = try ScriptedVultr(
            bodies: vultrPage("plans", try vultrPlan()), body)
        await #expect(throws: ProviderError.self) { _ = try await vultr.client.offers(wish) }
    }

    @Test func `a region that is silent is left out, unless all are`() async throws {
        let plans = ScriptedExchange.Outcome.status(
            200, body: vultrPage("plans", try vultrPlan()))
        let silent = Array(repeating: ScriptedExchange.Outcome.lost, count: 4)
        let settings = VultrSettings(regions: ["sjc", "ewr"])
        let one = try ScriptedVultr(
            [plans] + silent + [.status(200, body: available("vcg-a100"))], settings: settings)
        #expect(try await one.client.offers(wish).map(\.id) == ["ewr/vcg-a100"])
        let none = try ScriptedVultr([plans] + silent + silent, settings: settings)
        await #expect(throws: ProviderError.self) { _ = try await none.client.offers(wish) }
    }

    @Test func `a region that there is not is told by its name`() async throws {
        let vultr = try ScriptedVultr(
            [
                .status(200, body: vultrPage("plans", try vultrPlan())),
                .status(404, body: #"{"error": "Invalid region", "status": 404}"#),
            ], settings: VultrSettings(regions: ["newyork"]))
        let error = await #expect(throws: ProviderError.self) {
            _ = try await vultr.client.offers(wish)
        }
        #expect(error?.explanation.what.contains("region newyork: Invalid region") == true)
    }

    @Test func `no more offers come than were asked for`() async throws {
        var wish = wish
        wish.limit = 1
        let vultr = try ScriptedVultr(
            bodies: vultrPage("plans", try vultrPlan()), available("vcg-a100"),
            available("vcg-a100"), settings: VultrSettings(regions: ["ewr", "sjc"]))
        #expect(try await vultr.client.offers(wish).map(\.id) == ["ewr/vcg-a100"])
    }

    @Test func `pages that go in circles end`() async throws {
        let page = vultrPage("plans", try vultrPlan(), next: "t")
        let vultr = try ScriptedVultr(bodies: page, page)
        await #expect(throws: ProviderError.self) { _ = try await vultr.client.offers(wish) }
    }
}
