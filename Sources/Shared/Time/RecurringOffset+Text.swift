extension RecurringOffset {
    /// Reads a POSIX TZ string, with the extensions of zone files: hours from -167 to 167 in the
    /// times of changes, and names such as `<-03>`.
    ///
    /// Daylight time without dates has those of the United States, as everywhere. Answers `nil`
    /// for anything else.
    package init?(posix text: some StringProtocol) {
        var rest = Scanner(rest: Array(text.utf8)[...])
        guard let name = rest.name(), let west = rest.time(hours: 24) else { return nil }
        standard = ZoneOffset(seconds: -west, abbreviation: name)
        daylight = nil
        guard !rest.isAtEnd else { return }
        guard let summerName = rest.name() else { return nil }
        var summer = ZoneOffset(
            seconds: standard.seconds + 3600, isDaylightSaving: true, abbreviation: summerName)
        if let next = rest.next, next != UInt8(ascii: ",") {
            guard let west = rest.time(hours: 24) else { return nil }
            summer.seconds = -west
        }
        if rest.isAtEnd { rest = Scanner(rest: Array(",M3.2.0,M11.1.0".utf8)[...]) }
        guard rest.take(","), let begins = rest.moment(), rest.take(","),
            let ends = rest.moment(), rest.isAtEnd
        else { return nil }
        daylight = Daylight(offset: summer, begins: begins, ends: ends)
    }
}

/// What is left of a TZ string; every part that is read is taken off its front.
private struct Scanner {
    var rest: ArraySlice<UInt8>

    var next: UInt8? { rest.first }
    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ letter: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: letter) else { return false }
        rest.removeFirst()
        return true
    }

    /// Three letters or more, or anything of letters, digits and signs in angle brackets.
    mutating func name() -> String? {
        let isQuoted = take("<")
        let name = rest.prefix { byte in
            isLetter(byte) || isQuoted && (isDigit(byte) || byte == 0x2B || byte == 0x2D)
        }
        rest.removeFirst(name.count)
        guard (3...31).contains(name.count), !isQuoted || take(">") else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    /// A signed time, `[+-]h[h[h]][:mm[:ss]]`, in seconds.
    mutating func time(hours most: Int) -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number(0...most) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where take(":") {
            guard let amount = number(0...59) else { return nil }
            seconds += amount * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// A day, and a time of day where one is given.
    mutating func moment() -> YearlyMoment? {
        guard let day = day() else { return nil }
        guard take("/") else { return YearlyMoment(day) }
        return time(hours: 167).map { YearlyMoment(day, seconds: $0) }
    }

    private mutating func day() -> YearlyMoment.Day? {
        if take("J") { return number(1...365).map { .withoutLeapDay($0) } }
        guard take("M") else { return number(0...365).map { .withLeapDay($0) } }
        guard let month = number(1...12), take("."), let week = number(1...5), take("."),
            let weekday = number(0...6)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix(while: isDigit)
        guard (1...3).contains(digits.count) else { return nil }
        rest.removeFirst(digits.count)
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return range.contains(number) ? number : nil
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
