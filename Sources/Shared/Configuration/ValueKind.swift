/// One kind of value that configuration holds, in the file or in the environment.
struct ValueKind<Value> {
    /// What a value has to be, for messages: `a whole number from 1 to 1000`.
    var noun: String
    /// Reads a value as people write it.
    var read: (String) throws(Misfit) -> Value
}

/// Why a text is no value of its kind.
struct Misfit: Error, Equatable {
    /// Follows the name of the key: `is 0, not 1 to 1000`.
    var what: String
    var hint: String?
    /// Where in the text, in code points from 0; `nil` for all of it.
    var offset: Int?
}

extension ValueKind<Int> {
    static func wholeNumber(in range: ClosedRange<Int>) -> Self {
        let noun = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
            guard isNumber(digits), digits == "0" || digits.first != "0" else {
                throw Misfit(what: "is \(quoted(text)), not \(noun)")
            }
            guard let number = Int(text), range.contains(number) else {
                let bounds = "\(range.lowerBound) to \(range.upperBound)"
                throw Misfit(what: "is \(text.shownInMessages), not \(bounds)")
            }
            return number
        }
    }

    /// A size such as `60GB`, in GB; with `bareGB`, a number alone is one of GB.
    static func gigabytes(bareGB: Bool = false) -> Self {
        let noun = "a size such as 60GB"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            let unit = text.dropFirst(digits.count)
            guard isNumber(digits), unit == "GB" || unit == "TB" || bareGB && unit.isEmpty else {
                throw unreadableSize(text, digits: digits, unit: unit, noun: noun)
            }
            let factor = unit == "TB" ? 1000 : 1
            guard let number = Int(digits), (8 / factor...64_000 / factor).contains(number),
                number > 0
            else {
                throw Misfit(what: "is \(text.shownInMessages), not 8GB to 64TB")
            }
            return number * factor
        }
    }
}

extension ValueKind<Duration> {
    static func duration(atLeast least: Duration = .zero) -> Self {
        let noun = "a duration such as 15m"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard let duration = Duration(text: text) else {
                throw unreadableDuration(text, noun: noun)
            }
            guard duration >= least else {
                throw Misfit(what: "is \(text.shownInMessages), not at least \(least.text)")
            }
            return duration
        }
    }
}

extension ValueKind<Dollars> {
    /// An amount above zero.
    static var dollars: Self {
        let noun = "an amount in dollars such as 0.50"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard let amount = Dollars(text: text) else {
                throw unreadableAmount(text, noun: noun)
            }
            guard amount > .zero else {
                throw Misfit(what: "is \(text.shownInMessages), not above 0")
            }
            return amount
        }
    }
}

extension ValueKind<Double> {
    /// A share of one, from 0 to 1.
    static var share: Self {
        let noun = "a number from 0 to 1"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let isPercent = text.hasSuffix("%")
            let number = isPercent ? text.dropLast() : text[...]
            guard let millionths = Dollars(text: number)?.microdollars else {
                throw Misfit(what: "is \(quoted(text)), not \(noun)")
            }
            guard !isPercent, millionths <= 1_000_000 else {
                let isLikely = (2_000_000...100_000_000).contains(millionths) || isPercent
                let meant = Dollars(microdollars: min(millionths, 100_000_000) / 100).decimal
                throw Misfit(
                    what: "is \(text.shownInMessages), not 0 to 1",
                    hint: isLikely ? "write \(withoutTrailingZeros(meant))" : nil)
            }
            return Double(millionths) / 1_000_000
        }
    }
}

extension ValueKind<Bool> {
    static var flag: Self {
        ValueKind(noun: "on or off") { (text) throws(Misfit) in
            switch text.lowercased() {
            case "on", "true", "yes": return true
            case "off", "false", "no": return false
            default: throw Misfit(what: "is \(quoted(text)), not on or off")
            }
        }
    }
}

/// A value as messages quote it.
func quoted(_ text: some StringProtocol) -> String { "\"\(text.shownInMessages)\"" }

private func isNumber(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
}

private func withoutTrailingZeros(_ decimal: String) -> String {
    var shown = Substring(decimal)
    while shown.last == "0" { shown.removeLast() }
    return shown.last == "." ? String(shown.dropLast()) : String(shown)
}

// MARK: - What the writer probably meant

private func unreadableSize(
    _ text: String, digits: Substring, unit: Substring, noun: String
) -> Misfit {
    guard !digits.isEmpty else { return Misfit(what: "is \(quoted(text)), not \(noun)") }
    guard !unit.isEmpty else {
        return Misfit(
            what: "is \(text.shownInMessages), without a unit",
            hint: "write \(digits.shownInMessages)GB")
    }
    let known = ["g": "GB", "gb": "GB", "gib": "GB", "t": "TB", "tb": "TB", "tib": "TB"]
    let meant = known[unit.filter { $0 != " " }.lowercased()]
    return Misfit(
        what: "is \(quoted(text)), not \(noun)",
        hint: meant.map { "write \(digits.shownInMessages)\($0)" })
}

private func unreadableDuration(_ text: String, noun: String) -> Misfit {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
    let number = digits.shownInMessages
    guard !digits.isEmpty, number.count <= 6 else {
        return Misfit(what: "is \(quoted(text)), not \(noun)")
    }
    guard !unit.isEmpty else {
        return Misfit(
            what: "is \(number), without a unit",
            hint: "write \(number)m for minutes or \(number)s for seconds")
    }
    let words = [
        "s": ["s", "sec", "secs", "second", "seconds"],
        "m": ["m", "min", "mins", "minute", "minutes"],
        "h": ["h", "hr", "hrs", "hour", "hours"], "d": ["d", "day", "days"],
    ]
    let meant = words.first { $0.value.contains(unit) }?.key
    return Misfit(
        what: "is \(quoted(text)), not \(noun)", hint: meant.map { "write \(number)\($0)" })
}

private func unreadableAmount(_ text: String, noun: String) -> Misfit {
    let number = text.drop { $0 == "$" || $0 == " " }.prefix {
        $0.isASCII && $0.isNumber || $0 == "."
    }
    let rest = text.drop { $0 == "$" || $0 == " " }.dropFirst(number.count)
    let isUnit = rest.allSatisfy { $0.isLetter || $0 == "/" || $0 == " " || $0 == "$" }
    let meant = isUnit && Dollars(text: number) != nil ? number : nil
    return Misfit(
        what: "is \(quoted(text)), not \(noun)", hint: meant.map { "write \($0.shownInMessages)" })
}
