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
}
