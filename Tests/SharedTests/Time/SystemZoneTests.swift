import Testing

@testable import Shared

/// Every zone of this system beside what the system's own `zdump` says of it.
@Suite struct SystemZoneTests {
    /// The years that schedules live in, the far future, where only the rule of the last line
    /// counts, and the years around a leap day that is there and one that is not.
    @Test(arguments: [1970..<2039, 2098..<2102, 2398..<2402], 0..<4)
    func `every zone changes when the system says, and to what it says`(
        years: Range<Int>, quarter: Int
    ) async throws {
        let names = try ZoneFiles.distinctNames().enumerated().filter { $0.offset % 4 == quarter }
        try await compare(names.map(\.element), years: years) { try ZoneFiles.rules($0) }
    }

    @Test func `zones of every part of the world were as the system says before 1970`()
        async throws
    {
        let names = try ZoneFiles.distinctNames().enumerated().filter { $0.offset % 10 == 0 }
        try await compare(names.map(\.element), years: 1850..<1970) { try ZoneFiles.rules($0) }
    }

    /// Lines that no zone has now, and may have after the next law.
    @Test func `rules of every form go as the system says`() async throws {
        let lines = [
            "UTC0", "<-03>3", "<+0530>-5:30", "ABC-5:30:15", "EST5EDT4,M3.2.0,M11.1.0",
            "EST5EDT,J60,J300", "EST5EDT,59,299/3", "EST5EDT,J59/24,J60/30",
            "NZST-12NZDT,M9.5.0,M4.1.0/3", "IST-1GMT0,M10.5.0,M3.5.0/1",
            "IST-2IDT,M3.4.4/26,M10.5.0", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
            "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "AAA3BBB,M3.2.0/-167,M10.5.6/167",
            "AAA-3BBB,M12.5.0/30,M1.1.1/0:30:30", "<A+1>-14<B-1>10,M5.1.1/2:03:04,M9.4.3/1",
        ]
        for years in [1995..<2031, 2099..<2102] {
            try await compare(lines, years: years) { line in
                let rule = try #require(RecurringOffset(posix: line))
                return TimeZoneRules(name: line, first: rule.standard, rule: rule)
            }
        }
    }

    /// Holds rules against the system's: the same changes, and the same clocks on both sides of
    /// each.
    private func compare(
        _ names: [String], years: Range<Int>, _ rules: (String) throws -> TimeZoneRules
    ) async throws {
        let dump = try await ZoneDump(names, years: years)
        let lines = Dictionary(grouping: dump.lines, by: \.zone)
        var checks = 0
        for name in names {
            let zone = try rules(name)
            let lines = lines[name] ?? []
            for (number, line) in lines.enumerated() {
                let offset = zone.offset(at: line.instant)
                let shown = zone.localTime(at: line.instant)
                checks += 1
                guard offset == line.offset, shown == line.local else {
                    Issue.record("\(name) at \(line.instant): \(offset), not \(line.offset)")
                    break
                }
                if number % 4 == 0 {
                    #expect(zone.instants(showing: line.local).contains(line.instant))
                }
            }
            let changes = zone.changes(
                after: utc(years.lowerBound, 1, 1),
                through: utc(years.upperBound, 1, 1) - .seconds(1))
            let theirs = stride(from: 1, to: lines.count, by: 2).map { lines[$0].instant.seconds }
            #expect(changes.map { Double($0.at) } == theirs, "\(name)")
        }
        #expect(checks >= names.count, "too little was compared")
    }

    @Test func `every zone and link of the system is read`() throws {
        for name in try ZoneFiles.names() {
            #expect(throws: Never.self, "\(name)") { try ZoneFiles.rules(name) }
        }
    }
}
