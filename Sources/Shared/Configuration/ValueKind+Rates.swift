extension ValueKind<Int> {
    /// A share in whole percent, from `0%`.
    static func percentage(upTo most: Int) -> Self {
        let noun = "a percentage such as 10%"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            guard text.dropFirst(digits.count) == "%", !digits.isEmpty,
                digits == "0" || digits.first != "0"
            else { throw unreadablePercentage(text, upTo: most, noun: noun) }
            guard let percent = Int(digits), percent <= most else {
                throw Misfit(what: "is \(text.shownInMessages), not 0% to \(most)%")
            }
            return percent
        }
    }
}

extension ValueKind<JobRate> {
    /// Jobs an hour, above zero, with at most six decimals.
    static var jobRate: Self {
        let noun = "a number of jobs such as 12 or 0.5"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let unsigned = text.hasPrefix("-") ? text.dropFirst() : text[...]
            guard let amount = Dollars(text: unsigned) else {
                throw unreadableRate(text, noun: noun)
            }
            guard unsigned.count == text.count,
                let rate = JobRate(microjobsPerHour: amount.microdollars)
            else { throw Misfit(what: "is \(text.shownInMessages), not above 0") }
            return rate
        }
    }
}

private func unreadablePercentage(_ text: String, upTo most: Int, noun: String) -> Misfit {
    let words = ["percent", "per cent", "pct", "%"]
    let lower = text.lowercased()
    let unit = words.first { lower.hasSuffix($0) }
    let number = lower.dropLast(unit?.count ?? 0).filter { $0 != " " }
    let meant: Int?
    if let whole = meantNumber(number, in: 0...most) {
        meant = whole
    } else if unit == nil, let micro = Dollars(text: number)?.microdollars,
        micro % 10_000 == 0, (0...most).contains(Int(micro / 10_000))
    {
        meant = Int(micro / 10_000)
    } else {
        meant = nil
    }
    if unit != nil, meant == nil, let micro = Dollars(text: number)?.microdollars,
        micro % 1_000_000 > 0
    {
        let below = Int(micro / 1_000_000)
        return Misfit(
            what: "is \(quoted(text)), not a whole percentage",
            hint: below < most ? "write \(below)% or \(below + 1)%" : nil)
    }
    let isBare = !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
    return Misfit(
        what: isBare
            ? "is \(text.shownInMessages), without a %" : "is \(quoted(text)), not \(noun)",
        hint: meant.map { "write \($0)%" } ?? (isBare ? "write 0% to \(most)%" : nil))
}

private func unreadableRate(_ text: String, noun: String) -> Misfit {
    if hasTooManyDecimals(text) {
        return Misfit(what: "is \(text.shownInMessages), with more than six decimals")
    }
    if isDecimal(text) { return Misfit(what: "is \(text.shownInMessages), more than a billion") }
    let plain = text.replacing("jobs", with: "").replacing("job", with: "")
    return Misfit(
        what: "is \(quoted(text)), not \(noun)", hint: meantAmount(plain).map { "write \($0)" })
}
