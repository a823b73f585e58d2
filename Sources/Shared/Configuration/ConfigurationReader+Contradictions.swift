extension ConfigurationReader {
    /// Tells a day that may cost more than its month: the limit of the day would never hold.
    ///
    /// An hour may be dearer than the day, for a fleet may be large for less than an hour.
    mutating func checkLimits(_ budget: Budget, of section: ConfigurationSection) {
        guard let daily = budget.daily, let monthly = budget.monthly, daily > monthly else {
            return
        }
        let shown = [daily, monthly].map(\.description)
        mistakes.add(
            "\(section.path(of: "daily")) is \(shown[0]), above \(section.path(of: "monthly")): "
                + shown[1], at: section.values["daily"]?.start ?? section.start,
            hint: "a day cannot cost more than its month: lower the one or raise the other")
    }

    /// Tells a folder of the state that is one where other things lie.
    ///
    /// - Returns: Whether it is fit to be that folder.
    mutating func isFitForState(_ path: String, of top: ConfigurationSection) -> Bool {
        guard let node = top.values["state"] else { return true }
        let what: String
        switch lexical(path) {
        case "/": what = "the root of the file system"
        case lexical(folder): what = "the folder of this file"
        case lexical(home) where !home.isEmpty: what = "the home folder itself"
        default: return true
        }
        mistakes.add(
            "state is \(what)", at: node.start,
            hint: "give it a folder of its own, such as ~/.local/state/fleetkeeper/selfplay")
        return false
    }
}
