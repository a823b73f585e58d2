import FoundationEssentials
import Testing

@testable import Shared

/// The time zones of this system, as tzdata installed them.
enum ZoneFiles {
    static let folder = "/usr/share/zoneinfo"

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }

    static func rules(_ name: String) throws -> TimeZoneRules {
        try TimeZoneRules(name: name, file: bytes(name))
    }

    /// Every name that tzdata's own list has: zones and links.
    static func names() throws -> [String] {
        let list = String(decoding: try bytes("tzdata.zi"), as: UTF8.self)
        let names = list.split(separator: "\n").compactMap { line -> String? in
            let words = line.split(separator: " ")
            switch words.first {
            case "Z": return String(words[1])
            case "L": return String(words[2])
            default: return nil
            }
        }
        try #require(names.count > 400, "\(folder)/tzdata.zi has \(names.count) zones")
        return names.sorted()
    }

    /// One name for each different file.
    static func distinctNames() throws -> [String] {
        var seen: Set<[UInt8]> = []
        return try names().filter { seen.insert(try bytes($0)).inserted }
    }
}

/// A zone file put together by hand.
struct ZoneFileMaker {
    var version: UInt8 = 0x32
    var times: [Int64] = []
    var kinds: [UInt8] = []
    var types: [(seconds: Int32, isDaylight: UInt8, name: UInt8)] = [(0, 0, 0)]
    var letters = Array("UTC\0".utf8)
    var leapSeconds = 0
    var marks: [UInt8] = []
    var lastLine = "\nUTC0\n"

    var bytes: [UInt8] {
        guard version > 0 else { return block(timeSize: 4) }
        var old = ZoneFileMaker()
        old.version = version
        return old.block(timeSize: 4) + block(timeSize: 8) + Array(lastLine.utf8)
    }

    private func block(timeSize: Int) -> [UInt8] {
        var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        for count in [
            marks.count, marks.count, leapSeconds, times.count, types.count, letters.count,
        ] {
            bytes += big(Int64(count), 4)
        }
        for time in times { bytes += big(time, timeSize) }
        bytes += kinds
        for type in types { bytes += big(Int64(type.seconds), 4) + [type.isDaylight, type.name] }
        bytes += letters
        bytes += [UInt8](repeating: 0, count: leapSeconds * (timeSize + 4))
        return bytes + marks + marks
    }

    private func big(_ number: Int64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

/// An instant of UTC from its parts.
func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Instant {
    let days = CivilDate(year: year, month: month, day: day).daysSince1970
    return Instant(microseconds: (days * 86_400 + Int64(hour * 3600 + minute * 60)) * 1_000_000)
}

/// A time by the clock from its parts.
func local(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> LocalTime {
    LocalTime(CivilDate(year: year, month: month, day: day), secondOfDay: hour * 3600 + minute * 60)
}
