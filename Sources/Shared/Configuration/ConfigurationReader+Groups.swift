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
        mistakes.add(names.clashes)
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
        let busy = busy(of: section)
        let jobs = value("jobs_per_instance", of: section, .wholeNumber(in: 1...1_000_000))
        let drain = drain(of: section)
        let tolerance = value("tolerance", of: section, .percentage(upTo: 50))
        let gpus = gpus(of: section)
        let image = value("image", of: section, .image)
        let disk = value("disk", of: section, .gigabytes())
        let onstart = value("onstart", of: section, .script(atMost: 4048))
        let query = query(of: section)
        let setup = setup(of: section, image: image ?? vastImage, onstart: onstart ?? "")
        checkWorkers(of: section)
        let sync = sync(of: section, busiest: busiest(of: section, size, schedule, sizes))
        noteVastOnly(of: section)
        let scaleUp = scaleUp(of: section)
        let scaleDown = scaleDown(of: section)
        guard let name, let retire, let size, let demand, let jobs else { return nil }
        return GroupPolicy(
            name: name.text, renamedFrom: renamedFrom?.text, retire: retire, size: size,
            schedule: schedule, demand: demand, busy: busy, jobsPerInstance: jobs, drain: drain,
            tolerancePercent: tolerance ?? 0, gpus: gpus, image: image, diskGB: disk,
            onstart: onstart ?? "", setup: setup, sync: sync, query: query, scaleUp: scaleUp,
            scaleDown: scaleDown)
    }

    private mutating func gpus(of group: ConfigurationSection) -> [GPUPreference] {
        var gpus: [GPUPreference] = []
        var first: [String: String] = [:]
        for (index, node) in list("gpus", of: group).enumerated() {
            let path = "\(group.path(of: "gpus"))[\(index)]"
            guard let gpu = gpu(node, path: path) else { continue }
            let plain = gpu.name.lowercased().split { $0 == "_" || $0 == " " }
            let part = gpu.sliceGB.map { " \($0)" } ?? ""
            let identity = "\(gpu.count) \(plain.joined(separator: " "))\(part)"
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
        let name = ValueKind.gpuName
        if node.text != nil { return value(node, path: path, name).map { GPUPreference(name: $0) } }
        guard let section = checked(node, path: path, pattern: "groups[].gpus[]") else {
            return nil
        }
        let model = value("name", of: section, name)
        let count = value("count", of: section, .wholeNumber(in: 1...64))
        let price = value("max_price", of: section, .dollars)
        notePrice(price, of: section)
        let reliability = value("min_reliability", of: section, .share)
        let slice = slice(of: section, count: count)
        guard let model, let count else { return nil }
        return GPUPreference(
            name: model, count: count, maxPrice: price.map { HourlyRate(perHour: $0) },
            minReliability: reliability, sliceGB: slice)
    }
}
