import FoundationEssentials

/// An ssh public key, as one line of a `.pub` file.
///
/// Two are equal when they are the same key, whatever their comments say. A private key is never
/// one, so that none can leave this machine by mistake.
package struct SSHPublicKey: Hashable, Sendable, CustomStringConvertible {
    /// `ssh-ed25519`, for example.
    package let kind: String
    /// The key itself, in base64.
    package let key: String

    /// Reads `kind key comment`, with or without the comment; `nil` for anything else.
    package init?(line: String) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2,
            ["ssh-", "ecdsa-", "sk-"].contains(where: words[0].hasPrefix),
            words[1].hasPrefix("AAAA"), words[1].allSatisfy(isBase64)
        else { return nil }
        kind = String(words[0])
        key = String(words[1])
    }

    /// Whether the key is one from its first byte to its last, of the kind that stands before it.
    ///
    /// A provider's list may hold others; a key of ours that is none would lock us out.
    package var isWhole: Bool {
        guard let data = Data(base64Encoded: key) else { return false }
        var rest = Array(data)[...]
        var parts: [ArraySlice<UInt8>] = []
        while !rest.isEmpty {
            guard rest.count >= 4 else { return false }
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard length <= rest.count else { return false }
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        let isOfKind = parts.first.map { String(decoding: $0, as: UTF8.self) == kind } ?? false
        let needed = ["ssh-rsa": 3, "ssh-dss": 5][kind] ?? (kind == "ssh-ed25519" ? 2 : 3)
        return isOfKind && parts.count >= needed
            && (kind != "ssh-ed25519" || parts[1].count == 32)
    }

    /// The key without a comment, as an `authorized_keys` line.
    package var description: String { "\(kind) \(key)" }
}

private func isBase64(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "+/=".contains(character))
}
