import Shared
import Testing

@Suite struct DollarsTests {
    @Test(arguments: [
        ("0", 0), ("0.50", 500_000), ("10", 10_000_000), (".08", 80_000), ("0.000001", 1),
        ("12.345678", 12_345_678), ("007", 7_000_000), ("1000000000", 1_000_000_000_000_000),
    ])
    func `an amount as people write it is exact`(_ text: String, _ micro: Int64) {
        #expect(Dollars(text: text) == Dollars(microdollars: micro))
    }

    @Test(arguments: [
        "", ".", "5.", "-1", "+1", "1,5", "1.2.3", "$1", "1 ", " 1", "1e3", "0.1234567", "٣",
        "1000000001", "1000000000.000001", "99999999999999999999", "nan", "0x10",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(Dollars(text: text) == nil)
    }

    @Test(arguments: [
        (0.1, 100_000), (0.3, 300_000), (0.38833333, 388_333), (0.0000005, 1),
        (0.00000049, 0), (-0.25, -250_000), (1_000_000_000, 1_000_000_000_000_000),
    ])
    func `a provider's number is rounded to the nearest millionth`(
        _ number: Double, _ micro: Int64
    ) {
        #expect(Dollars(providerNumber: number) == Dollars(microdollars: micro))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300, 1_000_000_001])
    func `a provider's number that no price can be is refused`(_ number: Double) {
        #expect(Dollars(providerNumber: number) == nil)
    }

    @Test(arguments: [
        (0, "$0.00"), (1, "$0.000001"), (86_000, "$0.086"), (500_000, "$0.50"),
        (999_999, "$0.999999"), (1_000_000, "$1.00"), (1_004_999, "$1.00"), (1_005_000, "$1.01"),
        (1_234_567_891, "$1234.57"), (-250_000, "-$0.25"), (-12_000_000, "-$12.00"),
    ])
    func `people see cents from a dollar up, else all decimals`(_ micro: Int64, _ text: String) {
        #expect(Dollars(microdollars: micro).description == text)
    }

    @Test(
        arguments: [
            (0, "0.000000"), (1, "0.000001"), (12_345_678, "12.345678"), (-1, "-0.000001"),
            (.max, "9223372036854.775807"), (.min, "-9223372036854.775808"),
        ] as [(Int64, String)])
    func `programs see every decimal`(_ micro: Int64, _ text: String) {
        #expect(Dollars(microdollars: micro).decimal == text)
    }

    @Test func `an amount in full reads back as it was`() {
        var random = Seeded(3)
        for _ in 0..<5000 {
            let dollars = Dollars(
                microdollars: Int64.random(in: 0...1_000_000_000_000_000, using: &random))
            #expect(Dollars(text: dollars.decimal) == dollars)
        }
    }

    @Test func `a tenth ten times is one`() throws {
        let tenth = try #require(Dollars(text: "0.1"))
        #expect((0..<10).reduce(Dollars.zero) { sum, _ in sum + tenth } == tenth * 10)
        #expect(tenth * 10 == Dollars(text: "1"))
    }

    @Test func `sums beyond all money stop at the most there is, and do not trap`() {
        let most = Dollars(microdollars: .max)
        let least = Dollars(microdollars: .min)
        #expect(most + Dollars(microdollars: 1) == most)
        #expect(least - Dollars(microdollars: 1) == least)
        #expect(Dollars(microdollars: 1) - least == most)
        #expect(most * 24 == most)
        #expect(least * 24 == least)
    }
}
