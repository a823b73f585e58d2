extension ConfigurationReader {
    /// More sets than this are not a list that anybody keeps.
    static let mostSyncSets = 50

    /// `sync`: what must come home from a group's machines; after a mistake, the sets that could be
    /// read.
    ///
    /// `busiest` is a bound above 1 that the group has at some time; `nil` where it never has two
    /// machines, or after a mistake there.
    mutating func sync(
        of group: ConfigurationSection, busiest: (key: String, max: Int)?
    ) -> [SyncSet] {
        guard group.values["sync"] != nil else { return [] }
        let nodes = list("sync", of: group)
        let path = group.path(of: "sync")
        guard nodes.count <= Self.mostSyncSets else {
            mistakes.add(
                "\(path) has \(nodes.count) sets, more than \(Self.mostSyncSets)",
                at: nodes[Self.mostSyncSets].start, hint: "name the folder that holds them all")
            return []
        }
        var sets: [SyncSet] = []
        var first: [String: String] = [:]
        for (index, node) in nodes.enumerated() {
            guard
                let section = checked(node, path: "\(path)[\(index)]", pattern: "groups[].sync[]"),
                let set = syncSet(section, of: group, busiest: busiest)
            else { continue }
            if let earlier = first[set.name] {
                mistakes.add(
                    "\(section.path(of: "name")) repeats \(earlier): \(set.name)",
                    at: section.values["name"]?.start ?? section.start,
                    hint: "give each set a name of its own")
            }
            first[set.name] = first[set.name] ?? "sync[\(index)]"
            sets.append(set)
        }
        return sets
    }

    private mutating func syncSet(
        _ section: ConfigurationSection, of group: ConfigurationSection,
        busiest: (key: String, max: Int)?
    ) -> SyncSet? {
        let name = value("name", of: section, .name)
        let source = syncSource(of: section)
        let to = value("to", of: section, .destination(folder: folder, home: home))
        if let to {
            check(to, of: section, busiest)
            destinations.add(
                to.path, key: section.path(of: "to"), group: group.path,
                at: section.values["to"]?.start ?? section.start)
        }
        guard let name, let source, let to else { return nil }
        return SyncSet(name: name.text, source: source, destination: to.path)
    }

    /// The one thing on the machine that a set names.
    private mutating func syncSource(of section: ConfigurationSection) -> SyncSet.Source? {
        let folder = value("from", of: section, .machineFolder)
        let database = value("sqlite", of: section, .machineFile)
        let marks = ["from", "sqlite"].compactMap { section.keyMarks[$0] }
        if marks.count == 2 {
            mistakes.add(
                "\(section.path) has both from and sqlite", at: marks.max() ?? section.start,
                hint: "keep one of the two: a set is a folder or a database")
            return nil
        }
        if marks.isEmpty, section.meant.isDisjoint(with: ["from", "sqlite"]) {
            mistakes.add(
                "\(section.path) says nothing of what to copy", at: section.start,
                hint: "add from: /root/data for a folder, or sqlite: /root/data/elo.db")
        }
        return folder.map { .folder($0) } ?? database.map { .database($0) }
    }

    /// Tells a destination that two machines would share, and a folder for a database.
    private mutating func check(
        _ to: SyncDestination, of section: ConfigurationSection,
        _ busiest: (key: String, max: Int)?
    ) {
        let path = section.path(of: "to")
        let mark = section.values["to"]?.start ?? section.start
        let isDatabase = section.keyMarks["sqlite"] != nil
        if isDatabase, to.isFolder {
            mistakes.add(
                "\(path) is a folder, and a database comes home as a file", at: mark,
                hint: "write, for example, \"data/elo/{instance}.db\"")
        }
        guard let busiest, !to.isPerMachine else { return }
        let example = isDatabase ? "data/elo/{instance}.db" : "data/games/{instance}/"
        mistakes.add(
            "\(path) has no {instance}, and \(busiest.key) is \(busiest.max): machines would write "
                + "over each other", at: mark, hint: "write, for example, \"\(example)\"")
    }

    /// A bound above 1 that a group has at some time, with the key that gives it; `nil` for none.
    func busiest(
        of group: ConfigurationSection, _ size: ClosedRange<Int>?, _ schedule: Schedule,
        _ environment: SizesFromEnvironment
    ) -> (key: String, max: Int)? {
        guard let size else { return nil }
        if size.upperBound > 1 {
            let own = environment.max == nil ? group.path(of: "max") : "VAST_AUTOSCALE_MAX"
            return (own, size.upperBound)
        }
        let index = schedule.windows.firstIndex { $0.max ?? 0 > 1 }
        return index.flatMap { index in
            schedule.windows[index].max.map {
                ("\(group.path(of: "schedule"))[\(index)].max", $0)
            }
        }
    }

    // MARK: - Workers

    /// `workers`: checked, and not kept.
    mutating func checkWorkers(of group: ConfigurationSection) {
        guard let section = section("workers", of: group) else { return }
        for key in ["start", "stop", "count"] {
            _ = value(key, of: section, .command(atMost: 4096))
        }
        if section.keyMarks.isEmpty {
            mistakes.add(
                "\(section.path) names no command", at: section.start,
                hint: "add start: and stop:, or leave it out")
        }
        if let mark = section.keyMarks["start"], section.keyMarks["stop"] == nil,
            !section.meant.contains("stop")
        {
            mistakes.add(
                "\(section.path(of: "start")) needs stop: work has to be stopped before files are "
                    + "copied", at: mark,
                hint: "add stop: with the command that ends what start begins")
        }
    }
}
