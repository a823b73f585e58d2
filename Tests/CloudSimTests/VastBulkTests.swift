import CloudSim
import Shared
import Testing

@Suite struct VastBulkTests {
    let renter = Renter()

    func change(_ state: JSON, _ ids: [Int64], status: Int = 200) throws -> JSON {
        try renter.json(
            "PUT", "/api/v0/instances/", ["state": state, "ids": .array(ids.map { .int($0) })],
            status: status)
    }

    @Test func `several creates tell what became of each`() throws {
        let answer = try renter.json(
            "POST", "/api/v0/asks/bulk/", Renter.order(["ids": [101, 999, 102]]))
        #expect(answer["success"] == true)
        #expect(answer["created"] == [26_400_001, 26_400_002])
        #expect(answer["failed"] == [999])
        let results = answer["results"]?.elements ?? []
        #expect(results.map { $0["ask_id"] } == [101, 999, 102])
        #expect(results.map { $0["success"] } == [true, false, true])
        #expect(results[0]["state"] == "running")
        #expect(results[1]["error"] == "no_such_ask")
        #expect(renter.world.population(at: renter.now) == 2)
    }

    @Test func `several creates that all fail are 400`() throws {
        let answer = try renter.json(
            "POST", "/api/v0/asks/bulk/", Renter.order(["ids": [998, 999]]), status: 400)
        #expect(answer["success"] == false)
        #expect(answer["error"] == "no_such_ask")
        #expect(answer["failed"] == [998, 999])
    }

    @Test(
        arguments: [
            [:], ["ids": []], ["ids": ["x"]], ["ids": .array((1...65).map { JSON.int($0) })],
        ] as [JSONObject])
    func `ids must be one to sixty-four numbers`(more: JSONObject) throws {
        let answer = try renter.json(
            "POST", "/api/v0/asks/bulk/", Renter.order(more), status: 400)
        #expect(answer["error"] == "invalid_args")
        #expect(renter.world.population(at: renter.now) == 0)
    }

    @Test func `several are stopped, started and destroyed at once`() throws {
        let ids = [try renter.rent(101), try renter.rent(102)]
        renter.wait(.seconds(90))
        #expect(try change("stopped", ids + [1]) == ["success": true])
        renter.wait(.seconds(3))
        #expect(try ids.map { try renter.status($0) } == ["exited", "exited"])
        #expect(try change("running", ids) == ["success": true])
        #expect(try ids.map { try renter.status($0) } == ["loading", "loading"])
        // Another key than that of start and stop.
        let target = "/api/v0/instances/"
        let wrong = try renter.json("DELETE", target, ["ids": [1]], status: 400)
        #expect(wrong["error"] == "invalid_args")
        _ = try renter.json(
            "DELETE", target, ["instance_ids": .array(ids.map { .int($0) })])
        #expect(renter.world.population(at: renter.now) == 0)
        let gone = try renter.json(
            "DELETE", target, ["instance_ids": .array(ids.map { .int($0) })], status: 404)
        #expect(gone["error"] == "instances_not_found")
    }

    @Test func `a change for ids that are not there, or to no state, is refused`() throws {
        let id = try renter.rent(101)
        #expect(try change("stopped", [1], status: 404)["error"] == "invalid_args")
        #expect(try change("frozen", [id], status: 400)["msg"] == "Invalid target state")
    }

    @Test func `starts that are all queued are a failure with status 200`() throws {
        let created = try renter.json(
            "PUT", "/api/v0/asks/108/", Renter.order(["price": 0.001]))
        #expect(created["success"] == false)
        let id = try #require(created["new_contract"]?.whole)
        let answer = try change("running", [id])
        #expect(answer["success"] == false)
        #expect(answer["error"] == "resources_unavailable")
    }

    @Test func `an instance's own key changes none by a list of ids`() throws {
        let created = try renter.json("PUT", "/api/v0/asks/101/", Renter.order())
        let id = try #require(created["new_contract"]?.whole)
        renter.key = created["instance_api_key"]?.text
        #expect(try change("stopped", [id], status: 403)["error"] == "auth_error")
    }

    @Test func `a launch rents the first offer that its query finds`() throws {
        let query: JSON = [
            "num_gpus": ["eq": "1"], "gpu_name": ["eq": "RTX 4090"],
            "order": [["dph_total", "desc"]], "type": "on-demand",
        ]
        let answer = try renter.json(
            "PUT", "/api/v0/launch_instance/", Renter.order(["q": query]))
        #expect(answer["success"] == true)
        #expect(renter.bill.lines.first?.offerID == 109)
        let none = try renter.json(
            "PUT", "/api/v0/launch_instance/",
            Renter.order(["q": ["gpu_name": ["eq": "H100"]]]), status: 404)
        #expect(none["error"] == "no_such_ask")
        let bad = try renter.json(
            "PUT", "/api/v0/launch_instance/", Renter.order(), status: 400)
        #expect(bad["error"] == "invalid_args")
    }
}
