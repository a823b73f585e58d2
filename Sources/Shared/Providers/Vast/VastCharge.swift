/// A charge of Vast's: what one machine, volume or endpoint cost in a day or a part of it.
struct VastCharge: Sendable {
    var charge: Charge

    /// - Returns: `nil` when it has no amount or no time: it would be missing in a sum.
    init?(_ row: JSONValue) {
        guard let amount = row.lenientNumber("amount").flatMap(Dollars.init(providerNumber:)),
            let from = row.lenientNumber("start").flatMap(Instant.init(vastSeconds:)),
            let to = row.lenientNumber("end").flatMap(Instant.init(vastSeconds:)), from <= to
        else { return nil }
        var parts: [Charge.Part] = []
        if case .array(let items) = row["items"] { parts = items.compactMap(Self.part) }
        charge = Charge(
            instance: row.lenientText("source").flatMap(Self.instance),
            description: bounded(row.lenientText("description") ?? ""), from: from, to: to,
            amount: amount, parts: parts)
    }

    /// The machine of `instance-26400002`.
    private static func instance(_ source: String) -> InstanceID? {
        guard source.hasPrefix("instance-") else { return nil }
        let id = source.dropFirst("instance-".count)
        guard Int64(id) != nil else { return nil }
        return InstanceID(provider: .vast, value: String(id))
    }

    /// One item; `nil` without an amount.
    private static func part(_ item: JSONValue) -> Charge.Part? {
        item.lenientNumber("amount").flatMap(Dollars.init(providerNumber:)).map {
            Charge.Part(kind: kind(item.lenientText("type") ?? ""), amount: $0)
        }
    }

    private static func kind(_ word: String) -> Charge.Part.Kind {
        switch word {
        case "gpu": .gpu
        case "disk": .disk
        case "bwd": .download
        case "bwu": .upload
        default: .other(bounded(word))
        }
    }
}

extension Instant {
    /// Vast's seconds since 1970 as a time; `nil` for what no time can be.
    init?(vastSeconds seconds: Double) {
        guard (0...100_000_000_000).contains(seconds) else { return nil }
        self.init(seconds: seconds)
    }
}
