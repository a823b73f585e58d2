// What the writer of a value probably meant.

/// A duration in our units: `1h30m` for `1.5h`, `90 min` or `1h 30min`.
func meantDuration(_ text: String) -> String? {
    var rest = Substring(text.lowercased())
    if rest.hasPrefix("pt") { rest = rest.dropFirst(2) }
    var parts: [(digits: String, unit: String)] = []
    var microseconds: Int64 = 0
    while !rest.isEmpty {
        let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        rest = rest.dropFirst(number.count).drop { $0 == " " }
        let word = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(word.count).drop { $0 == " " || $0 == "," }
        guard number.count <= 6, parts.count < 8, let amount = Dollars(text: number)?.microdollars,
            let unit = durationUnits.first(where: { $0.words.contains(String(word)) })
        else { return nil }
        parts.append((String(number), unit.name))
        microseconds += amount * unit.seconds
    }
    guard let first = parts.first else { return nil }
    if parts.count == 1, !first.digits.contains("."), first.unit != "w" {
        return first.digits + first.unit
    }
    var shown = ""
    for unit in durationUnits where unit.seconds > 0 && unit.name != "w" {
        let size = unit.seconds * 1_000_000
        if microseconds >= size { shown += "\(microseconds / size)\(unit.name)" }
        microseconds %= size
    }
    return Duration(text: shown) == nil ? nil : shown
}

private let durationUnits: [(name: String, words: [String], seconds: Int64)] = [
    ("w", ["w", "week", "weeks"], 604_800), ("d", ["d", "day", "days"], 86_400),
    ("h", ["h", "hr", "hrs", "hour", "hours"], 3600),
    ("m", ["m", "min", "mins", "minute", "minutes"], 60),
    ("s", ["s", "sec", "secs", "second", "seconds"], 1),
]

/// A size in our units: `500GB` for `0.5TB`, and never less than was written: `65GB` for `60GiB`.
func meantSize(_ text: String, from least: Int = 8) -> String? {
    let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let unit = text.dropFirst(number.count).filter { $0 != " " }.lowercased()
    let bytes: [String: Int128] = [
        "m": 1_000_000, "mb": 1_000_000, "mib": 1 << 20, "g": 1_000_000_000, "gb": 1_000_000_000,
        "gib": 1 << 30, "t": 1_000_000_000_000, "tb": 1_000_000_000_000, "tib": 1 << 40,
    ]
    guard number.count <= 8, let amount = Dollars(text: number)?.microdollars,
        let size = bytes[unit]
    else { return nil }
    let isDecimal = !unit.hasSuffix("ib")
    let gigabyte: Int128 = 1_000_000_000
    if !number.contains("."), isDecimal, size >= gigabyte {
        return "\(number)\(size > gigabyte ? "TB" : "GB")"
    }
    let gigabytes = (Int128(amount) * size + gigabyte * 1_000_000 - 1) / (gigabyte * 1_000_000)
    return (Int128(least)...64_000).contains(gigabytes) ? "\(gigabytes)GB" : nil
}

/// An amount of dollars without what stands around it: `0.50` for `$0.50/h`, `0,50` or `50 cents`.
func meantAmount(_ text: String) -> String? {
    if let power = meantPower(text), power > 0, power <= 1_000_000_000_000_000 {
        return Dollars(microdollars: power).decimal.droppingTrailingZeros
    }
    let plain = text.filter { $0 != "$" && $0 != " " && $0 != "_" }
    let number = plain.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
    let rest = plain.dropFirst(number.count).lowercased().filter { $0 != "/" && $0 != "." }
    let sides = number.split(separator: ",", omittingEmptySubsequences: false)
    let isComma = sides.count == 2 && (1...2).contains(sides[1].count) && !number.contains(".")
    let decimal = isComma ? sides.joined(separator: ".") : String(number)
    guard number.count <= 17, let amount = Dollars(text: decimal), amount > .zero else {
        return nil
    }
    if rest == "cents" || rest == "cent" || rest == "ct" || rest == "¢" {
        return Dollars(microdollars: amount.microdollars / 100).decimal.droppingTrailingZeros
    }
    let words = ["us", "usd", "dollar", "dollars"]
    let times = ["", "h", "hr", "hour", "perhour", "anhour", "day", "perday", "month", "permonth"]
    let isUnit =
        times.contains(rest)
        || words.contains { word in
            rest.hasPrefix(word) && times.contains(String(rest.dropFirst(word.count)))
        }
    return isUnit ? decimal : nil
}

/// A whole number as we write them: `12` for `012`, `12.0`, `+12`, `1_2`, `12,` or `12 machines`.
func meantNumber(_ text: String, in range: ClosedRange<Int>) -> Int? {
    if let number = programmersNumber(text) { return range.contains(number) ? number : nil }
    let plain = text.filter { $0 != "_" }.drop { $0 == "+" }
    let digits = plain.prefix { $0.isASCII && $0.isNumber }
    let rest = plain.dropFirst(digits.count)
    let isNothing =
        rest.first == "." && rest.dropFirst().allSatisfy { $0 == "0" }
        || rest.allSatisfy { $0 == "," || $0 == ";" }
        || rest.first == " " && rest.allSatisfy { $0 == " " || $0.isLetter }
    guard isNothing, digits.count <= 9, let number = Int(digits), range.contains(number) else {
        return nil
    }
    return number
}

/// The number of `1e3`, `0o10`, `0x10` or `0b10`; `nil` for all else.
private func programmersNumber(_ text: String) -> Int? {
    let lower = text.lowercased().filter { $0 != "_" }
    for (prefix, radix) in [("0o", 8), ("0x", 16), ("0b", 2)] where lower.hasPrefix(prefix) {
        let digits = lower.dropFirst(2)
        return digits.utf8.count <= 8 && digits.first != "-" && digits.first != "+"
            ? Int(digits, radix: radix) : nil
    }
    return meantPower(lower).flatMap { $0 % 1_000_000 == 0 ? Int($0 / 1_000_000) : nil }
}

/// The millionths of `1e3` or `1.5e-1`; `nil` where it has others, and for all else.
func meantPower(_ text: String) -> Int64? {
    let sides = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard sides.count == 2, (1...9).contains(sides[0].utf8.count),
        let power = Int(sides[1]), (-6...9).contains(power),
        var amount = Dollars(text: sides[0])?.microdollars
    else { return nil }
    for _ in 0..<abs(power) {
        let (next, isTooLarge) = amount.multipliedReportingOverflow(by: 10)
        guard power > 0 ? !isTooLarge : amount % 10 == 0 else { return nil }
        amount = power > 0 ? next : amount / 10
    }
    return amount
}

/// `on` or `off` for what other programs take for that.
func meantFlag(_ text: String) -> String? {
    switch text.lowercased() {
    case "1", "y", "t", "enabled", "enable", "always": "on"
    case "0", "n", "f", "disabled", "disable", "never", "none": "off"
    default: nil
    }
}

/// Days as we write them: `sat,sun` for `weekends`, `mon-fri` for `mon to fri`.
func meantDays(_ text: String) -> String? {
    switch text.lowercased() {
    case "weekend", "weekends": return "sat,sun"
    case "weekday", "weekdays", "workdays": return "mon-fri"
    case "all", "always", "any", "everyday", "every day", "*": return "daily"
    default: break
    }
    if let days = numberedDays(text) { return days }
    guard text.utf8.count <= 60 else { return nil }
    let ranges = [" to ", "..", "–", "—"].reduce(text) { $0.replacing($1, with: "-") }
    let days = [";", " ", "+", "/"].reduce(ranges) { $0.replacing($1, with: ",") }
    return Set<Weekday>(text: days) == nil ? nil : days
}

/// Days that are numbered as cron does, from Monday as 1 to Sunday as 7 or 0: `mon-fri` for `1-5`.
private func numberedDays(_ text: String) -> String? {
    let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    guard (1...20).contains(text.utf8.count), text.allSatisfy({ "01234567,- ".contains($0) }) else {
        return nil
    }
    var days = ""
    var isDigit = false
    for letter in text where letter != " " {
        let number = letter.wholeNumberValue
        guard number == nil || !isDigit else { return nil }
        isDigit = number != nil
        days += number.map { names[$0] } ?? String(letter)
    }
    return Set<Weekday>(text: days) == nil ? nil : days
}

/// A name as we write them, in the letters that names have.
func meantName(_ text: String) -> String? {
    guard text.utf8.count <= 64, text.unicodeScalars.allSatisfy(\.isASCII) else { return nil }
    let plain = text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    let kept = plain.drop { $0 == "-" }
    guard let last = kept.lastIndex(where: { $0 != "-" }) else { return nil }
    return FleetName(String(kept[...last]))?.text
}

extension String {
    /// `0.5` for `0.500000`.
    var droppingTrailingZeros: String {
        guard contains(".") else { return self }
        var shown = Substring(self)
        while shown.last == "0" { shown.removeLast() }
        return shown.last == "." ? String(shown.dropLast()) : String(shown)
    }
}
