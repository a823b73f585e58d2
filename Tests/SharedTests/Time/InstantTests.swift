import Shared
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1_795_268_568, "2026-11-21T13:42:48Z", "Sat, 21 Nov 2026 13:42:48 GMT"),
        (951_782_400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4_107_542_399, "2100-02-28T23:59:59Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
        (784_111_777, "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ])
    func `an instant is written for people and for HTTP, and read back`(
        _ seconds: Double, _ people: String, _ http: String
    ) {
        let instant = Instant(seconds: seconds)
        #expect(instant.description == people)
        #expect(instant.httpDate == http)
        #expect(Instant(httpDate: http) == instant)
    }

    @Test func `before 1970 time goes on in the same way`() {
        #expect(Instant(seconds: -1).description == "1969-12-31T23:59:59Z")
        #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59Z")
        #expect(Instant(seconds: -86_400).httpDate == "Wed, 31 Dec 1969 00:00:00 GMT")
    }

    @Test(arguments: [
        "", "now", "Sat, 21 Nov 2026 13:42:48", "Sat, 21 Nov 2026 13:42:48 UTC",
        "Sat, 21 Nov 2026 13:42 GMT", "Sat, 21 November 2026 13:42:48 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sat, 0 Nov 2026 13:42:48 GMT", "Sat, 32 Nov 2026 13:42:48 GMT",
        "Wed, 31 Dec 1969 23:59:59 GMT", "Sat, 21 Nov 10000 13:42:48 GMT",
        "Sat, 21 Nov 2026 24:00:00 GMT", "Sat, 21 Nov 2026 13:60:00 GMT",
        "Sat, 21 Nov 2026 13:42:61 GMT", "Sat, 21 Nov 2026 -1:42:48 GMT",
        "Sat, 21 Nov 2026 1:x:42:48 GMT", "Sat, 31 Feb 2026 13:42:48 GMT",
        "Sat, 21 Nov 2026 9223372036854775807:00:00 GMT",
    ])
    func `what is no HTTP date in its preferred form is refused`(_ text: String) {
        #expect(Instant(httpDate: text) == nil)
    }

    @Test func `the day of every HTTP date is right over many years`() throws {
        var random = Seeded(2)
        for _ in 0..<5000 {
            let instant = Instant(
                microseconds: Int64.random(in: 0..<250_000_000_000, using: &random) * 1_000_000)
            let read = try #require(Instant(httpDate: instant.httpDate))
            #expect(read == instant, "\(instant)")
        }
    }

    @Test func `microseconds of a provider's fraction are kept`() {
        #expect(Instant(seconds: 1_787_000_000.25).microseconds == 1_787_000_000_250_000)
        #expect(Instant(microseconds: 1_500_000).seconds == 1.5)
    }

    @Test func `adding and taking away is exact, and differences have a sign`() {
        let start = Instant(microseconds: 1_000_000_000_000_001)
        #expect(start + .seconds(90) - .seconds(90) == start)
        #expect((start + .seconds(5)) - start == .seconds(5))
        #expect(start - (start + .seconds(5)) == .seconds(-5))
        #expect(start < start + .microseconds(1))
    }
}
