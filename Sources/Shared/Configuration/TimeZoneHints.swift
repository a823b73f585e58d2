/// What to write for a zone that is named otherwise than IANA does; `nil` where nobody can tell.
func meantZone(_ written: String) -> String? {
    let plain = written.lowercased().filter { $0 != " " }
    if ["utc", "z", "zulu", "gmt", "utc+0", "utc-0", "+00:00", "universal"].contains(plain) {
        return "did you mean UTC?"
    }
    if let hours = hoursOfOffset(plain) {
        let sign = hours > 0 ? "-" : "+"
        let fixed = hours == 0 ? "UTC" : "Etc/GMT\(sign)\(abs(hours))"
        return "write a place whose clocks show it, such as Europe/Berlin, or \(fixed)"
            + (hours == 0 ? "" : ", whose sign is the other way round")
    }
    if plain.first == "+" || plain.hasPrefix("utc") || plain.hasPrefix("gmt") {
        return "write a place whose clocks show it, such as Europe/Berlin"
    }
    return abbreviations[plain].map { "write \($0)" }
}

/// Whether a name is one of the short ones whose letters are like those of other zones.
func isAbbreviation(_ written: String) -> Bool {
    written.utf8.count <= 4 && written.allSatisfy { $0.isASCII && $0.isLetter }
}

/// The hours of `utc+2`, `gmt-05:00` or `+2`, from -12 to 14.
private func hoursOfOffset(_ text: String) -> Int? {
    var rest = text[...]
    for prefix in ["utc", "gmt"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(3) }
    guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
    let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    let isWhole = parts.count == 1 || parts.count == 2 && parts[1] == "00"
    guard isWhole, parts[0].utf8.count <= 2, parts[0].allSatisfy(\.isNumber),
        let hours = Int(parts[0])
    else { return nil }
    let signed = sign == "-" ? -hours : hours
    return (-12...14).contains(signed) ? signed : nil
}

/// A place for each of the abbreviations that are in wide use and mean one thing to most people.
private let abbreviations = [
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "mdt": "America/Denver", "mt": "America/Denver", "cdt": "America/Chicago",
    "ct": "America/Chicago", "edt": "America/New_York", "et": "America/New_York",
    "cest": "Europe/Berlin", "eest": "Europe/Helsinki", "bst": "Europe/London",
    "msk": "Europe/Moscow", "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland",
]
