import CloudSim
import Shared
import Testing

/// States that a machine of Vast gets into by itself, and what each costs to the micro-dollar.
///
/// Offer 101 costs $0.30 an hour, and 72 GB at $0.15 a month $0.015 an hour; machines boot in a
/// minute.
@Suite struct VastStateTests {
    let renter = Renter(boot: .seconds(60) ... .seconds(60))
    private let ok: JSON = ["success": true]

    private func add(_ order: FaultOrder, to renter: Renter? = nil) throws {
        let renter = renter ?? self.renter
        try renter.world.addFault(order, at: renter.now)
    }

    private func put(_ id: Int64, _ body: JSON, status: Int = 200) throws -> JSON {
        try renter.json("PUT", "/api/v0/instances/\(id)/", body, status: status)
    }

    /// Actual, intended, current and next.
    private func states(_ id: Int64) throws -> [JSON?] {
        let row = try renter.row(id)
        return ["actual_status", "intended_status", "cur_state", "next_state"].map { row?[$0] }
    }

    private func cost(gpuSeconds: Int64, diskSeconds: Int64) -> Dollars {
        Dollars(microdollars: (300_000 * gpuSeconds + 15_000 * diskSeconds + 1800) / 3600)
    }

    @Test func `a start whose GPUs are taken is queued and happens when they are free`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(60 + 600))
        _ = try put(id, ["state": "stopped"])
        renter.wait(.seconds(100))
        try add(FaultOrder(.queuedStart, amount: 300))
        let answer = try put(id, ["state": "running"])
        #expect(answer["success"] == false && answer["error"] == "resources_unavailable")
        #expect(try states(id) == ["exited", "running", "stopped", "running"])
        #expect(try !renter.offers().contains(101))
        renter.wait(.seconds(299))
        #expect(try states(id) == ["exited", "running", "stopped", "running"])
        renter.wait(.seconds(1))
        #expect(try states(id) == ["loading", "running", "running", "running"])
        renter.wait(.seconds(60))
        #expect(try states(id) == ["running", "running", "running", "running"])
        renter.wait(.seconds(1000))
        // It ran 603 s at first, as a stop takes 3 s.
        #expect(renter.bill.total == cost(gpuSeconds: 603 + 1000, diskSeconds: 2120))
    }

    @Test func `an outbid machine stops, keeps its disk, and resumes when its bid wins`() throws {
        let id = try renter.rent(101, ["price": 0.3])
        try add(FaultOrder(.outbid, window: .seconds(500), amount: 50))
        renter.wait(.seconds(59))
        #expect(try renter.row(id)?["actual_status"] == "loading")
        // Nobody looks for a while: it is stopped the moment it runs all the same.
        renter.wait(.seconds(301))
        #expect(try states(id) == ["exited", "stopped", "stopped", "stopped"])
        #expect(try renter.row(id)?["min_bid"] == 0.45)
        #expect(renter.bill.total == cost(gpuSeconds: 0, diskSeconds: 360))
        renter.wait(.seconds(199))
        #expect(try renter.row(id)?["actual_status"] == "exited")
        renter.wait(.seconds(1 + 60))
        #expect(try states(id) == ["running", "running", "running", "running"])
        #expect(try renter.row(id)?["min_bid"] == 0.15)
        renter.wait(.seconds(400))
        #expect(renter.bill.total == cost(gpuSeconds: 400, diskSeconds: 1020))
    }

    @Test func `a raised bid brings an outbid machine back, and a stop keeps it down`() throws {
        let first = try renter.rent(101, ["price": 0.3])
        let second = try renter.rent(102, ["price": 0.3])
        try add(FaultOrder(.outbid, count: 2, window: .seconds(1000)))
        renter.wait(.seconds(120))
        #expect(try renter.status(first) == "exited" && renter.status(second) == "exited")
        let raise = "/api/v0/instances/bid_price/\(first)/"
        #expect(try renter.json("PUT", raise, ["price": 0.37]) == ok)
        #expect(try renter.status(first) == "exited")
        #expect(try renter.json("PUT", raise, ["price": 0.375]) == ok)
        #expect(try renter.status(first) == "loading")
        _ = try put(second, ["state": "stopped"])
        renter.wait(.seconds(1000))
        #expect(try renter.status(second) == "exited")
    }

    @Test func `a host out of reach costs nothing until it comes back`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(60 + 100))
        try add(FaultOrder(.hostOffline, window: .seconds(1000)))
        #expect(try states(id) == ["offline", "running", "running", "running"])
        #expect(try renter.listedIDs() == [id])
        let row = try renter.row(id)
        #expect(row?["ports"] == [:] && row?["instance"]?["totalHour"] == 0.0)
        let spent = renter.bill.total
        #expect(spent == cost(gpuSeconds: 100, diskSeconds: 160))
        renter.wait(.seconds(999))
        #expect(try renter.status(id) == "offline")
        #expect(renter.bill.total == spent)
        renter.wait(.seconds(1))
        #expect(try renter.status(id) == "running")
        renter.wait(.seconds(50))
        #expect(renter.bill.total == cost(gpuSeconds: 150, diskSeconds: 210))
        #expect(renter.bill.lines.first?.existing == .seconds(1210))
    }

    @Test func `hosts that go twice at once are billed once`() throws {
        try renter.rent(101)
        renter.wait(.seconds(60))
        try add(FaultOrder(.hostOffline, window: .seconds(100)))
        try add(FaultOrder(.hostOffline, window: .seconds(150), amount: 50))
        renter.wait(.seconds(300))
        #expect(renter.bill.total == cost(gpuSeconds: 100, diskSeconds: 160))
    }

    @Test func `a contract ends at its date, for good, and is deleted two days later`() throws {
        let offer = Offer(
            id: 1, machineID: 1, gpuIDs: [1], gpuRate: Dollars(microdollars: 300_000),
            duration: .seconds(7200))
        let renter = Renter(catalog: Catalog([offer]), boot: .seconds(60) ... .seconds(60))
        let id = try renter.rent(1)
        #expect(try renter.row(id)?["end_date"] == .double(renter.now.seconds + 7200))
        renter.wait(.seconds(7199))
        #expect(try renter.status(id) == "running")
        renter.wait(.seconds(1))
        #expect(try renter.status(id) == "exited")
        #expect(try renter.row(id)?["duration"] == 0.0)
        let path = "/api/v0/instances/\(id)/"
        let start = try renter.json("PUT", path, ["state": "running"], status: 400)
        #expect(start["error"] == "invalid_args")
        renter.wait(.seconds(48 * 3600 - 1))
        #expect(try renter.row(id) != nil)
        renter.wait(.seconds(3600))
        #expect(try renter.row(id) == nil)
        #expect(renter.bill.total == cost(gpuSeconds: 7140, diskSeconds: 7200 + 48 * 3600))
        try renter.rent(1)
    }

    @Test func `a contract can be ended early, after a while and for one machine`() throws {
        let spared = try renter.rent(101)
        let struck = try renter.rent(102)
        renter.wait(.seconds(60))
        try add(FaultOrder(.contractEnd, aim: FaultAim(machine: "\(struck)"), amount: 40))
        renter.wait(.seconds(39))
        #expect(try renter.status(struck) == "running")
        renter.wait(.seconds(1))
        #expect(try renter.status(struck) == "exited")
        #expect(try renter.status(spared) == "running")
    }

    @Test func `credit ends at the very microsecond, stops machines and deletes them at last`()
        throws
    {
        let credit = Dollars(microdollars: 330_250)
        let renter = Renter(boot: .seconds(60) ... .seconds(60), credit: credit)
        let id = try renter.rent(101)
        // 250 of disk while it boots; then 315,000 an hour: an hour and 171.43 s.
        renter.wait(.seconds(60 + 3600 + 171))
        #expect(try renter.status(id) == "running")
        renter.wait(.seconds(10))
        #expect(try renter.row(id)?["intended_status"] == "stopped")
        #expect(try renter.status(id) == "exited")
        let ran = try #require(renter.bill.lines.first?.running)
        // The stop takes three seconds from the moment that nothing was left.
        #expect(ran == .microseconds(3_771_428_572 + 3_000_000))
        let left = try renter.json("GET", "/api/v0/users/current")["credit"]?.number
        #expect(try #require(left) < 0)
        let path = "/api/v0/instances/\(id)/"
        let start = try renter.json("PUT", path, ["state": "running"], status: 400)
        #expect(start["error"] == "missing_billing")
        let bulk = try renter.json(
            "PUT", "/api/v0/instances/", ["state": "running", "ids": [.int(id)]], status: 400)
        #expect(bulk["error"] == "insufficient_credit")
        let create = try renter.json("PUT", "/api/v0/asks/102/", Renter.order(), status: 400)
        #expect(create["error"] == "insufficient_credit")
        renter.wait(.seconds(48 * 3600 - 11))
        #expect(try renter.row(id) != nil)
        renter.wait(.seconds(11))
        #expect(try renter.row(id) == nil)
        let line = try #require(renter.bill.lines.first)
        #expect(line.existing == .microseconds(60_000_000 + 3_771_428_572 + 172_800_000_000))
    }

    @Test func `credit that is taken away comes back, and machines stay stopped`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(100))
        try add(FaultOrder(.creditOut, window: .seconds(600)))
        renter.wait(.seconds(10))
        #expect(try renter.status(id) == "exited")
        _ = try renter.json("PUT", "/api/v0/asks/102/", Renter.order(), status: 400)
        renter.wait(.seconds(600))
        #expect(try renter.status(id) == "exited")
        try renter.rent(102)
        #expect(try put(id, ["state": "running"]) == ok)
        renter.wait(.seconds(60))
        #expect(try renter.status(id) == "running")
    }

    @Test func `a bid below another renter's is not left waiting when it says so`() throws {
        let id = try renter.rent(101, ["price": 0.3])
        try add(FaultOrder(.outbid, window: .seconds(9000), amount: 50))
        renter.wait(.seconds(60))
        try renter.json("DELETE", "/api/v0/instances/\(id)/")
        let asks = "/api/v0/asks/101/"
        let low = Renter.order(["price": 0.44, "cancel_unavail": true])
        #expect(try renter.json("PUT", asks, low, status: 410)["error"] == "no_such_ask")
        #expect(try renter.listedIDs() == [])
        let enough = Renter.order(["price": 0.45, "cancel_unavail": true])
        #expect(try renter.json("PUT", asks, enough)["success"] == true)
    }
}
