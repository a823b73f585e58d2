/// The origin of a provider's API: scheme, host and port.
package struct ProviderURL: Equatable, Sendable {
    /// `https` or `http`.
    package let scheme: String
    /// In lower case; an IPv6 address in its brackets.
    package let host: String
    package let port: Int?

    /// Whether it is this machine itself.
    package var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || isLoopbackIPv4(host)
    }

    /// The URL without a trailing slash.
    package var text: String { "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") }

    /// The origin of a URL that may have a path behind it; `nil` for anything else.
    package init?(originOf url: String) {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let rest = url[scheme.upperBound...]
        self.init(url[..<(rest.firstIndex(of: "/") ?? url.endIndex)])
    }

    /// Reads an origin, with or without a slash at its end; `nil` for anything else, among it
    /// user names, paths, queries and fragments.
    package init?(_ text: some StringProtocol) {
        let lower = text.lowercased()
        guard let scheme = ["https", "http"].first(where: { lower.hasPrefix($0 + "://") }) else {
            return nil
        }
        var authority = lower.dropFirst(scheme.count + 3)
        if authority.last == "/" { authority.removeLast() }
        let host = hostPart(of: authority)
        let rest = authority.dropFirst(host.count)
        guard isHost(host) else { return nil }
        if rest.isEmpty {
            port = nil
        } else {
            let digits = rest.dropFirst()
            guard rest.first == ":", digits.allSatisfy({ $0.isASCII && $0.isNumber }),
                let number = Int(digits), (1...65_535).contains(number)
            else { return nil }
            port = number
        }
        self.scheme = scheme
        self.host = String(host)
    }
}

extension ValueKind<ProviderURL> {
    static var vastURL: Self { providerURL("https://console.vast.ai") }

    /// An origin that may have `path` behind it, which what is read does not hold.
    static func providerURL(_ example: String, path: String = "") -> Self {
        let noun = "a URL such as \(example)\(path)"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard !text.contains("@") else {
                throw Misfit(
                    what: "holds a user name or a password",
                    hint: "leave out everything up to the @; the API key has its own place")
            }
            var origin = text.last == "/" ? text.dropLast() : text[...]
            if !path.isEmpty, origin.hasSuffix(path) { origin = origin.dropLast(path.count) }
            guard let url = ProviderURL(origin) else {
                throw unreadable(text, noun: noun, path: path)
            }
            guard url.scheme == "https" || url.isLoopback else {
                throw Misfit(
                    what: "is \(url.text): without https the key would travel in clear",
                    hint: "write https://\(url.text.dropFirst("http://".count))\(path)")
            }
            return url
        }
    }
}

/// Shows neither a path nor a query, which may hold a key.
private func unreadable(_ text: String, noun: String, path: String) -> Misfit {
    let scheme = text.lowercased().hasPrefix("http://") ? "http://" : "https://"
    guard text.lowercased().hasPrefix(scheme) else {
        return Misfit(what: "is not \(noun)", hint: "begin it with https://")
    }
    let origin =
        text.prefix(scheme.count)
        + text.dropFirst(scheme.count)
        .prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if let port = impossiblePort(of: origin) {
        return Misfit(what: "has the port \(port), not one from 1 to 65535")
    }
    guard origin.count < text.count, let url = ProviderURL(origin) else {
        return Misfit(what: "is not \(noun)")
    }
    let more = path.isEmpty ? "a host and a port" : "a host, a port and \(path)"
    return Misfit(what: "has more than \(more)", hint: "write \(url.text)\(path)")
}

/// The port of a URL without a path, where it is a number that no port has.
func impossiblePort(of origin: some StringProtocol) -> String? {
    let digits = origin.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
    let rest = origin.dropLast(digits.count)
    guard rest.last == ":", (1...20).contains(digits.count),
        ProviderURL("\(rest)1") != nil, ProviderURL(origin) == nil
    else { return nil }
    return String(digits)
}

private func hostPart(of authority: Substring) -> Substring {
    guard authority.hasPrefix("["), let end = authority.firstIndex(of: "]") else {
        return authority.prefix { $0 != ":" }
    }
    return authority[...end]
}

private func isHost(_ host: Substring) -> Bool {
    let isAddress = host.hasPrefix("[") && host.hasSuffix("]") && host.count > 3
    let inner = isAddress ? host.dropFirst().dropLast() : host
    return !inner.isEmpty && host.utf8.count <= 255
        && inner.allSatisfy { letter in
            letter.isASCII
                && (letter.isLetter || letter.isNumber || letter == "-" || letter == "."
                    || isAddress && letter == ":")
        }
}

private func isLoopbackIPv4(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
        && parts.allSatisfy { $0.allSatisfy(\.isNumber) && UInt8($0) != nil }
}
