import Shared

/// Another renter, who bids on an offer of ours or has its GPUs.
struct Rival: Sendable, Equatable {
    var offerID: Int64
    var gpuIDs: Set<Int64>
    /// The lowest bid that wins while it is there; nothing: as before.
    var minBid: Dollars?
    /// Whether the GPUs are its own.
    var takes: Bool
    /// When it leaves; nothing: never by itself.
    var until: Instant?
}

/// What faults and its end do to the credit at Vast.
struct Credit: Sendable, Equatable {
    /// What a fault has taken away.
    var taken = Dollars.zero
    /// When that comes back; nothing: never by itself.
    var returns: Instant?
    /// Since when nothing is left; nothing: there is credit.
    var outSince: Instant?
}

extension Rival {
    var json: JSON {
        [
            "offer": .int(offerID), "gpus": .array(gpuIDs.sorted().map { .int($0) }),
            "min_bid": minBid.map { .int($0.microdollars) } ?? .null, "takes": .bool(takes),
            "until_us": until.map { .int($0.microseconds) } ?? .null,
        ]
    }

    init?(json: JSON) {
        guard let offer = json["offer"]?.whole, let gpus = json["gpus"]?.elements,
            let takes = json["takes"]?.flag
        else { return nil }
        self.init(
            offerID: offer, gpuIDs: Set(gpus.compactMap(\.whole)),
            minBid: json["min_bid"]?.whole.map { Dollars(microdollars: $0) }, takes: takes,
            until: json["until_us"]?.whole.map { Instant(microseconds: $0) })
    }
}

extension Credit {
    var json: JSON {
        [
            "taken": .int(taken.microdollars),
            "returns_us": returns.map { .int($0.microseconds) } ?? .null,
            "out_since_us": outSince.map { .int($0.microseconds) } ?? .null,
        ]
    }

    init(json: JSON) {
        self.init(
            taken: Dollars(microdollars: json["taken"]?.whole ?? 0),
            returns: json["returns_us"]?.whole.map { Instant(microseconds: $0) },
            outSince: json["out_since_us"]?.whole.map { Instant(microseconds: $0) })
    }
}
