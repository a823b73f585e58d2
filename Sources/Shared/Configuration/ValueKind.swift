/// One kind of value that configuration holds, in the file or in the environment.
struct ValueKind<Value> {
    /// What a value has to be, for messages: `a whole number from 1 to 1000`.
    var noun: String
    /// Whether the line end that a text in block style (`|`) has at its end belongs to the value.
    var keepsLineEnd = false
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
                let meant = meantNumber(text, in: range).map { "write \($0)" }
                throw Misfit(what: "is \(quoted(text)), not \(noun)", hint: meant)
            }
            guard let number = Int(text), range.contains(number) else {
                let bounds = "\(range.lowerBound) to \(range.upperBound)"
                throw Misfit(what: "is \(text.shownInMessages), not \(bounds)")
            }
            return number
        }
    }

    /// A size such as `60GB`, in GB; with `bareGB`, a number alone is one of GB.
    static func gigabytes(bareGB: Bool = false, from least: Int = 8) -> Self {
        let noun = "a size such as 60GB"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            let unit = text.dropFirst(digits.count)
            guard isNumber(digits), unit == "GB" || unit == "TB" || bareGB && unit.isEmpty else {
                throw unreadableSize(text, digits: digits, unit: unit, noun: noun, from: least)
            }
            let factor = unit == "TB" ? 1000 : 1
            guard let number = Int(digits), (least / factor...64_000 / factor).contains(number),
                number > 0
            else {
                throw Misfit(what: "is \(text.shownInMessages), not \(least)GB to 64TB")
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
        let any = dollars(bound: "not above 0")
        return ValueKind(noun: any.noun) { (text) throws(Misfit) in
            let amount = try any.read(text)
            guard amount > .zero else {
                throw Misfit(what: "is \(text.shownInMessages), not above 0")
            }
            return amount
        }
    }

    /// An amount of zero or above.
    static var dollarsOrNone: Self { dollars(bound: "not 0 or more") }

    private static func dollars(bound: String) -> Self {
        let noun = "an amount in dollars such as 0.50"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            guard let amount = Dollars(text: text) else {
                throw unreadableAmount(text, noun: noun, bound: bound)
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
                if hasTooManyDecimals(number) {
                    throw Misfit(what: "is \(text.shownInMessages), with more than six decimals")
                }
                throw Misfit(what: "is \(quoted(text)), not \(noun)")
            }
            guard !isPercent, millionths <= 1_000_000 else {
                let isLikely = (2_000_000...100_000_000).contains(millionths) || isPercent
                let meant = Dollars(microdollars: min(millionths, 100_000_000) / 100).decimal
                throw Misfit(
                    what: "is \(text.shownInMessages), not 0 to 1",
                    hint: isLikely ? "write \(meant.droppingTrailingZeros)" : nil)
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
            default:
                throw Misfit(
                    what: "is \(quoted(text)), not on or off",
                    hint: meantFlag(text).map { "write \($0)" })
            }
        }
    }
}

/// A value as messages quote it.
func quoted(_ text: some StringProtocol) -> String { "\"\(text.shownInMessages)\"" }

private func isNumber(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
}

// MARK: - What the writer probably meant

private func unreadableSize(
    _ text: String, digits: Substring, unit: Substring, noun: String, from least: Int
) -> Misfit {
    guard !digits.isEmpty, unit.isEmpty else {
        return Misfit(
            what: "is \(quoted(text)), not \(noun)",
            hint: meantSize(text, from: least).map { "write \($0)" }
                ?? "write whole GB or TB, such as 60GB")
    }
    return Misfit(
        what: "is \(text.shownInMessages), without a unit",
        hint: "write \(digits.shownInMessages)GB")
}

private func unreadableDuration(_ text: String, noun: String) -> Misfit {
    let number = text.prefix { $0.isASCII && $0.isNumber }
    if number.count == text.count, (1...6).contains(number.count) {
        return Misfit(
            what: "is \(number), without a unit",
            hint: "write \(number)m for minutes or \(number)s for seconds")
    }
    if !number.isEmpty, ["d", "h", "m", "s", "ms"].contains(text.dropFirst(number.count)) {
        return Misfit(what: "is \(text.shownInMessages), more than 10000d")
    }
    return Misfit(
        what: "is \(quoted(text)), not \(noun)",
        hint: meantDuration(text).map { "write \($0)" }
            ?? "write a number and its unit: 90s, 15m, 6h, 2d or 1h30m")
}

private func unreadableAmount(_ text: String, noun: String, bound: String) -> Misfit {
    let isNegative = text.first == "-" && Dollars(text: text.dropFirst()) != nil
    if isNegative { return Misfit(what: "is \(text.shownInMessages), \(bound)") }
    if hasTooManyDecimals(text) {
        return Misfit(what: "is \(text.shownInMessages), with more than six decimals")
    }
    if isDecimal(text) {
        return Misfit(what: "is \(text.shownInMessages), more than a billion dollars")
    }
    return Misfit(
        what: "is \(quoted(text)), not \(noun)", hint: meantAmount(text).map { "write \($0)" })
}

/// Whether a text is digits, with or without a point and digits behind it.
func isDecimal(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2
        && parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber }
        }
}

func hasTooManyDecimals(_ text: some StringProtocol) -> Bool {
    isDecimal(text) && (text.split(separator: ".").dropFirst().first?.count ?? 0) > 6
}
