/// How the clocks of one zone went, go and will go.
///
/// Offsets are those of the zone's file up to its last change, and those of the rule in its last
/// line for ever after.
package struct TimeZoneRules: Equatable, Sendable {
    /// The IANA name: `Europe/Berlin`.
    package let name: String
    /// The offset before the first change.
    let first: ZoneOffset
    /// In order of time.
    let changes: [ZoneChange]
    /// From the last change on; without one the last offset stays.
    let rule: RecurringOffset?

    init(name: String, first: ZoneOffset, changes: [ZoneChange] = [], rule: RecurringOffset? = nil)
    {
        self.name = name
        self.first = first
        self.rule = rule
        var changes = changes
        if let rule, let last = changes.popLast() {
            changes.append(ZoneChange(at: last.at, offset: rule.offset(at: last.at)))
        }
        self.changes = changes
    }

    /// UTC, which needs no file.
    package static let utc = TimeZoneRules(
        name: "UTC", first: ZoneOffset(seconds: 0, abbreviation: "UTC"))

    /// The offset in force at an instant.
    package func offset(at instant: Instant) -> ZoneOffset { offset(at: instant.wholeSeconds) }

    /// What the clocks show at an instant.
    package func localTime(at instant: Instant) -> LocalTime {
        LocalTime(seconds: instant.wholeSeconds + Int64(offset(at: instant).seconds))
    }

    /// When the clocks show a time, in order: never where they skip it, twice where they repeat it.
    package func instants(showing time: LocalTime) -> [Instant] {
        spans(around: time).compactMap { span in
            let second = time.seconds - Int64(span.offset.seconds)
            return span.seconds.contains(second) ? Instant(wholeSeconds: second) : nil
        }
    }

    /// The first instant at which the clocks show a time or a later one.
    ///
    /// Where they skip it that is the jump, where they repeat it the first time.
    package func firstInstant(reaching time: LocalTime) -> Instant {
        for span in spans(around: time) {
            let second = max(time.seconds - Int64(span.offset.seconds), span.seconds.lowerBound)
            if span.seconds.contains(second) { return Instant(wholeSeconds: second) }
        }
        return Instant(wholeSeconds: time.seconds)
    }

    /// The latest time that the clocks have shown up to an instant.
    ///
    /// It is what they show, but after they were set back, when it stands still until they have
    /// caught up. The clocks have reached a time when this has.
    package func latestTimeShown(until instant: Instant) -> LocalTime {
        let now = instant.wholeSeconds
        // A clock that was ahead of this one by the most that offsets can differ.
        let shown = spans(from: now - 2 * Int64(ZoneOffset.furthest), through: now).map { span in
            min(span.seconds.upperBound - 1, now) + Int64(span.offset.seconds)
        }
        return LocalTime(seconds: shown.max() ?? now)
    }

    /// Every change of offset, name or daylight time in `(after, through]`, in order.
    package func changes(after: Instant, through: Instant) -> [ZoneChange] {
        changes(after: after.wholeSeconds, through: through.wholeSeconds)
    }

    /// An instant as the zone's people write it: `Sun 2026-11-22 06:00 EST`.
    package func text(of instant: Instant) -> String {
        "\(localTime(at: instant)) \(offset(at: instant).abbreviation)"
    }
}

/// The moment from which another offset holds.
package struct ZoneChange: Equatable, Sendable {
    /// Seconds since 1970.
    package var at: Int64
    package var offset: ZoneOffset

    package init(at: Int64, offset: ZoneOffset) {
        self.at = at
        self.offset = offset
    }
}

/// Seconds during which one offset holds.
private struct ZoneSpan {
    var seconds: Range<Int64>
    var offset: ZoneOffset
}

extension TimeZoneRules {
    private func offset(at second: Int64) -> ZoneOffset {
        let next = indexOfChange(after: second)
        if next == changes.endIndex, let rule { return rule.offset(at: second) }
        return next == 0 ? first : changes[next - 1].offset
    }

    /// The index of the first change after a second.
    private func indexOfChange(after second: Int64) -> Int {
        var range = changes.startIndex..<changes.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range =
                changes[middle].at <= second
                ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    private func changes(after: Int64, through: Int64) -> [ZoneChange] {
        guard after < through else { return [] }
        let range = indexOfChange(after: after)..<indexOfChange(after: through)
        var found = Array(changes[range])
        if let rule, range.upperBound == changes.endIndex {
            found += rule.changes(after: max(after, changes.last?.at ?? after), through: through)
        }
        var before = offset(at: after)
        return found.filter { change in
            defer { before = change.offset }
            return change.offset != before
        }
    }

    private func spans(around time: LocalTime) -> [ZoneSpan] {
        let furthest = Int64(ZoneOffset.furthest)
        return spans(from: time.seconds - furthest, through: time.seconds + furthest)
    }

    /// The spans that hold from one second to another, both included.
    private func spans(from: Int64, through: Int64) -> [ZoneSpan] {
        var spans: [ZoneSpan] = []
        var start = from
        var offset = offset(at: from)
        for change in changes(after: from, through: through) {
            spans.append(ZoneSpan(seconds: start..<change.at, offset: offset))
            start = change.at
            offset = change.offset
        }
        spans.append(ZoneSpan(seconds: start..<through + 1, offset: offset))
        return spans
    }
}

extension Instant {
    /// Whole seconds since 1970, rounded down.
    fileprivate var wholeSeconds: Int64 { microseconds.flooredDivision(by: 1_000_000) }

    fileprivate init(wholeSeconds: Int64) {
        let (product, isTooFar) = wholeSeconds.multipliedReportingOverflow(by: 1_000_000)
        // The end of what an instant can say.
        self.init(
            microseconds: isTooFar ? (wholeSeconds < 0 ? .min : .max) : product)
    }
}
