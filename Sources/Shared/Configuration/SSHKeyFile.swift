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
            throw .missing(path: file, other: PrivateHalf(at: String(file.dropLast(4))))
        } catch {
            throw .unreadable(path: file, words: error.words)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let line = lines.first, lines.count == 1, let key = SSHPublicKey(line: String(line))
        else { throw .notAKey(path: file) }
        guard key.isWhole else { throw .damaged(path: file) }
        self.path = file.hasSuffix(".pub") ? String(file.dropLast(4)) : file
        publicKey = key
    }
}

/// What lies at the path of a private key whose public half is missing.
package enum PrivateHalf: Equatable, Sendable {
    case key
    case otherFile
    case nothing

    fileprivate init(at path: String) {
        do throws(SmallFile.Failure) {
            let text = String(
                decoding: try SmallFile(path: path, limit: 65_536).bytes, as: UTF8.self)
            self = text.hasPrefix("-----BEGIN ") ? .key : .otherFile
        } catch .missing {
            self = .nothing
        } catch {
            self = .otherFile
        }
    }
}

/// Why the public half of an ssh key cannot be used.
package enum SSHKeyFileError: Explained, Equatable {
    /// `other` is what lies where the private half would.
    case missing(path: String, other: PrivateHalf)
    case unreadable(path: String, words: String)
    case notAKey(path: String)
    /// It begins like a key, and is none to its end.
    case damaged(path: String)

    package var explanation: Explanation {
        let hint = "it has to hold one line: ssh-ed25519 AAAA… comment"
        switch self {
        case .missing(let path, .key):
            let own = String(path.dropLast(4)).quotedForShell
            return refusal(
                "the public half of the ssh key does not exist", path,
                "make it: ssh-keygen -y -f \(own) >\(path.quotedForShell)")
        case .missing(let path, .nothing):
            return refusal(
                "the ssh key does not exist, nor its public half", path,
                "make both: ssh-keygen -t ed25519 -f \(String(path.dropLast(4)).quotedForShell)")
        case .missing(let path, .otherFile):
            return refusal(
                "there is no such file, and what lies there without .pub is no ssh key", path,
                "name a private key by ssh.key; one is made by ssh-keygen -t ed25519")
        case .unreadable(let path, let words):
            return refusal(
                "the public half of the ssh key \(words)", path,
                "mend it, or name another key by ssh.key")
        case .notAKey(let path):
            return refusal("this is no public ssh key", path, hint)
        case .damaged(let path):
            return refusal("this public ssh key is cut short or damaged", path, hint)
        }
    }

    private func refusal(_ what: String, _ path: String, _ hint: String) -> Explanation {
        Explanation(what: what, place: path, hint: hint, status: .configuration)
    }
}
