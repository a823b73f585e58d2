/// Names one rental: this installation's id and a random part, eight characters each.
///
/// The installation's half lets two state files under one fleet name notice each other.
package struct RentalID: Hashable, Sendable, CustomStringConvertible {
    package let installation: String
    package let unique: String

    /// Accepts two parts of exactly eight characters of `a`–`z` and `0`–`9`.
    package init?(installation: some StringProtocol, unique: some StringProtocol) {
        guard isPart(installation), isPart(unique) else { return nil }
        self.installation = String(installation)
        self.unique = String(unique)
    }

    /// Reads `installation-unique`, as `description` writes it.
    package init?(_ text: some StringProtocol) {
        guard let dash = text.utf8.firstIndex(of: UInt8(ascii: "-")) else { return nil }
        let rest = text.utf8.index(after: dash)
        self.init(installation: text[..<dash], unique: text[rest...])
    }

    package static func random(
        installation: String, using random: inout some RandomNumberGenerator
    ) -> RentalID? {
        RentalID(installation: installation, unique: randomPart(using: &random))
    }

    package var description: String { "\(installation)-\(unique)" }

    /// The label the provider shows: `fk-<fleet>-<id>`, at most 53 characters.
    package func label(in fleet: FleetName) -> String { "fk-\(fleet)-\(self)" }

    /// The rental that a provider's label names, if the label is one of this fleet's.
    package init?(label: String, fleet: FleetName) {
        let prefix = "fk-\(fleet)-"
        guard label.hasPrefix(prefix) else { return nil }
        self.init(label.dropFirst(prefix.count))
    }
}

/// Eight random characters of `a`–`z` and `0`–`9`: 41 bits, so a fleet of a thousand rentals has
/// one chance in four million of a repeat, which the journal refuses.
package func randomPart(using random: inout some RandomNumberGenerator) -> String {
    String((0..<8).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
}

private let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")

private func isPart(_ text: some StringProtocol) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    return text.utf8.count == 8
        && text.utf8.allSatisfy { digits.contains($0) || letters.contains($0) }
}
