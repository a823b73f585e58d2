import Testing

@testable import Shared

@Suite struct BudgetTests {
    /// $1.00 an hour runs already, $5.00 were spent today and $50.00 this month.
    private let books = Books(
        rate: rate(1_000_000), today: Dollars(microdollars: 5_000_000),
        month: Dollars(microdollars: 50_000_000))

    private func refusal(_ budget: Budget, adding micro: Int64 = 500_000) -> Budget.Refusal? {
        budget.refusal(for: rate(micro), books: books, horizon: .seconds(7200))
    }

    private func dollars(_ micro: Int64) -> Dollars { Dollars(microdollars: micro) }

    @Test func `without a limit everything fits`() {
        #expect(refusal(Budget(), adding: 1_000_000_000) == nil)
    }

    @Test func `the hourly limit holds the sum of all rates, and may be reached`() {
        #expect(refusal(Budget(hourly: dollars(1_500_000))) == nil)
        #expect(
            refusal(Budget(hourly: dollars(1_499_999)))
                == Budget.Refusal(
                    limit: .hourly, allowed: dollars(1_499_999), needed: dollars(1_500_000)))
    }

    @Test func `the daily limit holds what was spent and two hours of all rates`() {
        #expect(refusal(Budget(daily: dollars(8_000_000))) == nil)
        #expect(
            refusal(Budget(daily: dollars(7_999_999)))
                == Budget.Refusal(
                    limit: .daily, allowed: dollars(7_999_999), needed: dollars(8_000_000)))
    }

    @Test func `the monthly limit holds what was spent and two hours of all rates`() {
        #expect(refusal(Budget(monthly: dollars(53_000_000))) == nil)
        #expect(
            refusal(Budget(monthly: dollars(52_999_999)))
                == Budget.Refusal(
                    limit: .monthly, allowed: dollars(52_999_999), needed: dollars(53_000_000)))
    }

    @Test func `the first limit in the way is named`() {
        let tight = Budget(hourly: .zero, daily: .zero, monthly: .zero)
        #expect(refusal(tight)?.limit == .hourly)
        #expect(refusal(Budget(daily: .zero, monthly: .zero))?.limit == .daily)
        #expect(
            refusal(tight)?.description == "hourly limit $0.00: $1.50 would be needed")
    }

    @Test func `asking for nothing tells whether what there is fits`() {
        #expect(refusal(Budget(hourly: dollars(1_000_000)), adding: 0) == nil)
        #expect(refusal(Budget(hourly: dollars(999_999)), adding: 0)?.limit == .hourly)
        #expect(refusal(Budget(daily: dollars(7_000_000)), adding: 0) == nil)
        #expect(refusal(Budget(daily: dollars(6_999_999)), adding: 0)?.limit == .daily)
    }

    @Test func `a part of a millionth counts as one`() {
        let odd = Books(rate: rate(1), today: .zero, month: .zero)
        #expect(odd.reserved(for: .seconds(1)) == dollars(1))
        #expect(
            Budget(daily: .zero).refusal(for: .zero, books: odd, horizon: .seconds(1)) != nil)
    }
}
