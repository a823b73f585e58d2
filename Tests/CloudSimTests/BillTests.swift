import CloudSim
import Shared
import Testing

/// Offer 101 of the small catalog costs $0.30 an hour, and 72 GB at $0.15 a month $0.015 an hour.
@Suite struct BillTests {
    let renter = Renter(boot: .seconds(60) ... .seconds(60))

    @Test func `the disk is charged from creation and the GPU only while it runs`() throws {
        try renter.rent(101)
        renter.wait(.seconds(60))
        // 60 s of disk: 15,000 / 60.
        #expect(renter.bill.total == Dollars(microdollars: 250))
        renter.wait(.seconds(3600))
        // One hour more of disk, and an hour of GPU.
        #expect(renter.bill.total == Dollars(microdollars: 250 + 15_000 + 300_000))
        let line = try #require(renter.bill.lines.first)
        #expect(line.running == .seconds(3600))
        #expect(line.existing == .seconds(3660))
    }

    @Test func `a stopped machine costs its disk only`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(60 + 3597))
        #expect(
            try renter.json("PUT", "/api/v0/instances/\(id)/", ["state": "stopped"])
                == ["success": true])
        renter.wait(.seconds(3))
        let stopped = renter.bill.total
        // It ran for three more seconds after the request: an hour in all.
        #expect(stopped == Dollars(microdollars: 250 + 15_000 + 300_000))
        renter.wait(.seconds(7200))
        #expect(renter.bill.total == stopped + Dollars(microdollars: 30_000))
    }

    @Test func `a destroyed machine costs nothing more`() throws {
        let id = try renter.rent(101)
        renter.wait(.seconds(60 + 3600))
        _ = try renter.json("DELETE", "/api/v0/instances/\(id)/", [:])
        let ended = renter.now
        renter.wait(.seconds(86_400))
        #expect(renter.bill.total == Dollars(microdollars: 315_250))
        #expect(renter.bill.lines.first?.ended == ended)
    }

    @Test func `a winning bid is charged instead of the price on demand`() throws {
        try renter.rent(101, ["price": 0.2])
        renter.wait(.seconds(60 + 3600))
        #expect(renter.bill.total == Dollars(microdollars: 215_250))
    }

    @Test func `fractions of a micro-dollar add up and are rounded once`() throws {
        // 8 GB at $0.15 a month is 1,666.67 micro-dollars an hour: 27.78 in a minute.
        for offer in [101, 102, 103] as [Int64] { try renter.rent(offer, ["disk": 8]) }
        renter.wait(.seconds(60))
        #expect(renter.bill.lines.map(\.cost.microdollars) == [28, 28, 28])
        #expect(renter.bill.total == Dollars(microdollars: 83))
    }

    @Test func `the bill for programs has its figures in whole micro-dollars`() throws {
        let id = try renter.rent(101, ["label": "fk-a-1"])
        renter.wait(.seconds(60))
        let bill = renter.bill.json
        #expect(bill["total_microdollars"] == 250)
        let line = try #require(bill["instances"]?.elements?.first)
        #expect(line["id"] == .int(id))
        #expect(line["label"] == "fk-a-1")
        #expect(line["gpu_name"] == "RTX 4090")
        #expect(line["ended"] == .null)
        #expect(line["existing_seconds"] == 60.0)
        #expect(line["running_seconds"] == 0.0)
        #expect(line["microdollars"] == 250)
    }

    @Test func `ten years of the dearest machine are still exact`() throws {
        let dear = Offer(
            id: 1, machineID: 1, gpuIDs: [1], gpuRate: Dollars(microdollars: 40_000_001),
            storageCost: .zero, duration: .seconds(20 * 365 * 86_400))
        let renter = Renter(
            catalog: Catalog([dear]), boot: .zero ... .zero,
            credit: Dollars(microdollars: 10_000_000_000_000))
        try renter.rent(1)
        renter.wait(.seconds(10 * 365 * 86_400))
        #expect(renter.bill.total == Dollars(microdollars: 40_000_001 * 24 * 3650))
    }
}
