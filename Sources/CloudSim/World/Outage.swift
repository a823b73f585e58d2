import Shared

/// A time in which something is out of service.
struct Outage: Sendable, Equatable {
    var begins: Instant
    /// Nothing: for good, until somebody ends it.
    var ends: Instant?

    func covers(_ time: Instant) -> Bool { begins <= time && ends.map { time < $0 } ?? true }

    /// Ends it now, unless it is over.
    mutating func end(at now: Instant) {
        if ends.map({ now < $0 }) ?? true { ends = max(begins, now) }
    }
}

extension [Outage] {
    func covers(_ time: Instant) -> Bool { contains { $0.covers(time) } }

    /// How much of a time they cover; they may overlap.
    func time(from start: Instant, until end: Instant) -> Duration {
        guard !isEmpty else { return .zero }
        var total = Duration.zero
        var covered = start
        for outage in sorted(by: { $0.begins < $1.begins }) {
            let from = Swift.max(outage.begins, covered)
            let until = Swift.min(outage.ends ?? end, end)
            guard from < until else { continue }
            total += until - from
            covered = until
        }
        return total
    }

    mutating func endAll(at now: Instant) {
        for index in indices { self[index].end(at: now) }
    }

    var json: JSON {
        .array(
            map { outage in
                [
                    .int(outage.begins.microseconds),
                    outage.ends.map { .int($0.microseconds) } ?? .null,
                ]
            })
    }

    /// Reads outages; an older file has none, and nothing is of another shape.
    init?(json: JSON?) {
        self = []
        for entry in json?.elements ?? [] {
            guard let pair = entry.elements, pair.count == 2, let begins = pair[0].whole else {
                return nil
            }
            append(
                Outage(
                    begins: Instant(microseconds: begins),
                    ends: pair[1].whole.map { Instant(microseconds: $0) }))
        }
    }
}
