extension ConfigurationReader {
    /// `demand`: where a group's queue is read; `nil` after a mistake.
    mutating func demand(of group: ConfigurationSection) -> DemandSource? {
        guard let section = section("demand", of: group) else { return nil }
        let origin = queueOrigin(of: section)
        let waiting = value("waiting", of: section, .countPath)
        let running = value("running", of: section, .countPath)
        let observedAt = value("observed_at", of: section, .timePath)
        let maxAge = value("max_age", of: section, .duration(atLeast: .seconds(1)))
        let timeout = value("timeout", of: section, .duration(atLeast: .seconds(1)))
        refusePaths(["waiting", "running", "observed_at"], of: section, origin)
        guard let origin, let waiting, let maxAge, let timeout else { return nil }
        return DemandSource(
            origin: origin, waiting: waiting, running: running, observedAt: observedAt,
            maxAge: maxAge, timeout: timeout)
    }

    /// `busy`: where it is read which machines work; `nil` when it is left out, or after a mistake.
    mutating func busy(of group: ConfigurationSection) -> BusySource? {
        guard let section = section("busy", of: group) else { return nil }
        let origin = queueOrigin(of: section)
        let machines = value("machines", of: section, .machinesPath)
        let observedAt = value("observed_at", of: section, .timePath)
        let maxAge = value("max_age", of: section, .duration(atLeast: .seconds(1)))
        let timeout = value("timeout", of: section, .duration(atLeast: .seconds(1)))
        refusePaths(["machines", "observed_at"], of: section, origin)
        guard let origin, let maxAge, let timeout else { return nil }
        return BusySource(
            origin: origin, machines: machines, observedAt: observedAt, maxAge: maxAge,
            timeout: timeout)
    }

    /// The one source that a section names.
    private mutating func queueOrigin(of section: ConfigurationSection) -> QueueOrigin? {
        let file = value("file", of: section, .path(folder: folder, home: home))
        let command = value("command", of: section, .line(commandNoun))
        use(file, as: .queue, "file", of: section)
        let urls = urls(of: section)
        let headers = headers(of: section)
        let database = database(of: section)
        let given = ["file", "command", "http", "sqlite"].filter {
            section.keyMarks[$0] != nil
        }
        if let first = given.first {
            for other in given.dropFirst() {
                let marks = [first, other].compactMap { section.keyMarks[$0] }
                mistakes.add(
                    "\(section.path) has both \(first) and \(other)",
                    at: marks.max() ?? section.start, hint: "keep one of the two")
            }
        } else if section.keyMarks.count == section.values.count {
            mistakes.add(
                "\(section.path) names no source", at: section.start,
                hint: "add file: PATH, command: TEXT, http: URL or sqlite: { path, query }")
        }
        if let mark = section.keyMarks["headers"], section.keyMarks["http"] == nil {
            mistakes.add("\(section.path(of: "headers")) is for http alone", at: mark)
        }
        if let file { return .file(path: file) }
        if let command { return .command(command) }
        if !urls.isEmpty { return .http(urls: urls, headers: headers) }
        return database
    }

    private mutating func database(of section: ConfigurationSection) -> QueueOrigin? {
        guard let inner = self.section("sqlite", of: section) else { return nil }
        let path = value("path", of: inner, .path(folder: folder, home: home))
        let query = value("query", of: inner, .query)
        use(path, as: .queue, "path", of: inner)
        guard let path, let query else { return nil }
        return .sqlite(path: path, query: query)
    }

    /// A database answers in columns, which no path leads to.
    private mutating func refusePaths(
        _ keys: [String], of section: ConfigurationSection, _ origin: QueueOrigin?
    ) {
        guard case .sqlite = origin else { return }
        for key in keys {
            guard let mark = section.keyMarks[key] else { continue }
            mistakes.add(
                "\(section.path(of: key)) is a path in JSON, and sqlite answers in columns",
                at: mark, hint: "leave it out, and name a column so: … AS \(key)")
        }
    }

    /// `http`: one URL, or a list of them.
    private mutating func urls(of section: ConfigurationSection) -> [String] {
        guard let node = section.values["http"] else { return [] }
        let path = section.path(of: "http")
        guard case .sequence(let items, _) = node.content else {
            return value(node, path: path, .queueURL).map { [$0] } ?? []
        }
        guard (1...16).contains(items.count) else {
            mistakes.add("\(path) is a list of \(items.count), not 1 to 16 URLs", at: node.start)
            return []
        }
        return items.enumerated().compactMap { index, item in
            value(item, path: "\(path)[\(index)]", .queueURL)
        }
    }
}
