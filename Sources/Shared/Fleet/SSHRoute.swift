/// One way to log in to a machine by ssh.
///
/// The host is a stranger's word, so only what can be an address or a name of one gets here: never
/// an option for ssh, a path or a shell's character (promise S3).
package struct SSHRoute: Hashable, Sendable {
    package enum Way: String, CaseIterable, Sendable {
        /// To the machine itself.
        case direct
        /// By the provider's proxy.
        case proxy
    }

    package let way: Way
    package let user: String
    /// A host name, an IPv4 or an IPv6 address, without brackets.
    package let host: String
    package let port: Int

    /// A way to a machine; `nil` when the host or the port can be none.
    ///
    /// White space around the host is left out. Addresses that mean "not yet", `0.0.0.0` and `::`,
    /// are none.
    package init?(_ way: Way, user: String = "root", host: String, port: Int) {
        let trimmed = String(host.trimmed)
        guard trimmed.isHost, (1...65_535).contains(port), user.isUser else { return nil }
        self.way = way
        self.user = user
        self.host = trimmed
        self.port = port
    }
}

extension SSHRoute: CustomStringConvertible {
    /// The route as a URL: `ssh://root@203.0.113.10:40000`.
    package var description: String {
        "ssh://\(user)@\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

extension String {
    fileprivate var trimmed: Substring {
        if utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return self[...] }
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }

    fileprivate var isUser: Bool {
        (1...32).contains(utf8.count) && utf8.first != UInt8(ascii: "-")
            && utf8.first != UInt8(ascii: ".")
            && utf8.allSatisfy { $0.isPlain || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
    }

    fileprivate var isHost: Bool {
        utf8.contains(UInt8(ascii: ":")) ? isIPv6Address : isHostName
    }

    /// A name of labels, an IPv4 address being one too.
    private var isHostName: Bool {
        guard utf8.count <= 253 else { return false }
        let labels = utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        let isName = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                && label.allSatisfy(\.isPlain)
        }
        guard isName else { return false }
        // Digits only: an address of four bytes, and not the one of nowhere.
        guard labels.allSatisfy({ $0.allSatisfy(\.isDigit) }) else { return true }
        return labels.count == 4 && labels.allSatisfy { UInt8(Substring($0)) != nil }
            && self != "0.0.0.0"
    }

    private var isIPv6Address: Bool {
        let groups = split(separator: ":", omittingEmptySubsequences: false)
        let isHexadecimal = groups.allSatisfy { group in
            group.utf8.count <= 4 && group.allSatisfy { $0.isASCII && $0.isHexDigit }
        }
        guard isHexadecimal, (3...8).contains(groups.count), self != "::" else { return false }
        return groups.count == 8 ? !contains(":::") : contains("::") && !contains(":::")
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// A letter, a digit or a hyphen.
    fileprivate var isPlain: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || self == UInt8(ascii: "-")
    }
}
