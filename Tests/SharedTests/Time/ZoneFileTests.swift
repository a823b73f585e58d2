import Testing

@testable import Shared

/// Reading zone files: good ones of each version, and all kinds of broken ones.
@Suite struct ZoneFileTests {
    private static let berlin: [(seconds: Int32, isDaylight: UInt8, name: UInt8)] = [
        (3600, 0, 0), (7200, 1, 4),
    ]

    private var maker: ZoneFileMaker {
        var maker = ZoneFileMaker()
        maker.times = [-1000, 0, 1000]
        maker.kinds = [1, 0, 1]
        maker.types = Self.berlin
        maker.letters = Array("CET\0CEST\0".utf8)
        maker.lastLine = "\nCET-1CEST,M3.5.0,M10.5.0/3\n"
        return maker
    }

    private func read(_ maker: ZoneFileMaker) throws(TimeZoneFileError) -> TimeZoneRules {
        try TimeZoneRules(name: "Z", file: maker.bytes)
    }

    private func names(_ zone: TimeZoneRules, _ seconds: [Double]) -> [String] {
        seconds.map { zone.offset(at: Instant(seconds: $0)).abbreviation }
    }

    @Test(arguments: [0x32, 0x33, 0x34] as [UInt8])
    func `a file goes by its changes, then by its rule`(version: UInt8) throws {
        var file = maker
        file.version = version
        file.times[2] = 6_000_000  // in March 1970: winter, whatever the change says
        let zone = try read(file)
        #expect(
            names(zone, [-1001, -1000, -0.5, 0, 999]) == ["CET", "CEST", "CEST", "CET", "CET"])
        #expect(names(zone, [6_000_000, 10_000_000]) == ["CET", "CEST"])
        #expect(zone.text(of: utc(2026, 7, 1)) == "Wed 2026-07-01 02:00 CEST")
    }

    @Test func `a file of version 1 stays as its last change leaves it`() throws {
        var file = maker
        file.version = 0
        let zone = try read(file)
        #expect(names(zone, [-1001, 500, 1000, 4e9]) == ["CET", "CET", "CEST", "CEST"])
    }

    @Test func `a file whose last line is empty stays as its last change leaves it`() throws {
        var file = maker
        file.lastLine = "\n\n"
        #expect(names(try read(file), [1000, 4e9]) == ["CEST", "CEST"])
    }

    @Test func `a file without changes goes by its rule at all times`() throws {
        var file = maker
        file.times = []
        file.kinds = []
        let zone = try read(file)
        #expect(zone.offset(at: utc(1960, 7, 1)).abbreviation == "CEST")
        #expect(zone.offset(at: utc(1960, 12, 1)).abbreviation == "CET")
    }

    @Test func `what a newer writer appends is passed over`() throws {
        let zone = try TimeZoneRules(name: "Z", file: maker.bytes + Array("more".utf8))
        #expect(try zone == read(maker))
    }

    struct Broken: CustomTestStringConvertible {
        var testDescription: String
        var expected: TimeZoneFileError
        var damage: @Sendable (inout ZoneFileMaker) -> Void
    }

    @Test(arguments: [
        Broken(testDescription: "version 5", expected: .unknownVersion) { $0.version = 0x35 },
        Broken(testDescription: "version 1 in letters", expected: .unknownVersion) {
            $0.version = 0x31
        },
        Broken(
            testDescription: "no kinds", expected: .broken("it has 0 kinds of time")
        ) { $0.types = [] },
        Broken(
            testDescription: "no letters", expected: .broken("its times have no names")
        ) { $0.letters = [] },
        Broken(
            testDescription: "times that stand still",
            expected: .broken("its changes are not in order")
        ) { $0.times = [0, 0, 1] },
        Broken(
            testDescription: "an unknown kind",
            expected: .broken("a change leads to no kind of time")
        ) { $0.kinds = [0, 2, 0] },
        Broken(
            testDescription: "a day's offset", expected: .broken("an offset is 93600 seconds")
        ) { $0.types[0].seconds = 93_600 },
        Broken(
            testDescription: "the lowest offset",
            expected: .broken("an offset is -2147483648 seconds")
        ) { $0.types[0].seconds = .min },
        Broken(
            testDescription: "half daylight",
            expected: .broken("a kind of time is half daylight time")
        ) { $0.types[1].isDaylight = 2 },
        Broken(
            testDescription: "a name beyond the letters", expected: .broken("a name does not end")
        ) { $0.types[1].name = 9 },
        Broken(
            testDescription: "a name without an end", expected: .broken("a name does not end")
        ) { $0.letters = Array("CET\0CEST".utf8) },
        Broken(
            testDescription: "a name that moves the cursor", expected: .broken("a name is none")
        ) { $0.letters = Array("CET\0\u{1B}[2J\0".utf8) },
        Broken(testDescription: "leap seconds", expected: .leapSeconds) { $0.leapSeconds = 27 },
        Broken(
            testDescription: "a mark too few",
            expected: .broken("its marks are not one for each kind of time")
        ) { $0.marks = [0] },
        Broken(
            testDescription: "a mark of 2", expected: .broken("a mark is neither 0 nor 1")
        ) { $0.marks = [0, 2] },
        Broken(
            testDescription: "no rule", expected: .broken("its last line is no rule")
        ) { $0.lastLine = "\nnonsense\n" },
        Broken(
            testDescription: "a rule that does not begin",
            expected: .broken("its last line does not begin")
        ) { $0.lastLine = "CET-1\n" },
        Broken(testDescription: "a rule that does not end", expected: .cutShort) {
            $0.lastLine = "\nCET-1"
        },
    ])
    func `a broken file is refused with what is wrong`(_ broken: Broken) {
        var file = maker
        broken.damage(&file)
        #expect(throws: broken.expected) { try read(file) }
    }

    @Test(arguments: ["", "TZi", "TZif", "Not a zone file, but long enough to be one, or nearly"])
    func `what is no zone file is refused`(text: String) {
        #expect(throws: (any Error).self) { try TimeZoneRules(name: "Z", file: Array(text.utf8)) }
    }

    @Test func `counts beyond the file take no memory and are refused`() {
        var bytes = maker.bytes
        for index in 20..<44 { bytes[index] = 0xFF }
        #expect(throws: (any Error).self) { try TimeZoneRules(name: "Z", file: bytes) }
        bytes = maker.bytes
        bytes.replaceSubrange(32..<36, with: [0x7F, 0xFF, 0xFF, 0xFF])
        #expect(throws: TimeZoneFileError.cutShort) { try TimeZoneRules(name: "Z", file: bytes) }
    }

    @Test(arguments: ["Europe/Berlin", "Africa/Casablanca", "UTC"])
    func `a file cut short anywhere is refused`(name: String) throws {
        let bytes = try ZoneFiles.bytes(name)
        for count in 0..<bytes.count {
            #expect(throws: (any Error).self, "\(count) bytes") {
                try TimeZoneRules(name: name, file: Array(bytes[..<count]))
            }
        }
    }

    @Test(arguments: 0..<8)
    func `a damaged file is read or refused, and what was read answers`(seed: UInt64) throws {
        var random = Seeded(seed)
        let bytes = try ZoneFiles.bytes("America/Sao_Paulo")
        var read = 0
        for _ in 0..<150 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<damaged.count, using: &random)
                damaged[index] = UInt8.random(in: 0...255, using: &random)
            }
            guard let zone = try? TimeZoneRules(name: "Z", file: damaged) else { continue }
            read += 1
            for _ in 0..<5 {
                let instant = Instant(microseconds: .random(in: .min ... .max, using: &random))
                let near = utc(2026, 1, 1) + .seconds(.random(in: -1e9...1e9, using: &random))
                for instant in [instant, near] {
                    let shown = zone.localTime(at: instant)
                    #expect(zone.firstInstant(reaching: shown) <= instant)
                    #expect(zone.latestTimeShown(until: instant) >= shown)
                }
            }
        }
        #expect(read > 0)
    }

    @Test func `the ends of time have clocks too`() throws {
        let zone = try ZoneFiles.rules("America/New_York")
        for instant in [Instant(microseconds: .min), Instant(microseconds: .max)] {
            #expect(abs(zone.offset(at: instant).seconds) < 86_400)
            _ = zone.instants(showing: zone.localTime(at: instant))
        }
    }
}
