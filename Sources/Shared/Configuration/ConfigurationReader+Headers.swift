extension ConfigurationReader {
    /// `headers` of an `http` source: names of the user's choice, values with `${VARIABLE}` in
    /// them.
    ///
    /// No message shows any part of a value, for it may be a secret.
    mutating func headers(of section: ConfigurationSection) -> [QueueHeader] {
        guard let node = section.values["headers"] else { return [] }
        let path = section.path(of: "headers")
        if case .alias = node.content { return [] }
        guard case .mapping(let pairs, _) = node.content else {
            mistakes.add(
                "\(path) is no mapping of names to values", at: node.start,
                hint: "write headers: { Authorization: \"Bearer ${QUEUE_TOKEN}\" }")
            return []
        }
        guard pairs.count <= 32 else {
            mistakes.add("\(path) has \(pairs.count) headers, more than 32", at: node.start)
            return []
        }
        var headers: [QueueHeader] = []
        for pair in pairs {
            guard let name = headerName(pair.key, path: path) else { continue }
            guard !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
                mistakes.add(
                    "\(path).\(name) is given twice", at: pair.key.start,
                    hint: "keep one of the two")
                continue
            }
            if let header = header(name, pair.value, path: "\(path).\(name)") {
                headers.append(header)
            }
        }
        return headers
    }

    private mutating func headerName(_ node: YAMLNode, path: String) -> String? {
        if case .alias = node.content { return nil }
        guard let name = node.text, !name.isEmpty, name.utf8.count <= 128,
            name.utf8.allSatisfy(isTokenByte)
        else {
            mistakes.add(
                "\(path) has a name that no header has\(node.text.map { ": \(quoted($0))" } ?? "")",
                at: node.start,
                hint: "names are letters, digits and -, such as X-Queue-Token")
            return nil
        }
        guard !ownHeaders.contains(name.lowercased()) else {
            mistakes.add(
                "\(path).\(name) is not for the file to say: it is part of how a request is sent",
                at: node.start, hint: "leave it out")
            return nil
        }
        return name
    }

    private mutating func header(
        _ name: String, _ node: YAMLNode, path: String
    ) -> QueueHeader? {
        if case .alias = node.content { return nil }
        guard let text = node.line, !node.isNull else {
            tellNoText(node, path: path)
            return nil
        }
        guard text.utf8.count <= 8192, text.utf8.allSatisfy(isHeaderByte) else {
            mistakes.add(
                "\(path) holds a line break or another control character, or is too long",
                at: node.start)
            return nil
        }
        guard let parts = template(text, node, path: path) else { return nil }
        let header = QueueHeader(name: name, value: parts)
        let isGood = header.variables.map { isUsable($0, node, path: path) }
            .allSatisfy { $0 }
        if isGood, requiresVariables, holdsProviderKey(header) {
            mistakes.add(
                "\(path) holds a provider's key, which goes nowhere but to its provider",
                at: node.start, hint: "give the queue a token of its own")
            return nil
        }
        return isGood ? header : nil
    }

    /// Tells a value that is a list, a mapping or nothing.
    mutating func tellNoText(_ node: YAMLNode, path: String) {
        mistakes.add(
            "\(path) is \(node.isNull ? "empty" : node.described), not a text", at: node.start,
            hint: node.isNull
                ? "write \"\" for an empty one" : "put the whole value in quotes")
    }

    /// The parts of a text with `${VARIABLE}` in it; `nil` after a mistake.
    mutating func template(
        _ text: String, _ node: YAMLNode, path: String
    ) -> [QueueHeader.Part]? {
        guard let parts = parts(of: text) else {
            mistakes.add(
                "\(path) holds a ${ that names no variable", at: node.start,
                hint: "write ${NAME}, with a name of A-Z, 0-9 and _")
            return nil
        }
        let words = text.split { " \t:=/,;".contains($0) }
        let isBare = words.contains { word in
            word.hasPrefix("$") && !word.hasPrefix("${") && namesVariable(word.prefix(2))
        }
        guard !isBare else {
            mistakes.add(
                "\(path) holds a variable without braces, for which nothing is put in",
                at: node.start, hint: "write ${NAME}, with the name in braces")
            return nil
        }
        return parts
    }

    /// Whether a variable may be sent, and is set.
    mutating func isUsable(
        _ name: String, _ node: YAMLNode, path: String,
        hint: String = "give the queue a token of its own"
    ) -> Bool {
        guard !providerKeys.contains(name) else {
            mistakes.add(
                "\(path) would send \(name), which goes nowhere but to its provider",
                at: node.start, hint: hint)
            return false
        }
        guard requiresVariables else { return true }
        let one = QueueHeader(name: "", value: [.variable(name)])
        guard let value = one.resolved(in: environment) else {
            mistakes.add(
                "\(path) needs the environment variable \(name), which is not set",
                at: node.start, hint: "set \(name) where cron starts the tool")
            return false
        }
        guard value.utf8.count <= 8192, value.utf8.allSatisfy(isHeaderByte) else {
            mistakes.add(
                "\(path) needs the environment variable \(name), which holds a line break or "
                    + "another control character, or is too long", at: node.start)
            return false
        }
        return true
    }

    func holdsProviderKey(_ header: QueueHeader) -> Bool {
        guard let value = header.resolved(in: environment) else { return false }
        return providerKeys.contains { name in
            let key = QueueHeader(name: "", value: [.variable(name)]).resolved(in: environment)
            return key.map { $0.utf8.count >= 8 && value.contains($0) } ?? false
        }
    }
}

/// The text with its `${NAME}`s taken out; `nil` when one of them names nothing.
func parts(of text: String) -> [QueueHeader.Part]? {
    var parts: [QueueHeader.Part] = []
    var rest = Substring(text)
    while let begin = rest.firstRange(of: "${") {
        let plain = rest[..<begin.lowerBound]
        if !plain.isEmpty { parts.append(.text(String(plain))) }
        rest = rest[begin.upperBound...]
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let name = rest[..<end]
        guard let first = name.utf8.first, !(0x30...0x39).contains(first),
            name.utf8.allSatisfy({ isTokenByte($0) && ($0 == 0x5F || isAlphanumeric($0)) })
        else { return nil }
        parts.append(.variable(String(name)))
        rest = rest[end...].dropFirst()
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
}

func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}

/// What the name of a header is made of (RFC 9110).
private func isTokenByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || Array("!#$%&'*+-.^_`|~".utf8).contains(byte)
}

private func isHeaderByte(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F }

private let ownHeaders: Set<String> = [
    "connection", "content-length", "transfer-encoding", "expect", "range", "upgrade",
    "if-none-match", "if-modified-since", "accept-encoding",
]

let providerKeys = ["VAST_API_KEY", "VULTR_KEY", "VULTR_API_KEY"]
