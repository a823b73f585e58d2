import Shared

/// A small seeded generator (SplitMix64): the same seed always draws the same numbers.
struct RandomSource: Sendable, Equatable {
    private(set) var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A duration of the range, in whole microseconds.
    mutating func duration(in range: ClosedRange<Duration>) -> Duration {
        let span = UInt64((range.upperBound - range.lowerBound).microseconds)
        return range.lowerBound + .microseconds(Int64(next() % (span + 1)))
    }

    /// A key of 64 hexadecimal digits.
    mutating func key() -> String {
        (0..<4).map { _ in
            let digits = String(next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
