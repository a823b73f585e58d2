extension ConfigurationReader {
    /// `groups`: after a mistake in one of them, those that could be read.
    mutating func groups(of top: ConfigurationSection) -> [GroupPolicy] {
        let nodes = list("groups", of: top)
        let sizes = sizesFromEnvironment(groupCount: nodes.count)
        var groups: [GroupPolicy] = []
        var names = GroupNames()
        for (index, node) in nodes.enumerated() {
            let path = "groups[\(index)]"
            guard let section = checked(node, path: path, pattern: "groups[]") else { continue }
            names.add(section)
            if let group = group(section, sizes: sizes) { groups.append(group) }
        }
        for clash in names.clashes { mistakes.add(clash.what, at: clash.mark, hint: clash.hint) }
        return groups
    }

    private mutating func group(
        _ section: ConfigurationSection, sizes: SizesFromEnvironment
    ) -> GroupPolicy? {
        let name = value("name", of: section, .name)
        let renamedFrom = value("renamed_from", of: section, .name)
        let retire = value("retire", of: section, .flag)
        let size = size(of: section, sizes)
        let schedule = schedule(of: section, size: size, sizes)
        let demand = demand(of: section)
        let jobs = value("jobs_per_instance", of: section, .wholeNumber(in: 1...1_000_000))
        let gpus = gpus(of: section)
        let image = value("image", of: section, .image)
        let disk = value("disk", of: section, .gigabytes())
        let onstart = value("onstart", of: section, .script(atMost: 4048))
        let scaleUp = scaleUp(of: section)
        let scaleDown = scaleDown(of: section)
        guard let name, let retire, let size, let demand, let jobs else { return nil }
        return GroupPolicy(
            name: name.text, renamedFrom: renamedFrom?.text, retire: retire, size: size,
            schedule: schedule, demand: demand, jobsPerInstance: jobs, gpus: gpus, image: image,
            diskGB: disk,
            onstart: onstart ?? "", scaleUp: scaleUp, scaleDown: scaleDown)
    }

    private mutating func demand(of group: ConfigurationSection) -> DemandSource? {
        guard let section = section("demand", of: group) else { return nil }
        let file = value("file", of: section, .path(folder: folder, home: home))
        let command = value("command", of: section, .line("a command line"))
        let waiting = value("waiting", of: section, .jsonPath)
        let running = value("running", of: section, .jsonPath)
        let observedAt = value("observed_at", of: section, .jsonPath)
        let maxAge = value("max_age", of: section, .duration(atLeast: .seconds(1)))
        let timeout = value("timeout", of: section, .duration(atLeast: .seconds(1)))
        switch (section.keyMarks["file"], section.keyMarks["command"]) {
        case (let file?, let command?):
            mistakes.add(
                "\(section.path) has both file and command", at: max(file, command),
                hint: "keep one of the two")
        case (nil, nil):
            mistakes.add(
                "\(section.path) names no source", at: section.start,
                hint: "add file: PATH or command: TEXT")
        default: break
        }
        let origin = file.map { .file(path: $0) } ?? command.map { DemandSource.Origin.command($0) }
        guard let origin, let waiting, let maxAge, let timeout else { return nil }
        return DemandSource(
            origin: origin, waiting: waiting, running: running, observedAt: observedAt,
            maxAge: maxAge, timeout: timeout)
    }

    private mutating func gpus(of group: ConfigurationSection) -> [GPUPreference] {
        var gpus: [GPUPreference] = []
        var first: [String: String] = [:]
        for (index, node) in list("gpus", of: group).enumerated() {
            let path = "\(group.path(of: "gpus"))[\(index)]"
            guard let gpu = gpu(node, path: path) else { continue }
            let plain = gpu.name.lowercased().split { $0 == "_" || $0 == " " }
            let identity = "\(gpu.count) \(plain.joined(separator: " "))"
            if let earlier = first[identity] {
                mistakes.add(
                    "\(path) repeats \(earlier): \(gpu.name.shownInMessages) "
                        + "with \(gpu.count) on a machine", at: node.start,
                    hint: "keep one of the two")
            }
            first[identity] = first[identity] ?? "gpus[\(index)]"
            gpus.append(gpu)
        }
        return gpus
    }

    private mutating func gpu(_ node: YAMLNode, path: String) -> GPUPreference? {
        let name = ValueKind.line("the name of a GPU")
        if node.text != nil { return value(node, path: path, name).map { GPUPreference(name: $0) } }
        guard let section = checked(node, path: path, pattern: "groups[].gpus[]") else {
            return nil
        }
        let model = value("name", of: section, name)
        let count = value("count", of: section, .wholeNumber(in: 1...64))
        let price = value("max_price", of: section, .dollars)
        let reliability = value("min_reliability", of: section, .share)
        guard let model, let count else { return nil }
        return GPUPreference(
            name: model, count: count, maxPrice: price.map { HourlyRate(perHour: $0) },
            minReliability: reliability)
    }
}

extension ValueKind<NumberPath> {
    static var jsonPath: Self {
        let noun = "a path in JSON such as queue.waiting or sum(peers.*.jobs)"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard let path = NumberPath(text), !text.contains(where: \.isWhitespace) else {
                throw Misfit(what: "is \(quoted(text)), not \(noun)")
            }
            return path
        }
    }
}
