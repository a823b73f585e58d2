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
        let sharing = sharing(in: root)
        if let first = sharing.first {
            let more = sharing.count == 1 ? "" : " (and \(sharing.count - 1) more)"
            mistakes.add(
                "anchors and aliases are not used here\(more)", at: first,
                hint: "write the value out where it is needed")
        }
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
            let isMapping = if case .mapping = node.content { true } else { false }
            let example = ConfigurationKey.at(parent.pattern(of: key))?.example ?? "[]"
            mistakes.add(
                "\(parent.path(of: key)) is \(node.isNull ? "empty" : "not a list")",
                at: node.start,
                hint: isMapping
                    ? "begin each entry with a dash: -"
                    : isOne ? "write it in brackets, for example: \(key): \(example)" : nil)
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
        guard case .mapping(let pairs, let style) = node.content else {
            mistakes.add(
                "\(path) is \(node.described), not a mapping of keys", at: node.start,
                hint: node.isNull
                    ? "write its keys indented under it, or leave it out"
                    : example(of: pattern).map { "write it so, for example: \($0)" })
            return nil
        }
        let valid = ConfigurationKey.names(under: pattern)
        var values: [String: YAMLNode] = [:]
        var marks: [String: YAMLMark] = [:]
        var meant: Set<String> = []
        var areKeysListed = false
        var before: YAMLPair?
        for pair in pairs {
            defer { before = pair }
            guard let name = pair.key.text else {
                if case .alias = pair.key.content { continue }
                mistakes.add("a key has to be a word", at: pair.key.start)
                continue
            }
            let last = UnknownKey.shown(name)
            let shown = path.isEmpty ? last : "\(path).\(last)"
            if let first = marks[name] {
                mistakes.add(
                    "\(shown) is given twice, first at \(first)", at: pair.key.start,
                    hint: "keep one of the two")
                continue
            }
            marks[name] = pair.key.start
            guard valid.contains(name) else {
                if let slip = FlowSlip(pair, behind: before, in: style, valid: valid) {
                    mistakes.add(
                        "no setting is called \(shown)", at: pair.key.start, hint: slip.hint)
                    values[slip.key] = nil
                    meant.insert(slip.key)
                    continue
                }
                let unknown = mistakes.areCountless ? nil : UnknownKey(name: name, valid: valid)
                let hint = unknown?.hint
                let isList = hint?.hasPrefix(UnknownKey.listing) ?? false
                mistakes.add(
                    "no setting is called \(shown)", at: pair.key.start,
                    hint: isList && areKeysListed ? nil : hint)
                areKeysListed = areKeysListed || isList
                if let key = unknown?.meant { meant.insert(key) }
                continue
            }
            values[name] = pair.value
            noteGap(of: name, in: path, pattern: pattern, at: pair.key.start)
        }
        return ConfigurationSection(
            path: path, pattern: pattern, start: node.start, values: values, keyMarks: marks,
            meant: meant)
    }

    /// Tells that a key is missing, unless it is there and misspelt.
    mutating func tellMissing(_ key: String, of parent: ConfigurationSection) {
        guard !parent.meant.contains(key) else { return }
        let example = ConfigurationKey.at(parent.pattern(of: key))?.example
        mistakes.add(
            "\(parent.path(of: key)) is missing", at: parent.start,
            hint: example.map { "add, for example, \(key): \($0)" })
    }

    /// The places of anchors and aliases; a tag is a mistake of its own.
    private mutating func sharing(in node: YAMLNode) -> [YAMLMark] {
        let isAlias = if case .alias = node.content { true } else { false }
        var places = isAlias || node.anchor != nil ? [node.start] : []
        if node.tag != nil {
            mistakes.add("tags are not used here", at: node.start, hint: "leave out the !…")
        }
        switch node.content {
        case .scalar, .alias: break
        case .sequence(let items, _):
            for item in items { places += sharing(in: item) }
        case .mapping(let pairs, _):
            for pair in pairs { places += sharing(in: pair.key) + sharing(in: pair.value) }
        }
        return places
    }
}

/// How the mapping at a path of the table, or the list that it is an entry of, may be written:
/// `demand: { file: queue.json }`.
private func example(of pattern: String) -> String? {
    let isEntry = pattern.hasSuffix("[]")
    let key = ConfigurationKey.at(isEntry ? String(pattern.dropLast(2)) : pattern)
    guard let key, key.example.first == (isEntry ? "[" : "{") else { return nil }
    return "\(key.name): \(key.example)"
}
