/// The name of a fleet: part of every label, so short, lower case and plain.
package struct FleetName: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Accepts 1 to 32 characters of `a`–`z`, `0`–`9` and `-`, neither first nor last a `-`.
    package init?(_ text: some StringProtocol) {
        guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy(isPlain),
            text.first != "-", text.last != "-"
        else { return nil }
        self.text = String(text)
    }

    package var description: String { text }
}

private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"): true
    default: false
    }
}
