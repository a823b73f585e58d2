/// One condition of the service's filter language: a field, an operator and a value.
struct FilterCondition: Equatable {
    enum Operator: String {
        case eq
        case neq
        case gt
        case gte
        case lt
        case lte
        case `in`
        case notin
    }

    var field: String
    var comparison: Operator
    var operand: JSON

    /// Reads `{field: {operator: value, …}, …}`; all conditions must hold.
    ///
    /// - Throws: `FilterError` for anything of another shape and for an unknown operator.
    static func reading(_ filters: JSONObject) throws(FilterError) -> [FilterCondition] {
        var conditions: [FilterCondition] = []
        for filter in filters.list {
            guard let operators = filter.value.members else {
                throw FilterError(message: "\(filter.key) must be an object of operators")
            }
            for member in operators.list {
                guard let comparison = Operator(rawValue: member.key) else {
                    throw FilterError(
                        message: "\(member.key) is not an operator (field \(filter.key))")
                }
                if comparison == .in || comparison == .notin, member.value.elements == nil {
                    throw FilterError(message: "\(member.key) needs a list (field \(filter.key))")
                }
                conditions.append(
                    FilterCondition(
                        field: filter.key, comparison: comparison, operand: member.value))
            }
        }
        return conditions
    }

    /// Whether a value meets the condition; a missing field counts as null.
    ///
    /// Null equals only null, and is neither smaller nor larger than anything.
    func holds(for value: JSON?) -> Bool {
        let actual = value ?? .null
        switch comparison {
        case .eq: return Self.equal(actual, operand)
        case .neq: return !Self.equal(actual, operand)
        case .in: return (operand.elements ?? []).contains { Self.equal(actual, $0) }
        case .notin: return !(operand.elements ?? []).contains { Self.equal(actual, $0) }
        case .gt: return Self.isLess(operand, actual) == true
        case .lte: return Self.isLess(operand, actual) == false
        case .lt: return Self.isLess(actual, operand) == true
        case .gte: return Self.isLess(actual, operand) == false
        }
    }

    /// Equality as the service sees it: the operand is converted to the type of the value.
    private static func equal(_ actual: JSON, _ operand: JSON) -> Bool {
        switch actual {
        case .int, .double:
            if let flag = operand.flag { return actual.number == (flag ? 1 : 0) }
            return actual.number == operand.lenientNumber
        case .bool(let flag): return flag == truth(operand)
        case .string(let text): return text == operand.text ?? operand.whole.map { "\($0)" }
        default: return actual == operand
        }
    }

    private static func truth(_ operand: JSON) -> Bool? {
        switch operand {
        case .bool(let flag): flag
        case .string(let text): ["true": true, "false": false][text.lowercased()]
        default: operand.number.map { $0 != 0 }
        }
    }

    /// The order of two values; nothing when they have none.
    private static func isLess(_ left: JSON, _ right: JSON) -> Bool? {
        if let first = left.lenientNumber, let second = right.lenientNumber {
            return first < second
        }
        guard let first = left.text, let second = right.text else { return nil }
        return first < second
    }
}

/// What is wrong with a query.
struct FilterError: Error, Equatable {
    var message: String
}
