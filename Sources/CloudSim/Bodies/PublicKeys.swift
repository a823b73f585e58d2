import Shared

/// Files of ssh public keys, such as `id_ed25519.pub`.
enum PublicKeys {
    /// The keys of a file, one a line; blank lines and comments are left out.
    ///
    /// - Throws: `SimulatorError` when it cannot be read, or holds anything else.
    static func read(_ file: String) throws(SimulatorError) -> [String] {
        let hint = "pass a public key, such as ~/.ssh/id_ed25519.pub, with --ssh-key"
        let content: [UInt8]?
        do throws(StoreError) {
            content = try PrivateFile.read(file)
        } catch {
            throw SimulatorError(error.message, hint: hint, .configuration)
        }
        guard let content else {
            throw SimulatorError("there is no such file", at: file, hint: hint, .configuration)
        }
        let lines = String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map(String.init).filter { !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace) }
        guard !lines.isEmpty, lines.allSatisfy(isKey) else {
            throw SimulatorError(
                "this is not a file of public keys", at: file, hint: hint, .configuration)
        }
        return lines
    }

    private static func isKey(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        let kinds = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"]
        return words.count >= 2 && kinds.contains { words[0].hasPrefix($0) }
    }
}
