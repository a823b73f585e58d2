extension Instant {
    /// Reads a date with its time and zone: `2026-11-21T13:42:48.5Z`, `2026-11-21T14:42:48+01:00`.
    ///
    /// `nil` for anything else, among it a date without a zone, and for years before 1970.
    package init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-"), [UInt8(ascii: "T"), 0x74, 0x20].contains(bytes[10]),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
            let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            year >= 1970, (1...12).contains(month), (1...31).contains(day), hour < 24,
            minute < 60, second <= 60
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard CivilDate(daysSince1970: date.daysSince1970) == date else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { isDigit($0) }
            guard !digits.isEmpty else { return nil }
            let six = (Array(digits) + Array(repeating: UInt8(ascii: "0"), count: 6)).prefix(6)
            fraction = Int64(number(six) ?? 0)
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let east = minutesEast(Array(rest)) else { return nil }
        let seconds =
            date.daysSince1970 * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(east)
            * 60
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }
}

/// `Z` or `+01:00`, in minutes.
private func minutesEast(_ zone: [UInt8]) -> Int? {
    if zone == [UInt8(ascii: "Z")] || zone == [UInt8(ascii: "z")] { return 0 }
    guard zone.count == 6, zone[3] == UInt8(ascii: ":"), let hours = number(zone[1..<3]),
        let minutes = number(zone[4..<6]), hours < 24, minutes < 60
    else { return nil }
    switch zone[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func number(_ digits: some Sequence<UInt8>) -> Int? {
    var number = 0
    for digit in digits {
        guard isDigit(digit) else { return nil }
        number = number * 10 + Int(digit - 0x30)
    }
    return number
}
