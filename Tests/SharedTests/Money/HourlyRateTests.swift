import Shared
import Testing

@Suite struct HourlyRateTests {
    private func rate(_ micro: Int64) -> HourlyRate {
        HourlyRate(perHour: Dollars(microdollars: micro))
    }

    @Test func `an hour costs the rate, and nothing costs nothing`() {
        #expect(rate(380_000).floor(for: .seconds(3600)).microdollars == 380_000)
        #expect(rate(380_000).ceiling(for: .seconds(3600)).microdollars == 380_000)
        #expect(rate(380_000).ceiling(for: .zero) == .zero)
        #expect(rate(0).ceiling(for: .seconds(3600)) == .zero)
        #expect(rate(380_000).perDay.microdollars == 9_120_000)
    }

    @Test func `a time that costs no whole millionth is rounded down below and up above`() {
        #expect(rate(1).floor(for: .seconds(3599)) == .zero)
        #expect(rate(1).ceiling(for: .microseconds(1)).microdollars == 1)
        #expect(rate(1).floor(for: .seconds(3600)).microdollars == 1)
    }

    @Test func `time that runs backwards costs nothing`() {
        #expect(rate(380_000).floor(for: .seconds(-5)) == .zero)
        #expect(rate(380_000).ceiling(for: .seconds(-5)) == .zero)
    }

    @Test func `the lower and the upper bound hold the exact cost, at most a millionth apart`() {
        var random = Seeded(4)
        for _ in 0..<5000 {
            let micro = Int64.random(in: 0...10_000_000, using: &random)
            let time = Int64.random(in: 0...2_592_000_000_000, using: &random)
            let exact = Int128(micro) * Int128(time)
            let low = rate(micro).floor(for: .microseconds(time)).microdollars
            let high = rate(micro).ceiling(for: .microseconds(time)).microdollars
            #expect(Int128(low) * 3_600_000_000 <= exact)
            #expect(Int128(high) * 3_600_000_000 >= exact)
            #expect((0...1).contains(high - low))
        }
    }

    @Test func `a dearer rate and a longer time never cost less`() {
        var random = Seeded(5)
        for _ in 0..<2000 {
            let micro = Int64.random(in: 0...1_000_000, using: &random)
            let time = Duration.microseconds(
                Int64.random(in: 0...1_000_000_000_000, using: &random))
            #expect(rate(micro).ceiling(for: time) <= rate(micro + 1).ceiling(for: time))
            #expect(
                rate(micro).floor(for: time) <= rate(micro).floor(for: time + .microseconds(1)))
        }
    }

    @Test func `the dearest rate over the longest time stops at the most there is`() {
        let dearest = rate(1_000_000_000_000_000)
        let most = Dollars(microdollars: .max)
        #expect(dearest.ceiling(for: .seconds(864_000_000)) == most)
        #expect(dearest.floor(for: .seconds(864_000_000)) == most)
        #expect(rate(.max).ceiling(for: .seconds(3601)) == most)
    }

    @Test func `rates add up`() {
        #expect(rate(1) + rate(2) == rate(3))
        #expect(rate(1) < rate(2))
        #expect(rate(86_000).description == "$0.086/h")
    }
}
