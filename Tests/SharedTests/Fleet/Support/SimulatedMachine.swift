import Shared

/// A machine with an exact bill, whose rate changes at known times.
struct SimulatedMachine {
    /// From each time on, in microseconds after the create was sent, it bills this rate.
    private(set) var changes: [(at: Int64, micro: Int64)] = []

    var rate: Int64 { changes.last?.micro ?? 0 }

    mutating func bill(_ micro: Int64, from time: Int64) {
        changes.append((time, micro))
    }

    /// Nothing happens after a time, whatever was planned.
    mutating func settle(at time: Int64) {
        changes.removeAll { $0.at > time }
    }

    /// The cost until a time, in micro-dollars an hour × microseconds: exact.
    func cost(until end: Int64) -> Int128 {
        var sum: Int128 = 0
        for (index, change) in changes.enumerated() where change.at < end {
            let next = index + 1 < changes.count ? min(changes[index + 1].at, end) : end
            sum += Int128(change.micro) * Int128(next - change.at)
        }
        return sum
    }
}
