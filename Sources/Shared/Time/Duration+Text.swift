extension Duration {
    /// The duration in whole microseconds, rounded towards zero.
    package var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }

    /// The duration in seconds, with its fraction.
    package var seconds: Double { Double(microseconds) / 1_000_000 }

    /// Reads a duration as people write it in configuration: `90s`, `15m`, `6h`, `2d`, `1h30m`,
    /// `250ms`; a bare `0` is allowed, any other number without a unit is not.
    ///
    /// Units go from large to small, each at most once. Answers `nil` for anything else, among
    /// it negative and fractional amounts, and for more than 10,000 days.
    package init?(text: some StringProtocol) {
        guard text != "0" else {
            self = .zero
            return
        }
        var rest = Substring(text)
        var total: Int64 = 0
        var smallest = units.startIndex
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest.removeFirst(digits.count)
            let name = rest.prefix { $0.isLetter }
            rest.removeFirst(name.count)
            guard let amount = Int64(digits), amount <= 864_000_000_000,
                let unit = units[smallest...].firstIndex(where: { $0.name == name })
            else { return nil }
            let (part, tooLarge) = amount.multipliedReportingOverflow(by: units[unit].microseconds)
            guard !tooLarge, part <= longest - total else { return nil }
            total += part
            smallest = unit + 1
        }
        self = .microseconds(total)
    }

    /// The duration as `text:` reads it, shortened to its two largest units: `1h30m`, `45s`,
    /// `0s`; milliseconds show only below a second.
    package var text: String {
        guard self >= .zero else { return "-" + (.zero - self).text }
        var rest = microseconds
        var parts: [String] = []
        for unit in units where rest >= unit.microseconds && parts.count < 2 {
            guard unit.name != "ms" || parts.isEmpty else { break }
            parts.append("\(rest / unit.microseconds)\(unit.name)")
            rest %= unit.microseconds
        }
        return parts.isEmpty ? "0s" : parts.joined()
    }
}

private let units: [(name: String, microseconds: Int64)] = [
    ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1000),
]
private let longest: Int64 = 10_000 * 86_400_000_000
