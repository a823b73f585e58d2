import CloudSim
import Shared
import Testing

/// Offer 101 costs $0.30 an hour on demand; $0.15 is its lowest bid that wins.
@Suite struct VastPowerTests {
    let renter = Renter(boot: .seconds(60) ... .seconds(60))

    @Test(arguments: [("reboot", "rebooting", 12), ("recycle", "recycling", 60)])
    func `a restart is seen, takes its time and is charged as running`(
        verb: String, word: String, seconds: Int64
    ) throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(61))
        #expect(try renter.json("PUT", "/api/v0/instances/\(verb)/\(id)/", [:])["success"] == true)
        #expect(try renter.status(id) == .string(word))
        #expect(try renter.row(id)?["cur_state"] == "running")
        renter.wait(.seconds(seconds) - .microseconds(1))
        #expect(try renter.status(id) == .string(word))
        renter.wait(.microseconds(1))
        #expect(try renter.status(id) == "running")
        #expect(renter.bill.lines.first?.running == .seconds(1 + seconds))
    }

    @Test(arguments: [("reboot", 200), ("recycle", 400)])
    func `what does not run cannot be restarted`(verb: String, status: Int) throws {
        let id = try renter.rent(101)
        for target in [id, 1] {
            let answer = try renter.json(
                "PUT", "/api/v0/instances/\(verb)/\(target)/", [:], status: status)
            #expect(answer["success"] == false)
            #expect(answer["error"] == "invalid_id")
        }
    }

    @Test func `a new bid is charged from then on, and what ran before keeps its price`() throws {
        let id = try renter.rent(101, ["price": 0.2])
        let target = "/api/v0/instances/bid_price/\(id)/"
        renter.wait(.seconds(60 + 3600))
        let before = renter.bill.total
        #expect(before == Dollars(microdollars: 250 + 15_000 + 200_000))
        let body: JSON = ["client_id": "me", "price": 0.4]
        #expect(try renter.json("PUT", target, body) == ["success": true])
        #expect(renter.bill.total == before)
        #expect(try renter.row(id)?["dph_base"] == 0.4)
        renter.wait(.seconds(3600))
        #expect(renter.bill.total == before + Dollars(microdollars: 15_000 + 400_000))
        _ = try renter.json("PUT", target, ["price": .null])
        #expect(try renter.row(id)?["dph_base"] == 0.15)
        renter.wait(.seconds(3600))
        #expect(renter.bill.total == before + Dollars(microdollars: 30_000 + 550_000))
    }

    @Test func `a bid below the lowest stops the machine, and a higher one starts it`() throws {
        let id = try renter.rent(101, ["price": 0.2])
        let target = "/api/v0/instances/bid_price/\(id)/"
        renter.wait(.seconds(61))
        _ = try renter.json("PUT", target, ["price": 0.149])
        #expect(try renter.status(id) == "exited")
        #expect(try renter.row(id)?["intended_status"] == "stopped")
        #expect(try renter.offers().contains(101))
        let stopped = renter.bill.total
        renter.wait(.seconds(3600))
        #expect(renter.bill.total == stopped + Dollars(microdollars: 15_000))
        _ = try renter.json("PUT", target, ["price": 0.15])
        #expect(try renter.status(id) == "loading")
        #expect(try !renter.offers().contains(101))
    }

    @Test(arguments: [0.0009, 32.1, "x"] as [JSON])
    func `a bid out of its range is refused`(price: JSON) throws {
        let id = try renter.rent(101, ["price": 0.2])
        let answer = try renter.json(
            "PUT", "/api/v0/instances/bid_price/\(id)/", ["price": price], status: 400)
        #expect(answer["error"] == "invalid_args")
    }

    @Test func `only a bid can be changed`() throws {
        let id = try renter.rent(101)
        let answer = try renter.json(
            "PUT", "/api/v0/instances/bid_price/\(id)/", ["price": 1], status: 400)
        #expect(answer["error"] == "invalid_args")
        let none = try renter.json(
            "PUT", "/api/v0/instances/bid_price/1/", ["price": 1], status: 404)
        #expect(none["error"] == "no_such_instance")
    }

    @Test(arguments: [
        ("PUT", "/api/v0/instances/reboot/1/", 1.0), ("POST", "/api/v0/ssh/", 1),
        ("GET", "/api/v0/charges/", 1), ("PUT", "/api/v0/instances/command/1/", 1.5),
        ("GET", "/api/v0/volumes", 2), ("DELETE", "/api/v0/instances/", 3),
        ("GET", "/api/v1/invoices/", 3), ("POST", "/api/v0/secrets/", 3),
        ("PUT", "/api/v0/commands/rsync/", 3.5), ("PUT", "/api/v0/instances/", 4),
        ("POST", "/api/v0/asks/bulk/", 4.5), ("PUT", "/api/v0/launch_instance/", 5),
        ("GET", "/api/v0/secrets/", 5), ("PUT", "/api/v0/instances/bid_price/1/", 5.5),
    ])
    func `each endpoint keeps its published threshold`(
        method: String, target: String, seconds: Double
    ) throws {
        let renter = Renter(thresholds: true)
        _ = try renter.response(method, target, [:])
        renter.wait(.milliseconds(Int64(seconds * 1000) - 1))
        #expect(try renter.response(method, target, [:]).status == 429)
        renter.wait(.milliseconds(1))
        #expect(try renter.response(method, target, [:]).status != 429)
    }
}
