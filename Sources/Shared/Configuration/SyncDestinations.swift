/// Where the files of all groups' machines come home to, to find two that would write over each
/// other, and one that would write over what this machine needs.
struct SyncDestinations {
    private struct Entry {
        var key: String
        /// Absolute, without `..` parts; `{instance}` is a word of the group's own, for no two
        /// groups ever have the same machine.
        var path: String
        var mark: YAMLMark
    }

    private var entries: [Entry] = []

    /// Takes a destination of one group, with `{instance}` in it.
    mutating func add(_ path: String, key: String, group: String, at mark: YAMLMark) {
        let own = lexical(path).replacing("{instance}", with: "{\(group)}")
        entries.append(Entry(key: key, path: own, mark: mark))
    }

    /// Each destination that is another or lies in it, and each that is, holds or lies in what
    /// must stay as it is.
    func clashes(with uses: [PathUses.Use]) -> [Clash] {
        let owners = Dictionary(entries.map { ($0.path, $0) }) { first, _ in first }
        var clashes = entries.flatMap { entry in
            andItsFolders(entry.path).compactMap { owners[$0] }
                .filter { $0.key != entry.key }
                .map { owner in
                    Clash(
                        what: entry.path == owner.path
                            ? "\(entry.key) is the path of \(owner.key) too"
                            : "\(entry.key) lies in \(owner.key)",
                        mark: entry.mark,
                        hint: "give each a folder of its own, or one copy writes over the other")
                }
        }
        var told: Set<String> = []
        for use in uses where use.thing != .queue {
            let holders = andItsFolders(use.path).compactMap { owners[$0] }.map { owner in
                (owner, owner.path == use.path ? "is" : "holds")
            }
            let isState = use.thing == .state
            let inside = entries.filter { isState && $0.path.hasPrefix(use.path + "/") }
            for (entry, verb) in holders + inside.map({ ($0, "lies in") })
            where told.insert(entry.key).inserted {
                clashes.append(clash(entry.key, verb, use, entry.mark))
            }
        }
        return clashes
    }

    private func clash(
        _ key: String, _ verb: String, _ use: PathUses.Use, _ mark: YAMLMark
    ) -> Clash {
        let thing =
            switch use.thing {
            case .configuration: "this file itself"
            case .state: "the folder of the state"
            default: "the file that \(use.key) names"
            }
        return Clash(
            what: "\(key) \(verb) \(thing)", mark: mark,
            hint: "name a folder of its own: what comes from a machine goes nowhere else")
    }
}
