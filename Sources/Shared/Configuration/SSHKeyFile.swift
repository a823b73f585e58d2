/// The ssh key whose public half new machines get.
package struct SSHKeyFile: Equatable, Sendable {
    /// The private key's path: only its `.pub` is ever read here.
    package var path: String
    package var publicKey: SSHPublicKey

    /// Where a key is looked for in `~/.ssh` when none is named, in this order.
    package static let usualNames = ["vast_rsa", "id_ed25519", "id_rsa", "id_ecdsa"]

    /// Finds the key: the one that is named, else the first usual one that has a public half.
    ///
    /// - Parameters:
    ///   - path: What the configuration names; `nil` for nothing.
    ///   - home: The home folder.
    /// - Returns: `nil` when none is named and there is no usual one.
    /// - Throws: `SSHKeyFileError` when the one that is named, or the usual one, is of no use.
    package static func find(
        at path: String?, home: String
    ) throws(SSHKeyFileError) -> SSHKeyFile? {
        if let path { return try SSHKeyFile(path) }
        guard home.hasPrefix("/") else { return nil }
        for name in usualNames {
            do throws(SSHKeyFileError) {
                return try SSHKeyFile("\(home)/.ssh/\(name)")
            } catch .missing {
                continue
            }
        }
        return nil
    }

    private init(_ path: String) throws(SSHKeyFileError) {
        let file = path.hasSuffix(".pub") ? path : "\(path).pub"
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile(path: file, limit: 16_384).bytes
        } catch .missing {
            throw .missing(path: file)
        } catch {
            throw .unreadable(path: file, words: error.words)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let line = lines.first, lines.count == 1, let key = SSHPublicKey(line: String(line))
        else { throw .notAKey(path: file) }
        self.path = file.hasSuffix(".pub") ? String(file.dropLast(4)) : file
        publicKey = key
    }
}

/// Why the public half of an ssh key cannot be used.
package enum SSHKeyFileError: Explained, Equatable {
    case missing(path: String)
    case unreadable(path: String, words: String)
    case notAKey(path: String)

    package var explanation: Explanation {
        switch self {
        case .missing(let path):
            Explanation(
                what: "the public half of the ssh key does not exist", place: path,
                hint: "make it: ssh-keygen -y -f \(path.dropLast(4)) >\(path)",
                status: .configuration)
        case .unreadable(let path, let words):
            Explanation(
                what: "the public half of the ssh key \(words)", place: path,
                hint: "mend it, or name another key by ssh.key", status: .configuration)
        case .notAKey(let path):
            Explanation(
                what: "this is no public ssh key", place: path,
                hint: "it has to hold one line: ssh-ed25519 AAAA… comment", status: .configuration)
        }
    }
}
