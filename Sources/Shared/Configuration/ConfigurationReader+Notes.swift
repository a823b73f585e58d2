extension ConfigurationReader {
    /// Notes that this version leaves something undone about a key, if it does.
    mutating func noteGap(of name: String, in path: String, pattern: String, at mark: YAMLMark) {
        let key = pattern.isEmpty ? name : "\(pattern).\(name)"
        guard let gap = ConfigurationKey.at(key)?.gap else { return }
        notes.add(
            gap, key: path.isEmpty ? name : "\(path).\(name)", pattern: key, at: mark,
            of: mistakes.file)
    }

    /// Notes a price that no machine can have, for it alone is more than an hour of the fleet.
    mutating func notePrice(_ price: Dollars?, of section: ConfigurationSection) {
        guard let price, let hourly = hourlyLimit, price > hourly,
            let node = section.values["max_price"]
        else { return }
        note(
            "is \(price), and nothing above budget.hourly (\(hourly)) is ever rented",
            "max_price", of: section, at: node.start)
    }

    /// Notes what has no effect at Vultr, where nothing else is rented from.
    mutating func noteVastOnly(of group: ConfigurationSection) {
        guard vastImage == nil, rentsAtVultr else { return }
        for key in ["image", "registry", "query"] {
            guard let mark = group.keyMarks[key] else { continue }
            note("has no effect: it is for Vast alone", key, of: group, at: mark)
        }
    }

    /// Notes windows without which the same bounds would hold at all times.
    ///
    /// Of two that say the same, the later one is noted.
    mutating func noteIdleWindows(
        _ schedule: Schedule, _ size: ClosedRange<Int>, _ sections: [ConfigurationSection]
    ) {
        for index in schedule.idleWindows(min: size.lowerBound, max: size.upperBound) {
            let section = sections[index]
            notes.add(
                "changes nothing: the same bounds hold without it", key: section.path,
                pattern: section.pattern, at: section.start, of: mistakes.file)
        }
    }

    mutating func note(
        _ what: String, _ key: String, of section: ConfigurationSection, at mark: YAMLMark
    ) {
        notes.add(
            what, key: section.path(of: key), pattern: section.pattern(of: key), at: mark,
            of: mistakes.file)
    }
}

extension Schedule {
    /// The windows that could be left out together, without any bound changing at any time; empty
    /// for a schedule of more than 20, which is not looked through.
    func idleWindows(min groupMin: Int, max groupMax: Int) -> [Int] {
        guard windows.count <= 20 else { return [] }
        let stretches = Set(windows.flatMap(\.window.edges)).map { minute in
            windows.indices.filter { windows[$0].window.isOpen(atMinuteOfWeek: minute) }
        }
        var kept = windows.map { _ in true }
        for index in windows.indices.reversed() {
            func value(_ bound: (BoundsWindow) -> Int?, in open: [Int], with isThere: Bool) -> Int?
            {
                open.last { kept[$0] && (isThere || $0 != index) && bound(windows[$0]) != nil }
                    .flatMap { bound(windows[$0]) }
            }
            kept[index] = stretches.contains { open in
                let bounds: [((BoundsWindow) -> Int?, Int)] = [
                    ({ $0.min }, groupMin), ({ $0.max }, groupMax),
                ]
                return open.contains(index)
                    && bounds.contains { bound, own in
                        value(bound, in: open, with: true) ?? own
                            != value(bound, in: open, with: false) ?? own
                    }
            }
        }
        return windows.indices.filter { !kept[$0] }
    }
}
