/// A charge of Vast's: what one machine, volume or endpoint cost in a day or a part of it.
struct VastCharge: Decodable, Sendable {
    var charge: Charge

    private enum CodingKeys: String, CodingKey {
        case start, end, source, description, amount, items, type
    }

    /// - Throws: `DecodingError` when it has no amount or no time: it would be missing in a sum.
    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        guard let amount = row.lenientNumber(.amount).flatMap(Dollars.init(providerNumber:)),
            let from = row.lenientNumber(.start).flatMap(Instant.init(vastSeconds:)),
            let to = row.lenientNumber(.end).flatMap(Instant.init(vastSeconds:)), from <= to
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "a charge without an amount or a time"))
        }
        let items = (try? row.decode([Lossy<Item>].self, forKey: .items)) ?? []
        charge = Charge(
            instance: row.lenientText(.source).flatMap(Self.instance),
            description: bounded(row.lenientText(.description) ?? ""), from: from, to: to,
            amount: amount, parts: items.compactMap(\.value?.part))
    }

    /// The machine of `instance-26400002`.
    private static func instance(_ source: String) -> InstanceID? {
        guard source.hasPrefix("instance-") else { return nil }
        let id = source.dropFirst("instance-".count)
        guard Int64(id) != nil else { return nil }
        return InstanceID(provider: .vast, value: String(id))
    }

    private struct Item: Decodable, Sendable {
        var part: Charge.Part

        init(from decoder: any Decoder) throws {
            let item = try decoder.container(keyedBy: CodingKeys.self)
            guard
                let amount = item.lenientNumber(.amount).flatMap(Dollars.init(providerNumber:))
            else {
                throw DecodingError.dataCorruptedError(
                    forKey: .amount, in: item, debugDescription: "an item without an amount")
            }
            part = Charge.Part(kind: Self.kind(item.lenientText(.type) ?? ""), amount: amount)
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
}

extension Instant {
    /// Vast's seconds since 1970 as a time; `nil` for what no time can be.
    init?(vastSeconds seconds: Double) {
        guard (0...100_000_000_000).contains(seconds) else { return nil }
        self.init(seconds: seconds)
    }
}
