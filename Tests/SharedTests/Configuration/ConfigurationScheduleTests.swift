import FoundationEssentials
import Testing

@testable import Shared

/// `timezone` and `groups[].schedule`.
@Suite struct ConfigurationScheduleTests {
    /// The smallest configuration with windows, one to a line from line 6 on.
    private static func text(_ windows: [String], size: String = "max: 2") -> String {
        let lines = windows.map { "\n      - { \($0) }" }.joined()
        return smallest.replacing("    max: 2", with: "    \(size)\n    schedule:\(lines)")
    }

    @Test func `windows and their zone are read`() throws {
        let configuration = try read(
            Self.text([
                "days: mon-fri, at: \"22:00-06:00\", max: 20", "at: 0:00-24:00, min: 0, max: 0",
            ]) + "\ntimezone: America/New_York")
        let schedule = configuration.groups[0].schedule
        #expect(schedule.zone == (try ZoneFiles.rules("America/New_York")))
        #expect(
            schedule.windows.map(\.window.description) == [
                "mon-fri 22:00-06:00", "daily 00:00-24:00",
            ])
        #expect(schedule.windows.map(\.min) == [nil, 0])
        #expect(schedule.windows.map(\.max) == [20, 0])
    }

    @Test func `without a zone the clocks are UTC's, and no file is needed`() throws {
        for zone in ["", "\ntimezone: UTC"] {
            let configuration = try read(smallest + zone, environment: ["TZDIR": "/nowhere"])
            #expect(configuration.groups[0].schedule == Schedule())
        }
    }

    @Test func `TZDIR says where the zones are, unless it is relative`() throws {
        let folder = try TemporaryFolder()
        var file = ZoneFileMaker()
        file.lastLine = "\n<+07>-7\n"
        let path = try folder.write("", to: "Mars/Base")
        try Data(file.bytes).write(to: URL(filePath: path))
        let text = smallest + "\ntimezone: Mars/Base"
        let configuration = try read(text, environment: ["TZDIR": folder.path])
        let zone = configuration.groups[0].schedule.zone
        #expect(zone.text(of: utc(2026, 11, 21)) == "Sat 2026-11-21 07:00 +07")
        #expect(complaints(about: text, environment: ["TZDIR": "relative"]).count == 1)
    }

    @Test(arguments: [
        ("Europe/Berln", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"), ("New York", "America/New_York"),
        ("america/new york", "America/New_York"), ("US/Pacifc", "US/Pacific"),
        ("Buenos_Aires", "America/Argentina/Buenos_Aires"), ("kolkatta", "Asia/Kolkata"),
        ("utc", "UTC"), ("America/Los_Angelos", "America/Los_Angeles"),
    ])
    func `a zone that is not there comes with the one that was meant`(
        written: String, meant: String
    ) {
        let told = complaints(about: smallest + "\ntimezone: \(written)")
        #expect(told.count == 2)
        #expect(told.first?.hasPrefix("fleet.yaml:8:11: timezone is \"\(written)\", ") ?? false)
        #expect(told.last == "hint: did you mean \(meant)?")
    }

    @Test(arguments: [
        "../../etc/passwd", "/etc/localtime", "Europe/../UTC", "./UTC", "Europe//Berlin",
        "Europe/", "-v", "Eu\\u0000rope", "Zürich", String(repeating: "A/", count: 40) + "B",
    ])
    func `a name that is none opens no file`(name: String) {
        let told = complaints(about: smallest + "\ntimezone: \"\(name)\"")
        #expect(
            told.first?.contains(", not the IANA name of a time zone, such as Europe/Berlin")
                ?? false, "\(told)")
    }

    @Test(arguments: [
        ("zone.tab", "timezone is \"zone.tab\", not the IANA name"),
        ("tzdata", "timezone is \"tzdata\", and there is no such time zone in"),
        ("Europe", "timezone is \"Europe\", and there is no such time zone in"),
        ("broken", "timezone is broken, whose file in FOLDER is no time zone file"),
        ("short", "timezone is short, whose file in FOLDER ends in the middle"),
        ("large", "timezone is large, whose file in FOLDER is too large"),
        ("leap", "timezone is leap, whose file in FOLDER counts leap seconds"),
    ])
    func `a file that is no zone is told`(name: String, expected: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("hello", to: "broken")
        try folder.write("TZif2", to: "short")
        try folder.write(String(repeating: "TZif", count: 100_000), to: "large")
        try folder.write("", to: "Europe/Berlin")
        var leap = ZoneFileMaker()
        leap.leapSeconds = 1
        try Data(leap.bytes).write(to: URL(filePath: folder.path + "/leap"))
        let told = complaints(
            about: smallest + "\ntimezone: \(name)", environment: ["TZDIR": folder.path])
        let plain = told.first?.replacing(folder.path, with: "FOLDER") ?? ""
        #expect(plain.contains(expected), "\(told)")
    }

    @Test func `a system without zones says what to install`() throws {
        let folder = try TemporaryFolder()
        #expect(
            complaints(
                about: smallest + "\ntimezone: Europe/Berlin", environment: ["TZDIR": folder.path])
                == [
                    "fleet.yaml:8:11: timezone is Europe/Berlin, and there are no time zones in "
                        + folder.path,
                    "hint: install them (Debian's package is tzdata), or name their folder by TZDIR",
                ])
    }

    @Test(
        arguments: [
            (
                "at: 22:00, max: 1",
                "7:15: groups[0].schedule[0].at is \"22:00\", not two times of day "
                    + "such as 22:00-06:00", nil
            ),
            (
                "at: 22-6, max: 1",
                "7:15: groups[0].schedule[0].at is \"22-6\", not two times of day such "
                    + "as 22:00-06:00", "write 22:00-06:00"
            ),
            (
                "at: 10pm-6:30am, max: 1",
                "7:15: groups[0].schedule[0].at is \"10pm-6:30am\", not two "
                    + "times of day such as 22:00-06:00", "write 22:00-06:30"
            ),
            (
                "at: 12am-12pm, max: 1",
                "7:15: groups[0].schedule[0].at is \"12am-12pm\", not two times "
                    + "of day such as 22:00-06:00", "write 00:00-12:00"
            ),
            (
                "at: 22:00-25:00, max: 1",
                "7:15: groups[0].schedule[0].at is \"22:00-25:00\", not two "
                    + "times of day such as 22:00-06:00", nil
            ),
            (
                "at: 22:60-06:00, max: 1",
                "7:15: groups[0].schedule[0].at is \"22:60-06:00\", not two "
                    + "times of day such as 22:00-06:00", nil
            ),
            (
                "at: 24:00-06:00, max: 1", "7:15: groups[0].schedule[0].at begins at 24:00",
                "write 00:00, which is the next day's"
            ),
            (
                "at: 22:00-22:00, max: 1",
                "7:15: groups[0].schedule[0].at ends when it begins, at 22:00",
                "write 00:00-24:00 for a whole day"
            ),
            (
                "days: weekend, at: 1:00-2:00, max: 1",
                "7:17: groups[0].schedule[0].days is \"weekend\", "
                    + "not days such as mon-fri, sat,sun or daily", "write sat,sun"
            ),
            (
                "at: 1:00-2:00", "7:9: groups[0].schedule[0] changes neither min nor max",
                "add, for example, max: 20"
            ),
            (
                "max: 2", "7:9: groups[0].schedule[0].at is missing",
                "add, for example, at: 22:00-06:00"
            ),
            (
                "at: 1:00-2:00, max: 1001",
                "7:31: groups[0].schedule[0].max is 1001, not 0 to 1000", nil
            ),
            (
                "at: 1:00-2:00, maxx: 1, min: 0",
                "7:26: no setting is called groups[0].schedule[0].maxx",
                "did you mean max?"
            ),
        ] as [(String, String, String?)])
    func `a window with a mistake`(window: String, expected: String, hint: String?) {
        let hints = hint.map { ["hint: \($0)"] } ?? []
        #expect(complaints(about: Self.text([window])) == ["fleet.yaml:\(expected)"] + hints)
    }

    @Test func `windows that contradict the group or each other are told at the later one`() {
        let group = Self.text(["at: 1:00-2:00, min: 3"])
        #expect(
            complaints(about: group) == [
                "fleet.yaml:7:31: groups[0].schedule[0].min is 3, above groups[0].max: 2",
                "hint: both hold at the same time; let the window set max: too",
            ])
        let floor = Self.text(["at: 1:00-2:00, max: 0"], size: "min: 1\n    max: 2")
        #expect(
            complaints(about: floor) == [
                "fleet.yaml:8:31: groups[0].schedule[0].max is 0, below groups[0].min: 1",
                "hint: both hold at the same time; let the window set min: too",
            ])
        let each = Self.text(
            [
                "at: 22:00-6:00, max: 3", "days: tue, at: 5:00-7:00, min: 4, max: 9",
                "days: tue, at: 5:30-8:00, max: 2",
            ], size: "max: 9")
        #expect(
            complaints(about: each) == [
                "fleet.yaml:9:42: groups[0].schedule[2].max is 2, below groups[0].schedule[1].min: 4",
                "hint: both hold at the same time; let the window set min: too",
            ])
        #expect(
            complaints(
                about: Self.text(
                    ["at: 22:00-6:00, max: 3", "at: 6:00-22:00, min: 4"], size: "max: 9"))
                == [])
    }

    @Test func `the environment's bounds take the place of the group's, not of a window's`() throws
    {
        let text = Self.text(["at: 1:00-2:00, min: 3, max: 4"])
        let configuration = try read(
            text, environment: ["VAST_AUTOSCALE_MIN": "5", "VAST_AUTOSCALE_MAX": "6"])
        #expect(configuration.groups[0].bounds(at: utc(2026, 1, 1)).size == 5...6)
        #expect(configuration.groups[0].bounds(at: utc(2026, 1, 1, 1)).size == 3...4)
        #expect(
            complaints(
                about: Self.text(["at: 1:00-2:00, max: 4"]),
                environment: ["VAST_AUTOSCALE_MIN": "5", "VAST_AUTOSCALE_MAX": "6"]) == [
                    "fleet.yaml:7:31: groups[0].schedule[0].max is 4, below VAST_AUTOSCALE_MIN: 5",
                    "hint: both hold at the same time; let the window set min: too",
                ])
        #expect(
            complaints(
                about: Self.text(["at: 1:00-2:00, min: 3"]),
                environment: ["VAST_AUTOSCALE_MAX": "9"])
                == [])
    }

    @Test func `more windows than a week can need are refused`() {
        let windows = [String](repeating: "at: 1:00-2:00, max: 1", count: 51)
        #expect(
            complaints(about: Self.text(windows)) == [
                "fleet.yaml:57:9: groups[0].schedule has 51 windows, more than 50",
                "hint: one window may name several days",
            ])
        #expect(complaints(about: Self.text(Array(windows.dropLast()))) == [])
    }
}
