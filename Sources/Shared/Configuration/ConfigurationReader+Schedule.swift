extension ConfigurationReader {
    /// The fleet's zone; UTC where none is given, and after a mistake.
    mutating func timeZone(of top: ConfigurationSection) -> TimeZoneRules {
        let zones = TimeZoneFolder(environment: environment)
        if lostZoneIsUTC {
            return top.values["timezone"]?.text.flatMap { try? zones.rules(named: $0) } ?? .utc
        }
        return value("timezone", of: top, .timeZone(in: zones)) ?? .utc
    }

    /// The windows of a group; after a mistake in one of them, those that could be read.
    ///
    /// `size` is what holds outside of them, the environment's included; `nil` after a mistake
    /// there, when nothing is held against it.
    mutating func schedule(
        of group: ConfigurationSection, size: ClosedRange<Int>?, _ environment: SizesFromEnvironment
    ) -> Schedule {
        guard group.values["schedule"] != nil else { return Schedule(zone: zone) }
        let nodes = list("schedule", of: group)
        let path = group.path(of: "schedule")
        guard nodes.count <= Self.mostWindows else {
            mistakes.add(
                "\(path) has \(nodes.count) windows, more than \(Self.mostWindows)",
                at: nodes[Self.mostWindows].start, hint: "one window may name several days")
            return Schedule(zone: zone)
        }
        var schedule = Schedule(zone: zone)
        var sections: [ConfigurationSection] = []
        for (index, node) in nodes.enumerated() {
            guard
                let section = checked(
                    node, path: "\(path)[\(index)]", pattern: "groups[].schedule[]"),
                let window = window(section)
            else { continue }
            schedule.windows.append(window)
            sections.append(section)
        }
        guard let size, sections.count == nodes.count else { return schedule }
        let found = schedule.contradictions(min: size.lowerBound, max: size.upperBound)
        for contradiction in found { tell(contradiction, sections, group, environment) }
        if found.isEmpty { noteIdleWindows(schedule, size, sections) }
        return schedule
    }

    /// More windows than this are not a plan of a week.
    static let mostWindows = 50

    private mutating func window(_ section: ConfigurationSection) -> BoundsWindow? {
        let days = value("days", of: section, .weekdays)
        let stretch = value("at", of: section, .stretchOfClock)
        let min = value("min", of: section, .wholeNumber(in: 0...1000))
        let max = value("max", of: section, .wholeNumber(in: 0...1000))
        guard section.keyMarks["min"] != nil || section.keyMarks["max"] != nil else {
            guard section.meant.isDisjoint(with: ["min", "max"]) else { return nil }
            mistakes.add(
                "\(section.path) changes neither min nor max", at: section.start,
                hint: "add, for example, max: 20")
            return nil
        }
        guard let days, let stretch,
            let window = DailyWindow(days: days, start: stretch.start, end: stretch.end)
        else { return nil }
        return BoundsWindow(window, min: min, max: max)
    }

    /// Tells a floor above its ceiling, at the window that comes later in the file.
    private mutating func tell(
        _ found: ScheduleContradiction, _ sections: [ConfigurationSection],
        _ group: ConfigurationSection, _ environment: SizesFromEnvironment
    ) {
        let minName =
            found.minFrom.map { sections[$0].path(of: "min") }
            ?? (environment.min == nil ? group.path(of: "min") : "VAST_AUTOSCALE_MIN")
        let maxName =
            found.maxFrom.map { sections[$0].path(of: "max") }
            ?? (environment.max == nil ? group.path(of: "max") : "VAST_AUTOSCALE_MAX")
        if let index = found.minFrom, index >= found.maxFrom ?? 0 {
            mistakes.add(
                "\(minName) is \(found.min), above \(maxName): \(found.max)",
                at: sections[index].values["min"]?.start ?? sections[index].start,
                hint: "both hold at the same time; let the window set max: too")
        } else if let index = found.maxFrom {
            mistakes.add(
                "\(maxName) is \(found.max), below \(minName): \(found.min)",
                at: sections[index].values["max"]?.start ?? sections[index].start,
                hint: "both hold at the same time; let the window set min: too")
        }
    }
}

extension ValueKind<Set<Weekday>> {
    static var weekdays: Self {
        let noun = "days such as mon-fri, sat,sun or daily"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard let days = Set<Weekday>(text: text) else {
                throw Misfit(
                    what: "is \(quoted(text)), not \(noun)",
                    hint: meantDays(text).map { "write \($0)" })
            }
            return days
        }
    }
}

/// Two times of day, in minutes after midnight.
struct StretchOfClock {
    var start: Int
    var end: Int
}

extension ValueKind<StretchOfClock> {
    static var stretchOfClock: Self {
        let noun = "two times of day such as 22:00-06:00"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let sides = text.split(separator: "-", omittingEmptySubsequences: false)
                .map { $0.filter { $0 != " " } }
            guard sides.count == 2, let start = minutes(sides[0]), let end = minutes(sides[1])
            else {
                throw Misfit(what: "is \(quoted(text)), not \(noun)", hint: meant(text))
            }
            guard start < 1440 else {
                throw Misfit(what: "begins at 24:00", hint: "write 00:00, which is the next day's")
            }
            guard start != end else {
                throw Misfit(
                    what: "ends when it begins, at \(clockText(start))",
                    hint: "write 00:00-24:00 for a whole day")
            }
            return StretchOfClock(start: start, end: end)
        }
    }
}

/// A time of day from `00:00` to `24:00`, in minutes after midnight.
private func minutes(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
        text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ":") }),
        let hour = Int(parts[0]), let minute = Int(parts[1]),
        hour < 24 || hour == 24 && minute == 0,
        minute < 60
    else { return nil }
    return hour * 60 + minute
}

/// What was probably meant by times such as `10pm-6am` or `22-6`.
private func meant(_ text: String) -> String? {
    if ["always", "24h", "all day", "allday", "24/7"].contains(text.lowercased()) {
        return "write 00:00-24:00"
    }
    guard text.utf8.count <= 40 else { return nil }
    let sides = ["–", "—", "to", "until"].reduce(text) { $0.replacing($1, with: "-") }
        .split(separator: "-", omittingEmptySubsequences: false)
        .map { $0.filter { $0 != " " } }
    guard sides.count == 2 else { return nil }
    var times: [String] = []
    for side in sides {
        let letters = side.drop { $0.isNumber || $0 == ":" }.lowercased()
        let clock = side.prefix(side.count - letters.count)
        let isWhole = !clock.contains(":") && clock.count != 4
        let digits = clock.filter { $0 != ":" }
        let written = isWhole ? "\(clock):00" : "\(digits.dropLast(2)):\(digits.suffix(2))"
        guard let time = minutes(written) else {
            return nil
        }
        switch letters {
        case "", "h": times.append(clockText(time))
        case "am" where time < 780: times.append(clockText(time % 720))
        case "pm" where time < 780: times.append(clockText(time % 720 + 720))
        default: return nil
        }
    }
    return times[0] == times[1] ? nil : "write \(times[0])-\(times[1])"
}
