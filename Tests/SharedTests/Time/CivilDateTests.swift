import Shared
import Testing

@Suite struct CivilDateTests {
    @Test(
        arguments: [
            (1970, 1, 1, 0), (1970, 1, 2, 1), (1969, 12, 31, -1), (1969, 1, 1, -365),
            (2000, 1, 1, 10_957), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017),
            (1900, 2, 28, -25_509), (1900, 3, 1, -25_508), (2100, 2, 28, 47_540),
            (2100, 3, 1, 47_541), (2024, 2, 29, 19_782), (2024, 12, 31, 20_088),
            (2026, 11, 21, 20_778), (2038, 1, 19, 24_855), (1, 1, 1, -719_162),
            (0, 2, 29, -719_469), (9999, 12, 31, 2_932_896),
        ] as [(Int, Int, Int, Int64)])
    func `a known day has its number, both ways`(
        _ year: Int, _ month: Int, _ day: Int, _ number: Int64
    ) {
        let date = CivilDate(year: year, month: month, day: day)
        #expect(date.daysSince1970 == number)
        #expect(CivilDate(daysSince1970: number) == date)
    }

    @Test func `each day follows the one before it by the calendar's rules, over 1,200 years`() {
        var date = CivilDate(year: 1500, month: 1, day: 1)
        let first = date.daysSince1970
        for number in first..<(first + 438_000) {
            guard CivilDate(daysSince1970: number) == date, date.daysSince1970 == number else {
                Issue.record("day \(number) is not \(date)")
                return
            }
            date = following(date)
        }
    }

    @Test func `a date is written with two digits for month and day`() {
        #expect(CivilDate(year: 2026, month: 3, day: 7).description == "2026-03-07")
        #expect(CivilDate(year: 2026, month: 11, day: 21).description == "2026-11-21")
    }

    @Test(arguments: [(7, 2, 3), (-7, 2, -4), (-8, 2, -4), (0, 5, 0), (-1, 400, -1)])
    func `division rounds towards minus infinity`(
        _ number: Int64, _ divisor: Int64, _ quotient: Int64
    ) {
        #expect(number.flooredDivision(by: divisor) == quotient)
    }

    /// The next day, reckoned as people do.
    private func following(_ date: CivilDate) -> CivilDate {
        let isLeap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if date.day < lengths[date.month - 1] {
            return CivilDate(year: date.year, month: date.month, day: date.day + 1)
        }
        return date.month < 12
            ? CivilDate(year: date.year, month: date.month + 1, day: 1)
            : CivilDate(year: date.year + 1, month: 1, day: 1)
    }
}
