extension ConfigurationReader {
    /// The file itself, with a mistake for every anchor, alias and tag in it; `nil` when it is no
    /// mapping at all.
    mutating func wholeFile(_ root: YAMLNode?) -> ConfigurationSection? {
        guard let root, !root.isNull else {
            mistakes.add(
                "the file is empty", at: YAMLMark(line: 1, column: 1, offset: 0),
                hint: "begin with a copy of the example config/fleet.yaml")
            return nil
        }
        refuseSharing(in: root)
        guard case .mapping = root.content else {
            mistakes.add(
                "the file is not a mapping of keys", at: root.start,
                hint: "begin with a copy of the example config/fleet.yaml")
            return nil
        }
        return checked(root, path: "", pattern: "")
    }

    /// A mapping under a key; `nil` when the key is left out, or after a mistake there.
    mutating func section(_ key: String, of parent: ConfigurationSection) -> ConfigurationSection? {
        let path = parent.path(of: key)
        guard let node = parent.values[key] else {
            if ConfigurationKey.at(parent.pattern(of: key))?.absent == .required {
                tellMissing(key, of: parent)
            }
            return nil
        }
        return checked(node, path: path, pattern: parent.pattern(of: key))
    }

    /// The entries of a list under a key; empty after a mistake there.
    mutating func list(_ key: String, of parent: ConfigurationSection) -> [YAMLNode] {
        guard let node = parent.values[key] else {
            tellMissing(key, of: parent)
            return []
        }
        if case .alias = node.content { return [] }
        guard case .sequence(let items, _) = node.content else {
            let isOne = node.text != nil && !node.isNull
            mistakes.add(
                "\(parent.path(of: key)) is \(node.isNull ? "empty" : "not a list")",
                at: node.start,
                hint: isOne && key == "gpus" ? "write it in brackets: gpus: [NAME]" : nil)
            return []
        }
        if items.isEmpty { mistakes.add("\(parent.path(of: key)) is empty", at: node.start) }
        return items
    }

    /// A mapping with its keys checked: unknown ones and those given twice are mistakes.
    mutating func checked(
        _ node: YAMLNode, path: String, pattern: String
    ) -> ConfigurationSection? {
        if case .alias = node.content { return nil }
        guard case .mapping(let pairs, _) = node.content else {
            mistakes.add(
                "\(path) is \(node.described), not a mapping of keys", at: node.start,
                hint: node.isNull ? "write its keys indented under it, or leave it out" : nil)
            return nil
        }
        let valid = ConfigurationKey.names(under: pattern)
        var values: [String: YAMLNode] = [:]
        var marks: [String: YAMLMark] = [:]
        for pair in pairs {
            guard let name = pair.key.text else {
                if case .alias = pair.key.content { continue }
                mistakes.add("a key has to be a word", at: pair.key.start)
                continue
            }
            let shown = path.isEmpty ? name.shownInMessages : "\(path).\(name.shownInMessages)"
            if let first = marks[name] {
                mistakes.add(
                    "\(shown) is given twice, first at \(first)", at: pair.key.start,
                    hint: "keep one of the two")
                continue
            }
            marks[name] = pair.key.start
            guard valid.contains(name) else {
                mistakes.add(
                    "no setting is called \(shown)", at: pair.key.start,
                    hint: mistakes.areCountless ? nil : hint(forUnknown: name, among: valid))
                continue
            }
            values[name] = pair.value
        }
        return ConfigurationSection(
            path: path, pattern: pattern, start: node.start, values: values, keyMarks: marks)
    }

    mutating func tellMissing(_ key: String, of parent: ConfigurationSection) {
        let example = ConfigurationKey.at(parent.pattern(of: key))?.example
        mistakes.add(
            "\(parent.path(of: key)) is missing", at: parent.start,
            hint: example.map { "add, for example, \(key): \($0)" })
    }

    private mutating func refuseSharing(in node: YAMLNode) {
        let isAlias = if case .alias = node.content { true } else { false }
        if isAlias || node.anchor != nil {
            mistakes.add(
                "anchors and aliases are not used here", at: node.start,
                hint: "write the value out where it is needed")
        }
        if node.tag != nil {
            mistakes.add("tags are not used here", at: node.start, hint: "leave out the !…")
        }
        switch node.content {
        case .scalar, .alias: break
        case .sequence(let items, _):
            for item in items { refuseSharing(in: item) }
        case .mapping(let pairs, _):
            for pair in pairs {
                refuseSharing(in: pair.key)
                refuseSharing(in: pair.value)
            }
        }
    }
}

/// Where a key that is unknown here may belong, or what it may have been meant for.
private func hint(forUnknown name: String, among valid: [String]) -> String {
    if name.lowercased().hasSuffix("api_key") || name.lowercased() == "key" {
        return
            "keys of providers never stand here: set VAST_API_KEY or VULTR_KEY, or name a file by "
            + "key_file"
    }
    let parents = ConfigurationKey.parents(of: name)
    if !parents.isEmpty {
        let places = parents.map { $0.isEmpty ? "the file itself" : $0 }
        return "\(name) belongs directly under " + alternatives(places)
    }
    if let closest = closestName(to: name, among: valid) { return "did you mean \(closest)?" }
    return "the keys here are \(valid.joined(separator: ", "))"
}

/// `a`, `a or b`, `a, b or c`.
private func alternatives(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
