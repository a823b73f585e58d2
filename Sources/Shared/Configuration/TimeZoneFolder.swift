import FoundationEssentials

/// The folder that holds the system's time zones, one file for each.
struct TimeZoneFolder {
    /// The folder of `TZDIR`, else where Debian's tzdata puts it.
    let path: String

    init(environment: [String: String]) {
        path =
            environment["TZDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/usr/share/zoneinfo"
    }

    /// Reads a zone by its IANA name, such as `Europe/Berlin`; `UTC` needs no file.
    ///
    /// - Throws: Why there are no such rules; a name that was misspelt comes with the closest one.
    func rules(named name: String) throws(Misfit) -> TimeZoneRules {
        if name == TimeZoneRules.utc.name { return .utc }
        guard isZoneName(name) else {
            throw Misfit(
                what: "is \(quoted(name)), not \(Self.noun)", hint: hint(for: name))
        }
        let file: SmallFile
        do throws(SmallFile.Failure) {
            file = try SmallFile(path: "\(path)/\(name)", limit: 1 << 18)
        } catch .missing, .folder {
            throw unknown(name)
        } catch {
            throw Misfit(what: "is \(name), whose file in \(path) \(error.words)")
        }
        do throws(TimeZoneFileError) {
            return try TimeZoneRules(name: name, file: file.bytes)
        } catch {
            throw Misfit(
                what: "is \(name), whose file in \(path) \(error.words)", hint: hint(for: name))
        }
    }

    static let noun = "the IANA name of a time zone, such as Europe/Berlin"

    private func unknown(_ name: String) -> Misfit {
        guard !names.isEmpty else {
            return Misfit(
                what: "is \(name), and there are no time zones in \(path)",
                hint: "install them (Debian's package is tzdata), or name their folder by TZDIR")
        }
        return Misfit(
            what: "is \(quoted(name)), and there is no such time zone in \(path)",
            hint: hint(for: name))
    }

    private func hint(for name: String) -> String? {
        if let meant = meantZone(name) { return meant }
        let names = names
        if let part = names.first(where: { $0.lowercased().hasPrefix("\(name.lowercased())/") }) {
            let places = ["America/New_York", "Asia/Tokyo", "Australia/Sydney", "Europe/Berlin"]
            let place = places.first { $0.lowercased().hasPrefix("\(name.lowercased())/") }
            return "name a place in it, such as \(place ?? part)"
        }
        // Letters say nothing about how near two abbreviations are.
        guard !isAbbreviation(name) || names.contains(where: { isPlace($0, named: name) }) else {
            return "write the name of a place, such as Europe/Berlin"
        }
        return closestZone(to: name, among: names).map { "did you mean \($0)?" }
    }

    /// Every zone of the folder, in order; empty where it cannot be read.
    private var names: [String] {
        var names: [String] = []
        for part in entries(of: path) where part.first?.isUppercase ?? false {
            let inner = entries(of: "\(path)/\(part)")
            for name in inner {
                let more = entries(of: "\(path)/\(part)/\(name)")
                names += more.isEmpty ? ["\(part)/\(name)"] : more.map { "\(part)/\(name)/\($0)" }
            }
            if inner.isEmpty { names.append(part) }
        }
        return names.filter { !$0.contains(".") }.sorted()
    }

    /// What lies in a folder; empty for what is none.
    private func entries(of folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
}

/// Whether a name stays inside the folder and can be shown as it is.
private func isZoneName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return (1...64).contains(name.utf8.count)
        && parts.allSatisfy { part in
            part.utf8.first.map { $0 != UInt8(ascii: "-") } ?? false
                && part.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0))
                }
        }
}

private func isPlace(_ zone: String, named name: String) -> Bool {
    zone.split(separator: "/").last?.lowercased() == name.lowercased()
}

/// The zone that was most likely meant: by its last part alone too, as in `berlin` or `New York`.
func closestZone(to written: String, among zones: [String]) -> String? {
    let meant = String(written.prefix(64).map { $0 == " " ? "_" : $0 })
    let count = meant.utf8.count
    // Names of quite another length are no typing mistakes, and would cost time.
    let near = zones.filter { abs($0.utf8.count - count) <= max(1, count / 3) }
    let lastParts = zones.map { String($0.split(separator: "/").last ?? "") }
    let nearParts = lastParts.filter { abs($0.utf8.count - count) <= max(1, count / 4) }
    if let zone = zones.first(where: { $0.lowercased() == meant.lowercased() }) { return zone }
    if let index = lastParts.firstIndex(where: { $0.lowercased() == meant.lowercased() }) {
        return zones[index]
    }
    if let zone = closestName(to: meant, among: near) { return zone }
    return closestName(to: meant, among: nearParts)
        .flatMap { part in lastParts.firstIndex(of: part) }.map { zones[$0] }
}

extension ValueKind<TimeZoneRules> {
    static func timeZone(in folder: TimeZoneFolder) -> Self {
        ValueKind(noun: TimeZoneFolder.noun) { (text) throws(Misfit) in
            try folder.rules(named: text)
        }
    }
}
