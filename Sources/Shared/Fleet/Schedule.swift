/// Other bounds for a group's size at some times of the day and week.
package struct Schedule: Equatable, Sendable {
    /// The zone whose clocks the windows go by.
    package var zone: TimeZoneRules
    /// In the file's order: where several are open, the later one wins.
    package var windows: [BoundsWindow]

    package init(zone: TimeZoneRules = .utc, windows: [BoundsWindow] = []) {
        self.zone = zone
        self.windows = windows
    }
}

/// A window with the bounds that hold while it is open.
package struct BoundsWindow: Equatable, Sendable {
    package var window: DailyWindow
    /// `nil` leaves the group's, or that of an earlier window.
    package var min: Int?
    /// `nil` leaves the group's, or that of an earlier window.
    package var max: Int?

    package init(_ window: DailyWindow, min: Int? = nil, max: Int? = nil) {
        self.window = window
        self.min = min
        self.max = max
    }
}

/// The bounds of a group's size at one instant.
package struct BoundsInForce: Equatable, Sendable {
    /// An open window, with the bounds that come from it.
    package struct Part: Equatable, Sendable {
        package var window: DailyWindow
        /// `nil` where they come from elsewhere; never both.
        package var min: Int?
        package var max: Int?
        /// When the window closes.
        package var until: Instant
    }

    /// What holds, both inclusive.
    package var size: ClosedRange<Int>
    /// The windows that have a say, in the file's order; empty when none is open.
    package var parts: [Part]
}

extension BoundsInForce.Part {
    /// The window for people: `mon-fri 22:00-06:00 sets max 20 until Sat 2026-11-21 06:00 EST
    /// (America/New_York)`.
    package func text(in zone: TimeZoneRules) -> String {
        let sets = [min.map { "min \($0)" }, max.map { "max \($0)" }].compactMap { $0 }
        let place = zone == .utc ? "" : " (\(zone.name))"
        return "\(window) sets \(sets.joined(separator: " and ")) until "
            + zone.text(of: until) + place
    }
}

extension GroupPolicy {
    /// The bounds of the group's size at an instant: its own, each replaced by that of the last
    /// window that is open and gives one.
    package func bounds(at instant: Instant) -> BoundsInForce {
        var parts: [BoundsInForce.Part] = []
        for window in schedule.windows {
            guard let until = window.window.end(ifOpenAt: instant, in: schedule.zone) else {
                continue
            }
            for index in parts.indices {
                if window.min != nil { parts[index].min = nil }
                if window.max != nil { parts[index].max = nil }
            }
            parts.append(
                BoundsInForce.Part(
                    window: window.window, min: window.min, max: window.max, until: until))
        }
        parts.removeAll { $0.min == nil && $0.max == nil }
        let least = parts.compactMap(\.min).last ?? size.lowerBound
        let most = parts.compactMap(\.max).last ?? size.upperBound
        return BoundsInForce(size: min(least, most)...most, parts: parts)
    }
}

/// Bounds that contradict each other while some windows are open.
package struct ScheduleContradiction: Hashable, Sendable {
    /// The window that gives the floor; `nil` for the group itself.
    package var minFrom: Int?
    /// The window that gives the ceiling; `nil` for the group itself.
    package var maxFrom: Int?
    package var min: Int
    package var max: Int
}

extension Schedule {
    /// Every pair of a floor and a lower ceiling that would hold at the same time, in the order
    /// of the week.
    ///
    /// Exact, without regard to the year: the windows that are open always are those of one time
    /// by the clock, whatever the clocks do.
    package func contradictions(min groupMin: Int, max groupMax: Int) -> [ScheduleContradiction] {
        var found: [ScheduleContradiction] = []
        for minute in Set(windows.flatMap(\.window.edges)).sorted() {
            let open = windows.indices.filter {
                windows[$0].window.isOpen(atMinuteOfWeek: minute)
            }
            let minFrom = open.last { windows[$0].min != nil }
            let maxFrom = open.last { windows[$0].max != nil }
            let min = minFrom.flatMap { windows[$0].min } ?? groupMin
            let max = maxFrom.flatMap { windows[$0].max } ?? groupMax
            let pair = ScheduleContradiction(
                minFrom: minFrom, maxFrom: maxFrom, min: min, max: max)
            guard min > max, minFrom != nil || maxFrom != nil, !found.contains(pair) else {
                continue
            }
            found.append(pair)
        }
        return found
    }
}
