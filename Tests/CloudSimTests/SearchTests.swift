import CloudSim
import Shared
import Testing

@Suite struct SearchTests {
    let renter = Renter(
        catalog: Catalog([
            Offer(
                id: 1, machineID: 1, gpuIDs: [1], gpuRate: Dollars(microdollars: 500_000),
                storageCost: Dollars(microdollars: 720_000),
                more: ["geolocation": "Stockholm, SE", "reliability": 0.99]),
            Offer(
                id: 2, machineID: 2, gpuIDs: [2, 3], gpuName: "H100 SXM",
                gpuRate: Dollars(microdollars: 400_000), diskSpace: 20,
                more: [
                    "geolocation": "Texas, US", "verification": "unverified", "hosting_type": 1,
                    "cuda_max_good": .null,
                ]),
            Offer(
                id: 3, machineID: 3, gpuIDs: [4], gpuName: "RTX 3090",
                gpuRate: Dollars(microdollars: 100_000),
                more: ["geolocation": "Oslo, NO", "score": 900.0]),
        ]))

    @Test(
        arguments: [
            (["num_gpus": ["gte": "2"]], [2]), (["num_gpus": ["gt": 1, "lt": "3"]], [2]),
            (["gpu_name": ["eq": "H100 SXM"]], [2]), (["gpu_name": ["neq": "H100 SXM"]], [3, 1]),
            (["gpu_name": ["in": ["RTX 3090", "RTX 4090"]]], [3, 1]),
            (["gpu_name": ["notin": ["RTX 3090"]]], [1, 2]),
            (["geolocation": ["in": ["SE", "NO"]]], [3, 1]), (["geolocation": ["eq": "US"]], [2]),
            (["geolocation": ["neq": "US"]], [3, 1]),
            (["verified": ["eq": true]], [3, 1]), (["verified": ["eq": "false"]], [2]),
            (["datacenter": ["eq": true]], [2]), (["cuda_max_good": ["eq": .null]], [2]),
            (["cuda_max_good": ["gte": "12.8"]], [3, 1]), (["dph": ["lte": "0.45"]], [3, 2]),
            (["reliability2": ["gt": "0.99"]], [3, 2]), (["target_reliability": 0.995], [3, 2]),
            (["gpu_ram_GB": ["gte": 24.564]], [3, 1, 2]), (["gpu_ram_GB": ["gte": 24.565]], []),
            (["driver_version": ["gte": "570.124.04"]], [3, 1, 2]),
            (["driver_version": ["gt": 570_124_004]], []), (["allocated_storage": 21], [3, 1]),
            (["allocated_storage": 20], [3, 1, 2]), (["no_such_field": ["eq": "1"]], []),
            (["order": [["dph_total", "asc"]]], [3, 2, 1]),
            (["order": [["verification", "desc"], ["dph_base", "desc"]]], [1, 3, 2]),
            (["order": [["cuda_max_good", "asc"]]], [1, 3, 2]),
            (["order": [["dph_total", "asc"]], "limit": "1"], [3]),
            (["rentable": ["eq": true]], [3, 1, 2]),
        ] as [(JSONObject, [Int64])])
    func `a query finds these offers in this order`(query: JSONObject, ids: [Int64]) throws {
        #expect(try renter.offers(query) == ids)
    }

    @Test(
        arguments: [
            ["num_gpus": ["about": 1]], ["num_gpus": 1], ["gpu_name": ["in": "RTX 3090"]],
            ["type": "free"], ["order": [["id"]]], ["limit": "many"],
        ] as [JSON])
    func `a query that is not valid is refused`(query: JSON) throws {
        let refusal = try renter.json("POST", "/api/v0/bundles/", query, status: 400)
        #expect(refusal["error"] == "invalid_args")
    }

    @Test func `the total follows the storage asked for`() throws {
        func total(_ query: JSON) throws -> JSON? {
            let answer = try renter.json("POST", "/api/v0/bundles/", query)
            return answer["offers"]?.elements?.last { $0["id"] == 1 }?["dph_total"]
        }
        // $0.72 a GB and month is $0.001 a GB and hour.
        #expect(try total([:]) == 0.505)
        #expect(try total(["allocated_storage": 210.0]) == 0.71)
        #expect(try total(["allocated_storage": 10.0, "type": "bid"]) == 0.26)
    }

    @Test func `the three forms of a search find the same`() throws {
        let filter: JSON = ["gpu_name": ["eq": "RTX 3090"]]
        let wrapped: JSON = ["select_cols": ["*"], "q": filter]
        let posted = try renter.json("POST", "/api/v0/bundles/", filter)
        #expect(posted["offers"]?.elements?.count == 1)
        #expect(try renter.json("PUT", "/api/v0/search/asks/", wrapped) == posted)
        let target = "/api/v0/bundles?q={\"gpu_name\":{\"eq\":\"RTX+3090\"}}"
        #expect(try renter.json("GET", target) == posted)
        #expect(
            try renter.json("GET", "\(target)&select_cols=[\"id\"]") == ["offers": [["id": 3]]])
    }

    @Test func `rented offers are shown to those who ask for them`() throws {
        try renter.rent(1)
        #expect(try renter.offers() == [3, 2])
        #expect(try renter.offers(["rented": ["eq": false]]) == [3, 2])
        #expect(try renter.offers(["rented": ["eq": true]]) == [3, 1, 2])
    }
}
