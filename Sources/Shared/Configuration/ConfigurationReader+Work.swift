extension ConfigurationReader {
    /// `drain_within` with `jobs_per_hour`; `nil` when both are left out, or after a mistake.
    ///
    /// Each without the other is a mistake.
    mutating func drain(of group: ConfigurationSection) -> DrainGoal? {
        let within = value("drain_within", of: group, .duration(atLeast: .seconds(60)))
        let rate = value("jobs_per_hour", of: group, .jobRate)
        tellAlone(
            "drain_within", without: "jobs_per_hour", of: group,
            "nothing says how much one machine gets done")
        tellAlone(
            "jobs_per_hour", without: "drain_within", of: group,
            "nothing says how soon the queue is to be empty")
        guard let within, let rate else { return nil }
        return DrainGoal(within: within, rate: rate)
    }

    private mutating func tellAlone(
        _ key: String, without other: String, of group: ConfigurationSection, _ why: String
    ) {
        guard let mark = group.keyMarks[key], group.keyMarks[other] == nil,
            !group.meant.contains(other)
        else { return }
        let example = ConfigurationKey.at(group.pattern(of: other))?.example ?? ""
        mistakes.add(
            "\(group.path(of: key)) needs \(other): \(why)", at: mark,
            hint: "add, for example, \(other): \(example), or leave out \(key)")
    }
}
