import Shared
import Testing

@Suite struct DurationTextTests {
    @Test(
        arguments: [
            ("0", .zero), ("0s", .zero), ("90s", .seconds(90)), ("15m", .seconds(900)),
            ("6h", .seconds(21_600)), ("2d", .seconds(172_800)), ("1h30m", .seconds(5400)),
            ("250ms", .milliseconds(250)), ("1d2h3m4s5ms", .milliseconds(93_784_005)),
            ("1d5m", .seconds(86_700)), ("090s", .seconds(90)),
            ("10000d", .seconds(864_000_000)),
        ] as [(String, Duration)])
    func `a duration as people write it is read`(_ text: String, _ duration: Duration) {
        #expect(Duration(text: text) == duration)
    }

    @Test(arguments: [
        "", " ", "15", "m", "-5m", "+5m", "1.5h", "5 m", " 5m", "5m ", "5M", "5min", "5w", "m5",
        "5m5m", "5m6h", "5s5m", "1h30", "5µs", "٥m", "5m\0", "00", "10001d", "10000d1ms",
        "9223372036854775807d", "9223372036854775808s", "99999999999999999999s", "1e3s",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test(
        arguments: [
            (.zero, "0s"), (.microseconds(999), "0s"), (.milliseconds(1), "1ms"),
            (.milliseconds(999), "999ms"), (.milliseconds(1500), "1s"), (.seconds(59), "59s"),
            (.seconds(60), "1m"), (.seconds(61), "1m1s"), (.seconds(5400), "1h30m"),
            (.seconds(3601), "1h1s"), (.seconds(90_061), "1d1h"), (.seconds(-90), "-1m30s"),
        ] as [(Duration, String)])
    func `a duration is shown by its two largest units`(_ duration: Duration, _ text: String) {
        #expect(duration.text == text)
    }

    @Test func `what is shown reads as the duration, less what was left out`() throws {
        var random = Seeded(1)
        for _ in 0..<5000 {
            let longest = Int64.random(in: 0...50, using: &random)
            let duration = Duration.microseconds(
                Int64.random(in: 0...(1 << min(longest, 49)), using: &random))
            let read = try #require(Duration(text: duration.text), "\(duration)")
            #expect(read <= duration && duration < read + max(.milliseconds(1), read), "\(read)")
            #expect(read.text == duration.text)
        }
    }

    @Test func `whole microseconds are kept, and a fraction is cut towards zero`() {
        #expect(Duration.nanoseconds(1999).microseconds == 1)
        #expect(Duration.nanoseconds(-1999).microseconds == -1)
        #expect(Duration.milliseconds(1500).seconds == 1.5)
    }
}
