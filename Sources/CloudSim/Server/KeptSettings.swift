import Shared

/// What a world keeps across restarts besides its machines.
struct KeptSettings {
    var seed: UInt64
    var scale: ClockScale
    var vastKey: String
    var vultrKey: String
    var adminKey: String
    /// Further keys of the account at Vast.
    var moreKeys: [String] = []
    var marketSize = 1
    var credit = Self.usualCredit

    private static let usualCredit = WorldSettings.Account(apiKey: "").credit

    init(_ options: WorldOptions, startedAt now: Instant) {
        seed = options.seed ?? 1
        scale = ClockScale(realStart: now, simulatedStart: now, speed: options.speed)
        var random = RandomSource(seed: UInt64.random(in: .min ... .max))
        vastKey = random.key()
        adminKey = random.key()
        vultrKey = Self.newVultrKey()
        marketSize = options.marketSize ?? 1
        change(options)
    }

    init?(json: JSON) {
        guard let seed = json["seed"]?.text.flatMap({ UInt64($0) }),
            let scale = json["clock"]?.text.flatMap({ ClockScale(text: $0) }),
            let vastKey = json["vast_api_key"]?.text, let adminKey = json["admin_key"]?.text
        else { return nil }
        self.seed = seed
        self.scale = scale
        self.vastKey = vastKey
        self.adminKey = adminKey
        // A folder from before there was a Vultr half gets its key now.
        vultrKey = json["vultr_api_key"]?.text ?? Self.newVultrKey()
        moreKeys = json["more_keys"]?.elements?.compactMap(\.text) ?? []
        marketSize = json["market_size"]?.whole.map { Int($0) } ?? 1
        credit =
            json["credit"]?.whole.map { Dollars(microdollars: $0) } ?? Self.usualCredit
    }

    /// Takes over what was asked for this time; keys that there are stay.
    mutating func change(_ options: WorldOptions) {
        if let credit = options.credit { self.credit = credit }
        var random = RandomSource(seed: UInt64.random(in: .min ... .max))
        while moreKeys.count < options.keys - 1 { moreKeys.append(random.key()) }
    }

    /// A key in the form of Vultr's: 36 capitals.
    private static func newVultrKey() -> String {
        var random = RandomSource(seed: UInt64.random(in: .min ... .max))
        return String(
            (0..<36).map { _ in Character(UnicodeScalar(UInt8(65 + random.next() % 26))) })
    }

    /// Goes on at another speed from a real moment; simulated time makes no jump.
    mutating func change(speed: Double, at now: Instant) {
        guard speed != scale.speed else { return }
        scale = ClockScale(realStart: now, simulatedStart: scale.map(now), speed: speed)
    }

    var json: JSONObject {
        [
            "seed": .string(String(seed)), "clock": .string(scale.text),
            "vast_api_key": .string(vastKey), "vultr_api_key": .string(vultrKey),
            "admin_key": .string(adminKey),
            "more_keys": .array(moreKeys.map { .string($0) }),
            "market_size": .int(Int64(marketSize)), "credit": .int(credit.microdollars),
        ]
    }
}
