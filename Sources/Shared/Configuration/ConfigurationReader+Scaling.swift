extension ConfigurationReader {
    mutating func scaleUp(of group: ConfigurationSection) -> StepLimit {
        stepLimit(section("scale_up", of: group) ?? absent("scale_up", of: group))
    }

    mutating func scaleDown(of group: ConfigurationSection) -> ShrinkPolicy {
        guard let node = group.values["scale_down"], let text = node.text, !node.isNull else {
            let section = section("scale_down", of: group) ?? absent("scale_down", of: group)
            let limit = stepLimit(section)
            if limit.idleFor > .zero, group.keyMarks["busy"] == nil {
                tellNobodyKnowsWhoIsIdle(section, of: group)
            }
            return .limited(limit)
        }
        let path = group.path(of: "scale_down")
        do throws(Misfit) {
            guard try ValueKind.flag.read(text) else { return .off }
            mistakes.add(
                "\(path) is \(text.shownInMessages), not off or a mapping of keys", at: node.start,
                hint: "leave it out for its defaults")
        } catch {
            mistakes.add(
                "\(path) is \(quoted(text)), not off or a mapping of keys", at: node.start)
        }
        return .off
    }

    /// Who is idle is known by `busy`, and for tools to come by `workers.count`; in this version
    /// the latter leaves it unknown, so that nothing goes.
    private mutating func tellNobodyKnowsWhoIsIdle(
        _ section: ConfigurationSection, of group: ConfigurationSection
    ) {
        let mark = section.values["idle_for"]?.start ?? section.start
        let counts = group.values["workers"].map { workers in
            guard case .mapping(let pairs, _) = workers.content else { return true }
            return pairs.contains { $0.key.text == "count" }
        }
        guard counts == true else {
            mistakes.add(
                "\(section.path).idle_for needs busy: without it nobody knows who is idle",
                at: mark, hint: "add busy: to the group, or use stabilization: instead")
            return
        }
        note(
            "no tool of this version asks workers.count, so without busy no machine that is ready "
                + "goes for want of work", "idle_for", of: section, at: mark)
    }

    /// The limits of one direction; after a mistake there, any that are valid.
    private mutating func stepLimit(_ section: ConfigurationSection) -> StepLimit {
        var limit = StepLimit()
        if let cooldown = value("cooldown", of: section, .duration()) { limit.cooldown = cooldown }
        if let step = value("max_step", of: section, .wholeNumber(in: 1...1000)) {
            limit.maxStep = step
        }
        if let stabilization = value("stabilization", of: section, .duration()) {
            limit.stabilization = stabilization
        }
        if let idleFor = value("idle_for", of: section, .duration()) { limit.idleFor = idleFor }
        return limit
    }

    private func absent(_ key: String, of group: ConfigurationSection) -> ConfigurationSection {
        .absent(path: group.path(of: key), pattern: group.pattern(of: key), at: group.start)
    }
}
