import Shared

/// The billing history: one charge a day for each machine and volume, as the bill has it.
extension VastCall {
    /// `GET charges/`: needs both ends of `day`.
    func charges() -> SimResponse {
        guard let filters = request.item("select_filters").flatMap({ JSON(parsing: $0) }),
            let window = Self.window(filters["day"])
        else { return .invalidArguments("select_filters must have day with gte and lte") }
        let kinds = filters["type"]?["in"]?.elements?.compactMap(\.text)
        let charges = dailyCharges(in: window).filter { kinds?.contains($0.kind) ?? true }
        return billingPage(charges.map(\.json))
    }

    /// `GET /api/v1/invoices/`: there are none; a missing range is 200 with `success: false`.
    func invoices() -> SimResponse {
        let filters = request.item("select_filters").flatMap { JSON(parsing: $0) }
        guard Self.window(filters?["when"]) != nil else {
            return .failure(200, "invalid_args", "select_filters must have when with gte and lte")
        }
        return billingPage([])
    }

    /// `GET users/me/invoices`: the older form of both.
    func oldInvoices() -> SimResponse {
        let first = request.item("sdate").flatMap { Double($0) } ?? 0
        let last = request.item("edate").flatMap { Double($0) } ?? state.now.seconds
        let wantsCharges = request.item("inc_charges") != "false"
        let charges = wantsCharges && first <= last ? dailyCharges(in: first...last) : []
        let spent = state.bill(at: state.now).total.asNumber
        return SimResponse([
            "invoices": .array(charges.flatMap(\.oldRows)),
            "current": [
                "charges": .double(spent), "service_fee": 0.0, "total": .double(spent),
                "credit": .double(world.settings.account.credit.asNumber - spent),
            ],
        ])
    }

    private static func window(_ bounds: JSON?) -> ClosedRange<Double>? {
        guard let first = bounds?["gte"]?.lenientNumber, let last = bounds?["lte"]?.lenientNumber,
            first <= last
        else { return nil }
        return first...last
    }

    /// A page of results, by `limit`, `after_token` and `latest_first`.
    private func billingPage(_ results: [JSON]) -> SimResponse {
        let all = request.item("latest_first") == "true" ? results.reversed() : results
        let limit = min(max(request.item("limit").flatMap { Int($0) } ?? 20, 1), 500)
        var first = 0
        if let token = request.item("after_token") {
            guard let bytes = Base64.decode(token),
                let offset = JSON(parsing: bytes)?["values"]?["offset"]?.whole, offset >= 0
            else { return .failure(400, "invalid_token", "after_token is not valid") }
            first = min(Int(clamping: offset), all.count)
        }
        let page = all.dropFirst(first).prefix(limit)
        let next = first + page.count
        let token = next < all.count ? "{\"values\": {\"offset\": \(next)}}" : nil
        return SimResponse([
            "success": true, "count": .int(Int64(page.count)), "total": .int(Int64(all.count)),
            "next_token": JSON(token.map { Base64.encode(Array($0.utf8)) }),
            "results": .array(Array(page)),
        ])
    }

    /// Every charge of a time in seconds since 1970, by day and then by id; free days are left out.
    private func dailyCharges(in window: ClosedRange<Double>) -> [DailyCharge] {
        let end = min(state.now, Instant(seconds: min(window.upperBound, 1e11)))
        let start = Instant(seconds: max(window.lowerBound, 0))
        guard start < end else { return [] }
        var charges: [DailyCharge] = []
        for instance in state.ended + state.instances {
            let first = max(start, instance.created)
            charges += Self.days(of: first, min(end, instance.ended ?? end)).map {
                DailyCharge(instance, from: $0, to: $1)
            }
        }
        for volume in state.vast.endedVolumes + state.vast.volumes {
            let first = max(start, volume.created)
            charges += Self.days(of: first, min(end, volume.ended ?? end)).map {
                DailyCharge(volume, from: $0, to: $1)
            }
        }
        return charges.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
    }

    /// A time, cut at each midnight UTC; empty when it has no length.
    private static func days(of first: Instant, _ last: Instant) -> [(Instant, Instant)] {
        let day: Int64 = 86_400_000_000
        var days: [(Instant, Instant)] = []
        var from = first
        while from < last {
            let midnight = Instant(microseconds: (from.microseconds / day + 1) * day)
            days.append((from, min(midnight, last)))
            from = midnight
        }
        return days
    }
}

/// What one machine or volume cost in one day, or a part of it.
private struct DailyCharge {
    struct Item {
        var type: String
        var hours: Double
        var rate: Double
        var cost: ExactCost
    }

    var kind: String
    var id: Int64
    var label: String?
    var from: Instant
    var to: Instant
    var total: ExactCost
    var items: [Item]

    init(_ instance: SimInstance, from: Instant, to: Instant) {
        kind = "instance"
        id = instance.id
        label = instance.label
        self.from = from
        self.to = to
        total = ExactCost(of: instance, at: to) - ExactCost(of: instance, at: from)
        let ran = instance.runningTime(until: to) - instance.runningTime(until: from)
        items = [
            Item(
                type: "gpu", hours: ran.seconds / 3600, rate: instance.gpuRate.asNumber,
                cost: .gpu(of: instance, at: to) - .gpu(of: instance, at: from)),
            Item(
                type: "disk",
                hours: (instance.diskTime(until: to) - instance.diskTime(until: from)).seconds
                    / 3600,
                rate: instance.storageCost.asNumber * Double(instance.diskMilliGB) / 720_000,
                cost: .disk(of: instance, at: to) - .disk(of: instance, at: from)),
        ]
    }

    init(_ volume: SimVolume, from: Instant, to: Instant) {
        kind = "volume"
        id = volume.id
        label = volume.name
        self.from = from
        self.to = to
        total = ExactCost(of: volume, at: to) - ExactCost(of: volume, at: from)
        items = [
            Item(
                type: "disk", hours: (to - from).seconds / 3600,
                rate: volume.storageCost.asNumber * Double(volume.size) / 720, cost: total)
        ]
    }

    var json: JSON {
        let name = kind == "instance" ? "Instance" : "Volume"
        return [
            "start": .int(Int64(from.seconds)), "end": .int(Int64(to.seconds)),
            "type": .string(kind), "source": .string("\(kind)-\(id)"),
            "description": .string("\(name) \(id) charges"),
            "amount": .double(total.rounded.asNumber), "metadata": ["label": JSON(label)],
            "items": .array(items.map(json(of:))),
        ]
    }

    private func json(of item: Item) -> JSON {
        [
            "start": .int(Int64(from.seconds)), "end": .int(Int64(to.seconds)),
            "type": .string(item.type), "source": .null,
            "description": .string("\(rounded(item.hours)) hours at $\(rounded(item.rate))/hour"),
            "amount": .double(item.cost.rounded.asNumber), "metadata": [:], "items": [],
        ]
    }

    var oldRows: [JSON] {
        items.map { item in
            [
                "description": .string("\(kind) \(id) \(item.type)"),
                "quantity": .double(rounded(item.hours)), "rate": .double(rounded(item.rate)),
                "amount": .double(item.cost.rounded.asNumber), "timestamp": .double(to.seconds),
                "type": "charge", "instance_id": .int(id),
            ]
        }
    }
}
