import Shared

/// Which machine of which market: the number of a Vast instance, or the UUID of a Vultr machine.
struct BodyID: Hashable, Sendable, CustomStringConvertible {
    /// As answers show it; also the name of the machine's folder.
    let text: String

    init(_ instance: Int64) { text = "\(instance)" }

    init(_ machine: VultrMachine) { text = machine.id }

    /// Reads an id; nothing for a text that is neither a number above 0 nor a UUID.
    init?(text: some StringProtocol) {
        let isNumber = Int64(text).map { $0 > 0 && "\($0)" == text } ?? false
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isUUID =
            parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
        guard isNumber || isUUID else { return nil }
        self.text = String(text)
    }

    /// The market that it is a machine of.
    var provider: ProviderName { Int64(text) == nil ? .vultr : .vast }

    var description: String { text }
}
