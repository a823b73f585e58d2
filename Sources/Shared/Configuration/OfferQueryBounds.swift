/// What a query asks of a field's numbers, to find what no offer can be.
struct OfferQueryBounds {
    private struct Bound {
        var value: Double
        var isStrict: Bool
        /// Which condition of the query it is.
        var index: Int
    }

    private var fields:
        [String: (low: [OfferQuery.Operator: Bound], high: [OfferQuery.Operator: Bound])] = [:]

    init(_ query: OfferQuery) {
        for (index, step) in query.steps.enumerated() {
            switch step {
            case .lift(let field): fields[field] = nil
            case .filter(let field, let comparison, let operand):
                guard let value = number(operand) else { continue }
                let isStrict = comparison == .gt || comparison == .lt
                let bound = Bound(value: value, isStrict: isStrict, index: index)
                if [.gt, .gte, .eq].contains(comparison) {
                    fields[field, default: ([:], [:])].low[comparison] = bound
                }
                if [.lt, .lte, .eq].contains(comparison) {
                    fields[field, default: ([:], [:])].high[comparison] = bound
                }
            }
        }
    }

    /// A mistake for each field of which no number fits; every step has its condition.
    func mistakes(at conditions: [OfferQueryText.Condition]) -> [Misfit] {
        fields.sorted { $0.key < $1.key }.compactMap { field, bounds in
            var low = Array(bounds.low.values)
            var high = Array(bounds.high.values)
            if field == "reliability" {
                low.append(Bound(value: 0, isStrict: false, index: -1))
                high.append(Bound(value: 1, isStrict: false, index: -1))
            }
            for least in low {
                for most in high
                where least.value > most.value
                    || least.value == most.value && (least.isStrict || most.isStrict)
                {
                    let index = max(least.index, most.index)
                    guard conditions.indices.contains(index) else { continue }
                    let isShare = min(least.index, most.index) < 0
                    return Misfit(
                        what: "asks of \(field) what no offer can be",
                        hint: isShare
                            ? "reliability is a number from 0 to 1, such as reliability>0.98"
                            : "two of its conditions contradict each other: lower the one or raise "
                                + "the other",
                        offset: conditions[index].offset)
                }
            }
            return nil
        }
    }

    private func number(_ operand: OfferQuery.Operand) -> Double? {
        switch operand {
        case .number(let number): number
        case .text(let text): Double(text)
        case .whole(let number): Double(number)
        case .flag, .null, .list: nil
        }
    }
}
