/// The paths that a configuration names, to find one that is given to two different things.
struct PathUses {
    enum Thing {
        case configuration, state, inventory, alerts, queue, vastKey, vultrKey, sshKey
    }

    struct Use {
        var thing: Thing
        /// Absolute, without `..` parts.
        var path: String
        /// The key that names it.
        var key: String
        var mark: YAMLMark
    }

    private(set) var uses: [Use] = []

    mutating func add(_ path: String, as thing: Thing, key: String, at mark: YAMLMark) {
        uses.append(Use(thing: thing, path: lexical(path), key: key, mark: mark))
    }

    /// Each use of a path that belongs to something else: to the file itself, to the state, or to
    /// what stands earlier in the file.
    var clashes: [Clash] {
        let first = uses.filter { $0.thing == .configuration || $0.thing == .state }
        let rest = uses.filter { $0.thing != .configuration && $0.thing != .state }
        var owners: [String: Use] = [:]
        var clashes: [Clash] = []
        for use in first + rest.sorted(by: { $0.mark < $1.mark }) {
            guard let owner = owners[use.path] else {
                owners[use.path] = use
                let holder = andItsFolders(use.path).compactMap { owners[$0] }
                    .first { $0.thing == .state }
                if use.thing == .queue, let holder, holder.path != "/" {
                    clashes.append(
                        Clash(
                            what: "\(use.key) lies in the folder of the state", mark: use.mark,
                            hint: "let the program that writes it do so elsewhere: "
                                + "that folder is ours alone"))
                }
                continue
            }
            if owner.thing != use.thing { clashes.append(use.clash(with: owner)) }
        }
        return clashes
    }
}

extension PathUses.Use {
    fileprivate func clash(with owner: PathUses.Use) -> Clash {
        switch owner.thing {
        case .configuration:
            Clash(what: "\(key) is this file itself", mark: mark, hint: "name another file")
        case .state:
            Clash(
                what: "\(key) is the folder of the state", mark: mark,
                hint: "give state: a folder of its own")
        default:
            Clash(
                what: "\(key) is the path of \(owner.key) too", mark: mark,
                hint: "give each a file of its own")
        }
    }
}

/// An absolute path with its `..` parts taken out by their letters, as no file is looked at.
func lexical(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
        if part == ".." {
            _ = parts.popLast()
        } else {
            parts.append(part)
        }
    }
    return "/" + parts.joined(separator: "/")
}

/// The path itself and every folder that it lies in, the longest first.
func andItsFolders(_ path: String) -> [String] {
    var paths: [String] = []
    var rest = Substring(path)
    while let slash = rest.lastIndex(of: "/"), rest != "/" {
        paths.append(String(rest))
        rest = rest[..<slash]
    }
    return paths + ["/"]
}
