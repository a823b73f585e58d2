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

    /// The key without a comment, as an `authorized_keys` line.
    package var description: String { "\(kind) \(key)" }
}

private func isBase64(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "+/=".contains(character))
}
