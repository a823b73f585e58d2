/// One key of `fleet.yaml`: the reader takes valid names and defaults from here, and
/// `docs/configuration.md` is this table in print.
package struct ConfigurationKey: Equatable, Sendable {
    /// What holds when the key is left out.
    package enum Absence: Equatable, Sendable {
        /// An error.
        case required
        /// The same as this text, written in the file.
        case standard(String)
        /// What these words say.
        case described(String)
    }

    /// Its place, a list's entries as `[]`: `groups[].demand.max_age`.
    package var path: String
    /// What its value is counted in, or what it is.
    package var unit: String
    package var absent: Absence
    /// A value as it may stand in the file, in one line.
    package var example: String
    package var meaning: String
    /// What no tool of this version does about it; `nil` where nothing is left undone.
    ///
    /// The key is checked all the same, and whoever writes it gets a note.
    package var gap: String?

    package init(
        _ path: String, _ unit: String, _ absent: Absence, example: String, _ meaning: String,
        gap: String? = nil
    ) {
        self.path = path
        self.unit = unit
        self.absent = absent
        self.example = example
        self.meaning = meaning
        self.gap = gap
    }

    /// What the key means, and what is not done about it yet: for the documentation.
    package var wholeMeaning: String { meaning + (gap.map { " Not yet: \($0)." } ?? "") }

    /// The last part of the path: `max_age`.
    package var name: Substring { path.split(separator: ".").last ?? "" }

    /// The path without its last part: `groups[].demand`; empty for the keys of the file itself.
    package var parent: Substring { path.dropLast(name.count).dropLast() }
}

extension ConfigurationKey {
    /// The names that are valid directly under a path, in the order of the table.
    static func names(under parent: String) -> [String] { namesByParent[parent] ?? [] }

    static func at(_ path: String) -> ConfigurationKey? { byPath[path] }

    /// The paths under which a key of this name is valid, in the order of the table.
    static func parents(of name: String) -> [String] { parentsByName[name] ?? [] }

    private static let byPath = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }
    private static let parentsByName = Dictionary(grouping: all) { String($0.name) }
        .mapValues { $0.map { String($0.parent) } }
    private static let namesByParent = Dictionary(grouping: all) { String($0.parent) }
        .mapValues { $0.map { String($0.name) } }
}
