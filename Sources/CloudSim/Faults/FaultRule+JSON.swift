import Shared

extension FaultRule {
    var json: JSON {
        [
            "id": .int(Int64(id)), "kind": .string(kind.rawValue),
            "on": .string(operation?.rawValue ?? "any"), "skip": .int(Int64(skip)),
            "provider": JSON(aim.provider?.rawValue), "path": JSON(aim.path),
            "machine": JSON(aim.machine),
            "probability": aim.probability.map { .double($0) } ?? .null,
            "remaining": remaining.map { .int(Int64($0)) } ?? .null,
            "expires_us": expires.map { .int($0.microseconds) } ?? .null,
            "amount": .double(amount), "fired": .int(Int64(fired)),
            "since_us": .int(since.microseconds),
            "lasts_us": lasts.map { .int($0.microseconds) } ?? .null,
            "met": .array(met.sorted().map { .string($0) }),
        ]
    }

    init?(json: JSON) {
        guard let id = json["id"]?.whole,
            let kind = json["kind"]?.text.flatMap(FaultKind.init(rawValue:)),
            let skip = json["skip"]?.whole, let amount = json["amount"]?.number,
            let fired = json["fired"]?.whole
        else { return nil }
        self.init(
            id: Int(id), kind: kind,
            operation: json["on"]?.text.flatMap(SimOperation.init(rawValue:)),
            aim: FaultAim(
                provider: json["provider"]?.text.flatMap(ProviderName.init(rawValue:)),
                path: json["path"]?.text, machine: json["machine"]?.text,
                probability: json["probability"]?.number),
            skip: Int(skip), remaining: json["remaining"]?.whole.map { Int($0) },
            expires: json["expires_us"]?.whole.map { Instant(microseconds: $0) },
            amount: amount, fired: Int(fired),
            since: Instant(microseconds: json["since_us"]?.whole ?? 0),
            lasts: json["lasts_us"]?.whole.map { .microseconds($0) },
            met: Set(json["met"]?.elements?.compactMap(\.text) ?? []))
    }
}
