/// The names that the groups of a file have and had, to find those that clash.
struct GroupNames {
    private struct Entry {
        var group: String
        var name: String
        var mark: YAMLMark
    }

    private var names: [Entry] = []
    private var formerNames: [Entry] = []

    /// Takes the names of one group; those that are no names are mistakes told elsewhere.
    mutating func add(_ group: ConfigurationSection) {
        if let entry = entry("name", of: group) { names.append(entry) }
        if let entry = entry("renamed_from", of: group) { formerNames.append(entry) }
    }

    var clashes: [Clash] {
        let groups = Dictionary(names.map { ($0.name, $0.group) }) { first, _ in first }
        let heirs = Dictionary(formerNames.map { ($0.name, $0.group) }) { first, _ in first }
        var clashes: [Clash] = []
        for entry in names {
            guard let first = groups[entry.name], first != entry.group else { continue }
            clashes.append(
                Clash(
                    what: "\(entry.group).name repeats \(first): \(entry.name)", mark: entry.mark,
                    hint: "give each group a name of its own"))
        }
        for entry in formerNames {
            if let living = groups[entry.name] {
                clashes.append(
                    Clash(
                        what: "\(entry.group).renamed_from is \(entry.name), the name of \(living)",
                        mark: entry.mark, hint: "name a group that is no longer in the file"))
            } else if let first = heirs[entry.name], first != entry.group {
                clashes.append(
                    Clash(
                        what: "\(entry.group).renamed_from repeats \(first): \(entry.name)",
                        mark: entry.mark, hint: "let one group take over its machines"))
            }
        }
        return clashes
    }

    private func entry(_ key: String, of group: ConfigurationSection) -> Entry? {
        guard let node = group.values[key], let name = node.text.flatMap({ FleetName($0) }) else {
            return nil
        }
        return Entry(group: group.path, name: name.text, mark: node.start)
    }
}
