/// How many jobs one machine gets done in an hour, in whole millionths: exact, never a float.
package struct JobRate: Hashable, Sendable {
    /// Above 0, at most a billion jobs.
    package let microjobsPerHour: Int64

    /// `nil` for a rate at which nothing is ever done, and for more than a billion jobs an hour.
    package init?(microjobsPerHour: Int64) {
        guard (1...1_000_000_000_000_000).contains(microjobsPerHour) else { return nil }
        self.microjobsPerHour = microjobsPerHour
    }
}

extension JobRate: CustomStringConvertible {
    /// The rate as people write it: `12`, `0.5`.
    package var description: String {
        let whole = microjobsPerHour / 1_000_000
        guard microjobsPerHour % 1_000_000 > 0 else { return "\(whole)" }
        var digits = "\(1_000_000 + microjobsPerHour % 1_000_000)".dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
