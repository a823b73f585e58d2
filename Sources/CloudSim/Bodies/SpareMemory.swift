import Shared

/// Whether this machine has memory for one more body.
struct SpareMemory {
    /// Whether it was said that there is none.
    private var isKnownToLack = false

    /// Looks, and says once when it begins to lack.
    mutating func isEnough() -> Bool {
        let text = ((try? PrivateFile.read("/proc/meminfo")) ?? nil) ?? []
        let lacks = Self.lacks(in: String(decoding: text, as: UTF8.self))
        if lacks, !isKnownToLack {
            say(["cloudsim: this machine has little memory left; bodies wait for more"])
        }
        isKnownToLack = lacks
        return !lacks
    }

    /// Whether less than a sixteenth of the memory is available; no when the text does not tell.
    static func lacks(in text: String) -> Bool {
        func amount(_ name: String) -> Int? {
            text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
                .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }
        }
        guard let total = amount("MemTotal"), let left = amount("MemAvailable") else {
            return false
        }
        return left < total / 16
    }
}
