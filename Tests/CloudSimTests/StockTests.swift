import CloudSim
import Shared
import Testing

@Suite struct StockTests {
    let renter = Renter()

    @Test func `renting one offer takes away those that share a GPU until it is destroyed`() throws
    {
        #expect(try renter.offers(["gpu_ram": ["gt": "1000"]]).count == 10)
        let id = try renter.rent(108)
        let left = try renter.offers()
        #expect(left.contains(109))
        #expect(!left.contains(108))
        #expect(!left.contains(110))
        _ = try renter.json("DELETE", "/api/v0/instances/\(id)/", [:])
        #expect(try renter.offers().count == 10)
    }

    @Test func `an offer that is rented is no such ask`() throws {
        try renter.rent(108)
        let again = try renter.json("PUT", "/api/v0/asks/108/", Renter.order(), status: 404)
        #expect(again["error"] == "no_such_ask")
        #expect(again["success"] == false)
        #expect(renter.world.population(at: renter.now) == 1)
    }

    @Test func `busy GPUs answer 410 unless a stopped machine is wanted`() throws {
        try renter.rent(108)
        let gone = try renter.json("PUT", "/api/v0/asks/110/", Renter.order(), status: 410)
        #expect(gone["error"] == "no_such_ask")
        let stopped = try renter.json(
            "PUT", "/api/v0/asks/110/", Renter.order(["cancel_unavail": false]))
        #expect(stopped["success"] == false)
        let id = try #require(stopped["new_contract"]?.whole)
        #expect(try renter.row(id)?["intended_status"] == "stopped")
        #expect(try renter.row(id)?["cur_state"] == "stopped")
        #expect(renter.world.population(at: renter.now) == 2)
    }

    @Test func `a bid below the minimum makes a stopped machine that is billed`() throws {
        // The minimum of offer 101 is half its price: $0.15.
        let low = try renter.json("PUT", "/api/v0/asks/101/", Renter.order(["price": 0.149]))
        #expect(low["success"] == false)
        #expect(low["new_contract"]?.whole != nil)
        let edge = try renter.json("PUT", "/api/v0/asks/102/", Renter.order(["price": 0.155]))
        #expect(edge["success"] == true)
        renter.wait(.seconds(3600))
        #expect(renter.bill.lines.first?.cost == Dollars(microdollars: 15_000))
    }

    @Test func `a queued start happens when the GPUs come back`() throws {
        let holder = try renter.rent(108)
        let waiting = try renter.json(
            "PUT", "/api/v0/asks/110/", Renter.order(["cancel_unavail": false]))
        let id = try #require(waiting["new_contract"]?.whole)
        let start = try renter.json("PUT", "/api/v0/instances/\(id)/", ["state": "running"])
        #expect(start["error"] == "resources_unavailable")
        _ = try renter.json("DELETE", "/api/v0/instances/\(holder)/", [:])
        renter.wait(.seconds(91))
        #expect(try renter.status(id) == "running")
    }

    @Test func `one seed is one world and another seed is another`() throws {
        func history(_ seed: UInt64) throws -> [String] {
            let renter = Renter(seed: seed)
            var seen: [String] = []
            for offer in [101, 104, 110] as [Int64] { try renter.rent(offer) }
            for _ in 0..<90 {
                renter.wait(.seconds(1))
                for id in try renter.listedIDs() { seen.append("\(try renter.row(id) ?? .null)") }
            }
            return seen
        }
        #expect(try history(7) == history(7))
        #expect(try history(7) != history(8))
    }

    @Test func `a machine goes through its states within the boot time`() throws {
        let renter = Renter(boot: .seconds(60) ... .seconds(60))
        let id = try renter.rent(101)
        #expect(try renter.status(id) == .null)
        renter.wait(.milliseconds(5999))
        #expect(try renter.status(id) == .null)
        renter.wait(.milliseconds(1))
        #expect(try renter.status(id) == "created")
        renter.wait(.seconds(6))
        #expect(try renter.status(id) == "loading")
        renter.wait(.milliseconds(47_999))
        #expect(try renter.status(id) == "loading")
        renter.wait(.milliseconds(1))
        #expect(try renter.status(id) == "running")
    }

    @Test func `the market of the catalog is whole`() throws {
        #expect(Catalog.market.offers.count == 257)
        let renter = Renter(catalog: .market)
        let cheap = try renter.offers([
            "gpu_name": ["eq": "RTX 4090"], "num_gpus": ["eq": "1"], "verified": ["eq": true],
            "order": [["dph_total", "asc"]], "limit": 3,
        ])
        #expect(cheap.count == 3)
    }
}
