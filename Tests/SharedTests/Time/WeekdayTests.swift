import Shared
import Testing

@Suite struct WeekdayTests {
    @Test func `days go on through the ages`() {
        #expect(Weekday(daysSince1970: 0) == .thu)
        #expect(Weekday(daysSince1970: -1) == .wed)
        #expect(local(2026, 11, 21).description == "Sat 2026-11-21 00:00")
        #expect(local(1600, 2, 29, 23, 59).description == "Tue 1600-02-29 23:59")
        #expect(LocalTime(seconds: 86_399).description == "Thu 1970-01-01 23:59:59")
    }

    @Test(arguments: [
        ("daily", "daily"), ("mon-sun", "daily"), ("mon-fri", "mon-fri"), ("Sat,Sun", "sat,sun"),
        ("sun, sat", "sat,sun"), ("fri-mon", "mon,fri-sun"), ("sun-mon", "mon,sun"),
        ("monday - friday", "mon-fri"), ("wed", "wed"), ("wed-wed", "wed"),
        ("mon,mon-tue,wed", "mon-wed"), ("tue,thu,sat", "tue,thu,sat"), ("fri-thu", "daily"),
    ])
    func `days are read, and written shortly`(written: String, expected: String) throws {
        let days = try #require(Set<Weekday>(text: written))
        #expect(days.text == expected)
        #expect(Set<Weekday>(text: expected) == days)
    }

    @Test(arguments: [
        "", ",", "mon,", "mon-", "-fri", "mon--fri", "mon-wed-fri", "weekdays", "m", "mo", "mond",
        "mon fri", "1-5", "daily,mon", "montag", "tuesday!",
    ])
    func `what are no days is refused`(written: String) {
        #expect(Set<Weekday>(text: written) == nil)
    }
}
