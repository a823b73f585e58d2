import Synchronization

/// SplitMix64 (Steele, Lea and Flood, 2014): small, seeded, and good enough to draw schedules.
final class SeededRandom: RandomNumberGenerator, Sendable {
    private let state: Mutex<UInt64>

    init(seed: UInt64) {
        state = Mutex(seed)
    }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }
    }

    func number(_ range: ClosedRange<Int>) -> Int {
        var generator = self
        return Int.random(in: range, using: &generator)
    }

    /// True this many times of a hundred.
    func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
}
