/// A day of the week, Monday first.
package enum Weekday: Int, CaseIterable, Comparable, Sendable {
    case mon
    case tue
    case wed
    case thu
    case fri
    case sat
    case sun

    package init(daysSince1970 days: Int64) {
        let sinceMonday = days + 3  // 1970-01-01 was a Thursday
        let index = sinceMonday - sinceMonday.flooredDivision(by: 7) * 7
        self = Weekday.allCases[Int(index)]
    }

    /// As configuration writes it, in full or by its first three letters, in any case.
    package init?(text: some StringProtocol) {
        let names = [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ]
        let written = text.lowercased()
        guard written.count == 3 || names.contains(written),
            let index = names.firstIndex(where: { $0.hasPrefix(written) })
        else { return nil }
        self = Weekday.allCases[index]
    }

    /// As configuration writes it: `mon`.
    package var text: String { "\(self)" }

    /// As dates write it: `Mon`.
    package var capitalized: String { text.prefix(1).uppercased() + text.dropFirst() }

    package static func < (left: Weekday, right: Weekday) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Set<Weekday> {
    /// Reads days as configuration writes them: `daily`, `mon-fri`, `sat,sun`, `fri-mon,wed`.
    ///
    /// A range may go over Sunday. Answers `nil` for anything else, among it an empty text.
    package init?(text: some StringProtocol) {
        self = []
        guard text.lowercased() != "daily" else {
            self = Set(Weekday.allCases)
            return
        }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.trimmed.split(separator: "-", omittingEmptySubsequences: false)
            let days = ends.compactMap { Weekday(text: $0.trimmed) }
            guard days.count == ends.count, (1...2).contains(days.count) else { return nil }
            var day = days[0].rawValue
            insert(days[0])
            while day != days[days.count - 1].rawValue {
                day = (day + 1) % 7
                insert(Weekday.allCases[day])
            }
        }
    }

    /// The days as `text:` reads them, shortened: `daily`, `mon-fri`, `sat,sun`; a single list of
    /// days and ranges in the order of the week.
    package var text: String {
        guard count < 7 else { return "daily" }
        var runs: [[Weekday]] = []
        for day in sorted() {
            if let last = runs.last?.last, last.rawValue + 1 == day.rawValue {
                runs[runs.count - 1].append(day)
            } else {
                runs.append([day])
            }
        }
        return runs.map { run in
            run.count < 3
                ? run.map(\.text).joined(separator: ",")
                : "\(run[0].text)-\(run[run.count - 1].text)"
        }.joined(separator: ",")
    }
}

extension StringProtocol {
    fileprivate var trimmed: SubSequence {
        var kept = self[...]
        while kept.first == " " { kept.removeFirst() }
        while kept.last == " " { kept.removeLast() }
        return kept
    }
}
