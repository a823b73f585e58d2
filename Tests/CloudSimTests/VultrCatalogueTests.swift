import Shared
import Testing

@testable import CloudSim

@Suite struct VultrCatalogueTests {
    let renter = VultrRenter()

    @Test func `a plan tells its sizes and its price as numbers`() throws {
        renter.key = nil
        let plans = try renter.json("GET", "plans?type=vcg")["plans"]?.elements ?? []
        let plan = try #require(plans.first)
        #expect(plan["id"] == "vcg-a40-24c-120g-48vram")
        #expect(plan["ram"] == 122_880)
        #expect(plan["monthly_cost"] == 1250)
        #expect(plan["hourly_cost"] == 1.712)
        #expect(plan["gpu_type"] == "NVIDIA_A40")
        #expect(plan["gpu_count"] == 1)
        #expect(plan["locations"] == ["ewr", "blr", "lax"])
        #expect(plan["location_cost"] == [:])
        #expect(plans.last?["gpu_count"] == "1/20")
        #expect(plans.last?["location_cost"]?["sjc"]?["hourly_cost"] == 0.15)
    }

    @Test func `plans are filtered by type`() throws {
        for (query, count) in [("", 3), ("?type=all", 3), ("?type=vcg", 3), ("?type=vc2", 0)] {
            #expect(try renter.json("GET", "plans" + query)["plans"]?.elements?.count == count)
        }
    }

    @Test func `plans come in pages whose cursors are plain base64`() throws {
        let first = try renter.json("GET", "plans?per_page=2")
        #expect(first["plans"]?.elements?.count == 2)
        // base64 of next__vcg-a16-6c-64g-16vram
        let next = "bmV4dF9fdmNnLWExNi02Yy02NGctMTZ2cmFt"
        #expect(first["meta"] == ["total": 3, "links": ["next": .string(next), "prev": ""]])
        let second = try renter.json("GET", "plans?per_page=2&cursor=\(next)")
        #expect(second["plans"]?.elements?.map { $0["id"] } == ["vcg-a100-1c-6g-4vram"])
        let links = try #require(second["meta"]?["links"])
        #expect(links["next"] == "")
        let back = try #require(links["prev"]?.text?.replacing("=", with: "%3D"))
        let again = try renter.json("GET", "plans?per_page=2&cursor=\(back)")
        #expect(again["plans"] == first["plans"])
        try renter.refused("GET", "plans?cursor=nonsense", 400, "Invalid cursor.")
        try renter.refused("GET", "plans?per_page=0", 422, "Validation Error")
    }

    @Test func `the whole catalog has every plan with a price and a place it knows`() {
        let plans = VultrCatalog.market.plans
        #expect(plans.count == 27)
        for plan in plans {
            #expect(plan.rate.hourly > .zero && plan.rate.monthly > plan.rate.hourly)
            #expect(plan.stock.allSatisfy { VultrRegion.named($0.region) != nil })
        }
        #expect(Set(plans.map(\.gpuType)).count == 4)
        let slice = VultrCatalog.market["vcg-a16-2c-8g-2vram"]
        #expect(slice?.stock.first { $0.region == "ewr" }?.machines == 8)
        // Sold there earlier, and not seen in September 2026.
        #expect(slice?.stock.first { $0.region == "lhr" }?.machines == 0)
        #expect(slice?.row["gpu_count"] == "1/8")
    }

    @Test func `regions say where they are and which volumes they have`() throws {
        let regions = try renter.json("GET", "regions?per_page=500")["regions"]?.elements ?? []
        let ewr = try #require(regions.first { $0["id"] == "ewr" })
        #expect(ewr["city"] == "New Jersey" && ewr["country"] == "US")
        #expect(ewr["options"]?.elements?.contains("block_storage_high_perf") == true)
    }

    @Test func `availability is the stock that is left and not the price list`() throws {
        func available(_ region: String) throws -> JSON? {
            try renter.json("GET", "regions/\(region)/availability?type=vcg")["available_plans"]
        }
        #expect(try available("lax") == [])
        #expect(try available("blr") == ["vcg-a40-24c-120g-48vram"])
        let id = try renter.rent(in: "blr")
        #expect(try available("BLR") == [])
        renter.wait(.seconds(100))
        try renter.json("DELETE", "instances/\(id)", status: 204)
        #expect(try available("blr") == ["vcg-a40-24c-120g-48vram"])
        try renter.refused("GET", "regions/xyz/availability", 404, "Invalid region ID")
        let other = try renter.json("GET", "regions/blr/availability?type=vbm")
        #expect(other == ["available_plans": []])
    }

    @Test func `systems are found by name, pseudo systems among them`() throws {
        let systems = try renter.json("GET", "os")["os"]?.elements ?? []
        #expect(systems.first { $0["name"] == "Ubuntu 22.04 LTS x64" }?["id"] == 1743)
        #expect(systems.first { $0["family"] == "snapshot" }?["id"] == 164)
    }

    @Test func `lists of what is not simulated are empty`() throws {
        for (path, name) in [
            ("plans-metal", "plans_metal"), ("bare-metals", "bare_metals"), ("vpcs", "vpcs"),
        ] {
            let answer = try renter.json("GET", path + "?per_page=500")
            #expect(answer[name] == [])
            #expect(answer["meta"] == ["total": 0, "links": ["next": "", "prev": ""]])
        }
    }

    @Test func `everything but the catalogue needs the key`() throws {
        renter.key = "wrong"
        try renter.json("GET", "regions/ewr/availability")
        for path in ["instances", "ssh-keys", "blocks", "account", "bare-metals"] {
            try renter.refused("GET", path, 401, "Invalid API token.")
        }
        renter.key = nil
        try renter.refused("POST", "instances", VultrRenter.order(), 401, "Invalid API token.")
        #expect(renter.bill.vultrLines.isEmpty)
    }

    @Test func `a web form is refused with 400`() throws {
        let order = VultrRenter.order()
        let type = "application/x-www-form-urlencoded"
        guard case .answer(let answer) = renter.outcome("POST", "instances", order, type: type)
        else { throw Renter.NoAnswer() }
        #expect(answer.status == 400)
        #expect(JSON(parsing: answer.body) == ["error": "Bad request.", "status": 400])
        // Without a body the type says nothing.
        guard case .answer(let list) = renter.outcome("GET", "instances", type: type)
        else { throw Renter.NoAnswer() }
        #expect(list.status == 200)
    }

    @Test func `a path that is not simulated is answered 404`() throws {
        let answer = try renter.json("GET", "kubernetes/clusters", status: 404)
        #expect(answer["status"] == 404)
    }

    @Test func `the thirty-first call within a second is too many`() throws {
        let renter = VultrRenter { $0.thresholds = true }
        for _ in 1...30 { try renter.json("GET", "os") }
        let refused = try renter.response("GET", "os")
        #expect(refused.status == 429)
        #expect(
            JSON(parsing: refused.body) == ["status": 429, "error": "rate limit exceeded"])
        #expect(refused.headers.contains(SimRequest.Field("Retry-After", "1")))
        renter.wait(.seconds(1))
        try renter.json("GET", "os")
        // Without the setting any number passes.
        for _ in 1...40 { try self.renter.json("GET", "os") }
    }
}
