import Shared

/// One block storage volume: billed while it exists, attached or not.
struct VultrBlock: Sendable, Equatable {
    enum Kind: String, Sendable {
        case fast = "high_perf"
        case large = "storage_opt"

        /// What a GB and a month cost.
        var monthlyGB: Dollars {
            Dollars(microdollars: self == .fast ? 100_000 : 25_000)
        }

        /// The sizes it comes in, in GB.
        var sizes: ClosedRange<Int64> { self == .fast ? 10...10_000 : 40...40_000 }
    }

    /// A size from a time on; each is a line of its own on the bill.
    struct Size: Sendable, Equatable {
        var begins: Instant
        /// In GB.
        var size: Int64
    }

    static let preparation = Duration.seconds(5)

    let id: String
    let region: String
    let kind: Kind
    let created: Instant
    var ended: Instant?
    var label: String
    /// Oldest first; never empty.
    var sizes: [Size]
    /// The machine it is attached to.
    var machine: String?

    var size: Int64 { sizes.last?.size ?? 0 }

    var monthlyCost: Dollars { kind.monthlyGB * Int(size) }

    func isActive(at now: Instant) -> Bool { now >= created + Self.preparation }

    /// The name that the machine sees it by.
    var mountID: String { "\(region)-\(id.filter { $0 != "-" }.prefix(14))" }

    /// What it costs until `now`, in 672nds of a micro-dollar: a month is 672 hours at most.
    ///
    /// `first`: only what falls into months from this one on.
    func cost672(until now: Instant, from first: Instant = Instant(microseconds: 0)) -> Int128 {
        let end = min(ended ?? now, now)
        var total: Int128 = 0
        for (position, part) in sizes.enumerated() {
            let next = position + 1 < sizes.count ? sizes[position + 1].begins : end
            let monthly = Int128((kind.monthlyGB * Int(part.size)).microdollars)
            for month in BilledMonth.all(from: part.begins, until: min(next, end))
            where month.begins >= first {
                total += monthly * Int128(min(month.hours, 672))
            }
        }
        return total
    }
}
