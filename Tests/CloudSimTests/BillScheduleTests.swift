import Foundation
import Shared
import Testing

@testable import CloudSim

/// Random schedules of actions and faults; the bill is reckoned anew from what was seen to happen.
@Suite struct BillScheduleTests {
    /// Everything happens at even seconds, so a look every two seconds misses nothing.
    @Test(arguments: UInt64(1)...16)
    func `what answers showed of machines at Vast is what the bill says`(seed: UInt64) throws {
        var settings = WorldSettings(seed: seed, boot: .seconds(40) ... .seconds(40))
        settings.stopping = .seconds(4)
        settings.deletion = .seconds(600)
        let world = World(settings, start: Instant(microseconds: 1_800_000_000_000_000))
        var ledger = VastLedger(world: world, random: RandomSource(seed: seed &* 77))
        for _ in 0..<500 { try ledger.step() }
        let bill = world.bill(at: ledger.now)
        #expect(!bill.lines.isEmpty)
        for line in bill.lines {
            #expect(line.cost == ledger.cost(of: line.id), "\(line)")
        }
        #expect(bill.total == ledger.total)
        let charged = try ledger.answer("GET", "/api/v0/users/current")?["credit"]?.number
        let taken = try world.perform(at: ledger.now) { $0.credit.taken }
        let credit = settings.account.credit - taken - bill.total
        #expect(charged == credit.asNumber)
    }

    @Test(arguments: UInt64(1)...16)
    func `what was rented and ended at Vultr is what the bill says`(seed: UInt64) throws {
        let settings = WorldSettings(seed: seed, boot: .seconds(100) ... .seconds(100))
        // 20 January 2027: the schedule ends in March at the latest.
        let world = World(settings, start: Instant(microseconds: 1_800_400_000_123_456))
        var ledger = VultrLedger(world: world, random: RandomSource(seed: seed &* 77))
        for _ in 0..<120 { try ledger.step() }
        let bill = world.bill(at: ledger.now)
        #expect(bill.vultrLines.count > 3)
        for line in bill.vultrLines {
            #expect(line.cost == ledger.cost(of: line.id), "\(line)")
        }
        #expect(bill.total == ledger.total)
    }
}

/// What was seen of machines at Vast, every two seconds.
private struct VastLedger {
    let api: VastAPI
    var random: RandomSource
    var now = Instant(microseconds: 1_800_000_000_000_000)
    /// For each machine, micro-dollars an hour × seconds with a GPU, and seconds with a disk.
    private var seen: [Int64: (gpu: Int64, disk: Int64)] = [:]

    init(world: World, random: RandomSource) {
        api = VastAPI(world: world)
        self.random = random
    }

    func answer(_ method: String, _ target: String, _ body: JSON? = nil) throws -> JSON? {
        let request = SimRequest(
            method: method, target: target,
            headers: [SimRequest.Field("Authorization", "Bearer simulated-key")],
            body: body?.encoded ?? [])
        guard case .answer(let answer) = api.answer(request, at: now) else { return nil }
        return JSON(parsing: answer.body)
    }

    mutating func step() throws {
        if random.next() % 6 == 0 { try act() }
        if random.next() % 25 == 0 { try fault() }
        for line in api.world.bill(at: now).lines where line.ended == nil {
            let shown = try answer("GET", "/api/v0/instances/\(line.id)/")
            let row = try #require(shown?["instances"], "\(line.id) is on the bill only")
            let status = row["actual_status"]?.text ?? "provisioning"
            let rate = try #require(row["dph_base"]?.number)
            let runs = ["running", "rebooting", "recycling"].contains(status)
            let before = seen[line.id] ?? (0, 0)
            seen[line.id] = (
                before.gpu + (runs ? Int64((rate * 1_000_000).rounded()) * 2 : 0),
                before.disk + (status == "offline" ? 0 : 2)
            )
        }
        now = now + .seconds(2)
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value? {
        values.isEmpty ? nil : values[Int(random.next() % UInt64(values.count))]
    }

    private mutating func act() throws {
        let offer = 101 + random.next() % 10
        let bid: JSON = random.next() % 2 == 0 ? .null : 0.35
        let create: JSON = ["image": "u", "disk": 72, "price": bid]
        let existing = api.world.bill(at: now).lines.filter { $0.ended == nil }.map(\.id)
        guard let id = pick(existing), random.next() % 4 != 0 else {
            _ = try answer("PUT", "/api/v0/asks/\(offer)/", create)
            return
        }
        let path = "/api/v0/instances"
        switch random.next() % 8 {
        case 0: _ = try answer("DELETE", "\(path)/\(id)/", [:])
        case 1, 2: _ = try answer("PUT", "\(path)/\(id)/", ["state": "stopped"])
        case 3, 4: _ = try answer("PUT", "\(path)/\(id)/", ["state": "running"])
        case 5: _ = try answer("PUT", "\(path)/reboot/\(id)/", [:])
        case 6: _ = try answer("PUT", "\(path)/recycle/\(id)/", [:])
        default:
            let price = 0.1 + Double(random.next() % 50) / 100
            _ = try answer("PUT", "\(path)/bid_price/\(id)/", ["price": .double(price)])
        }
    }

    private mutating func fault() throws {
        let kinds: [FaultKind] = [
            .answerLost, .closedAfter, .gatewayAfter, .closedBefore, .timeout, .changedSchema,
            .lateEffect, .listingLag, .labelLost, .stuckLoading, .priceRaised, .destroyLag,
            .queuedStart, .outbid, .outbid, .hostOffline, .hostOffline, .contractEnd, .creditOut,
        ]
        guard let kind = pick(kinds) else { return }
        let operation =
            kind.operations.count > 3 ? pick([SimOperation.create, .state, .destroy]) : nil
        let window: Duration? = kind.isEvent ? .seconds(Int64(2 + random.next() % 60 * 2)) : nil
        let amount =
            kind.parameter?.name == .seconds ? Double(random.next() % 40 * 2) : nil
        try api.world.addFault(
            FaultOrder(kind, on: operation, window: window, amount: amount), at: now)
    }

    /// In 1/(3600·720·1000) of a micro-dollar: 72 GB at $0.15 a month.
    private func parts(of id: Int64) -> Int128 {
        let (gpu, disk) = seen[id] ?? (0, 0)
        return Int128(gpu) * 720 * 1000 + Int128(150_000) * 72_000 * Int128(disk)
    }

    private func rounded(_ parts: Int128) -> Dollars {
        let whole: Int128 = 3600 * 720 * 1000
        return Dollars(microdollars: Int64((parts + whole / 2) / whole))
    }

    func cost(of id: Int64) -> Dollars { rounded(parts(of: id)) }

    var total: Dollars { rounded(seen.keys.reduce(0) { $0 + parts(of: $1) }) }
}

/// What was rented and ended at Vultr, and when.
private struct VultrLedger {
    private struct Entry {
        var hourly: Int64
        var monthly: Int64
        var created: Instant
        var ended: Instant?
    }

    let api: VultrAPI
    var random: RandomSource
    var now = Instant(microseconds: 1_800_400_000_123_456)
    private var entries: [String: Entry] = [:]
    /// Micro-dollars an hour and a month, as the plans say.
    private static let plans: [(String, Int64, Int64)] = [
        (VultrRenter.a40, 1_712_000, 1_250_000_000), (VultrRenter.a16, 471_000, 344_000_000),
        (VultrRenter.slice, 123_000, 90_000_000),
    ]

    init(world: World, random: RandomSource) {
        api = VultrAPI(world: world)
        self.random = random
    }

    private func answer(_ method: String, _ target: String, _ body: JSON? = nil) -> SimResponse? {
        let request = SimRequest(
            method: method, target: "/v2/\(target)",
            headers: [SimRequest.Field("Authorization", "Bearer simulated-vultr-key")],
            body: body?.encoded ?? [])
        guard case .answer(let answer) = api.answer(request, at: now) else { return nil }
        return answer
    }

    private func listed() throws -> Set<String> {
        let list = try #require(answer("GET", "instances").flatMap { JSON(parsing: $0.body) })
        return Set(list["instances"]?.elements?.compactMap { $0["id"]?.text } ?? [])
    }

    mutating func step() throws {
        let before = try listed()
        if random.next() % 3 == 0 { try fault() }
        let existing = entries.filter { $0.value.ended == nil }.map(\.key).sorted()
        if existing.isEmpty || random.next() % 2 == 0 {
            let (plan, hourly, monthly) = Self.plans[Int(random.next() % 3)]
            _ = answer("POST", "instances", VultrRenter.order(plan))
            // Answers can be lost: the list tells.
            for id in try listed().subtracting(before) {
                entries[id] = Entry(hourly: hourly, monthly: monthly, created: now)
            }
        } else {
            let id = existing[Int(random.next() % UInt64(existing.count))]
            switch random.next() % 4 {
            case 0: _ = answer("POST", "instances/\(id)/halt")
            case 1: _ = answer("POST", "instances/\(id)/start")
            default: _ = answer("DELETE", "instances/\(id)")
            }
            if try !listed().contains(id) { entries[id]?.ended = now }
        }
        now = now + .microseconds(Int64(random.next() % 90_000_000_000))
    }

    private mutating func fault() throws {
        let kinds: [FaultKind] = [
            .answerLost, .closedAfter, .gatewayAfter, .closedBefore, .http500, .changedSchema,
            .offerGone, .labelLost, .stuckLoading, .locked, .suspended,
        ]
        let kind = kinds[Int(random.next() % UInt64(kinds.count))]
        let operations: [SimOperation] = [.create, .destroy, .state]
        let operation = kind.operations.count > 3 ? operations[Int(random.next() % 3)] : nil
        let window: Duration? = kind.isEvent ? .seconds(Int64(1 + random.next() % 90_000)) : nil
        try api.world.addFault(FaultOrder(kind, on: operation, window: window), at: now)
    }

    /// Started hours of each calendar month, and no more than the plan's month.
    func cost(of id: String) -> Dollars {
        guard let entry = entries[id] else { return .zero }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var total: Int64 = 0
        var from = entry.created
        let end = entry.ended ?? now
        repeat {
            let date = Date(timeIntervalSince1970: Double(from.microseconds / 1_000_000))
            guard let month = calendar.dateInterval(of: .month, for: date) else { return .zero }
            let next = Instant(seconds: month.end.timeIntervalSince1970)
            let time = Double((min(end, next) - from).microseconds)
            let hours = max(1, Int64((time / 3_600_000_000).rounded(.up)))
            total += min(hours * entry.hourly, entry.monthly)
            from = next
        } while from < end
        return Dollars(microdollars: total)
    }

    var total: Dollars {
        Dollars(microdollars: entries.keys.reduce(0) { $0 + cost(of: $1).microdollars })
    }
}
