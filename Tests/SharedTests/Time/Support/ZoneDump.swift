import Shared
import Testing

/// What the system's `zdump -v` says about zones: each change twice, the second before it and the
/// second of it.
struct ZoneDump {
    struct Line {
        var zone: String
        var instant: Instant
        var local: LocalTime
        var offset: ZoneOffset
    }

    var lines: [Line]

    /// Runs it once for all these zones, over years from the first to before the last.
    init(_ zones: [String], years: Range<Int>) async throws {
        let names = zones.map { "'\($0)'" }.joined(separator: " ")
        let output = await runShell(
            "zdump -v -c \(years.lowerBound),\(years.upperBound) \(names)",
            timeout: .seconds(300), limit: 1 << 27)
        guard case .printed(let bytes) = output else {
            Issue.record("zdump: \(output)")
            lines = []
            return
        }
        lines = bytes.split(separator: 0x0A).compactMap { Line($0) }
    }
}

extension ZoneDump.Line {
    /// Reads `Europe/Berlin Sun Mar 30 00:59:59 2025 UT = Sun Mar 30 01:59:59 2025 CET isdst=0
    /// gmtoff=3600`; `nil` for the ends of time, which have no date.
    fileprivate init?(_ bytes: ArraySlice<UInt8>) {
        let words = bytes.split(separator: 0x20)
        guard words.count == 16, let universal = time(words[2...5]),
            let local = time(words[9...12]),
            let offset = Int(text(words[15]).dropFirst("gmtoff=".count))
        else { return nil }
        zone = text(words[0])
        instant = Instant(microseconds: universal.seconds * 1_000_000)
        self.local = local
        self.offset = ZoneOffset(
            seconds: offset, isDaylightSaving: words[14].last == 0x31,
            abbreviation: text(words[13]))
    }
}

private let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

/// Reads `Mar 30 00:59:59 2025`.
private func time(_ words: ArraySlice<ArraySlice<UInt8>>) -> LocalTime? {
    let words = words.map(text)
    let clock = words[2].split(separator: ":").compactMap { Int($0) }
    guard let month = months.firstIndex(of: words[0]), let day = Int(words[1]),
        let year = Int(words[3]), clock.count == 3
    else { return nil }
    return LocalTime(
        CivilDate(year: year, month: month + 1, day: day),
        secondOfDay: clock[0] * 3600 + clock[1] * 60 + clock[2])
}

private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
