/// One mapping of the file, after its keys were checked.
struct ConfigurationSection {
    /// Its place for people, `groups[0].demand`; empty for the file itself.
    let path: String
    /// Its place in the table of keys: `groups[].demand`.
    let pattern: String
    let start: YAMLMark
    /// The values of its valid keys.
    let values: [String: YAMLNode]
    /// Where those keys stand.
    let keyMarks: [String: YAMLMark]
    /// The valid keys that misspelt ones were meant for.
    var meant: Set<String> = []

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func pattern(of key: String) -> String { pattern.isEmpty ? key : "\(pattern).\(key)" }

    /// A section that was left out: every key has its default.
    static func absent(path: String, pattern: String, at start: YAMLMark) -> ConfigurationSection {
        ConfigurationSection(
            path: path, pattern: pattern, start: start, values: [:], keyMarks: [:])
    }
}

extension YAMLNode {
    /// What the node is, for messages about what it should have been.
    var described: String {
        switch content {
        case .scalar(let text, _): isNull ? "empty" : quoted(text)
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .alias: "an alias"
        }
    }
}
