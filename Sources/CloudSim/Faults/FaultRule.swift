package import Shared

/// One order to make calls go wrong: what, to which operation, how often and until when.
package struct FaultRule: Sendable, Equatable {
    package var id: Int
    package var kind: FaultKind
    /// Nothing: every operation that the kind can befall.
    package var operation: SimOperation?
    /// How many matching calls still pass unharmed.
    package var skip: Int
    /// How many calls it still befalls; nothing: any number until `expires`.
    package var remaining: Int?
    /// The end of its window; nothing: none.
    package var expires: Instant?
    /// Seconds, percent or rows, as the kind says.
    package var amount: Double
    /// How many calls it has befallen.
    package var fired = 0

    /// Whether it can still befall a call.
    func isLive(at now: Instant) -> Bool {
        remaining != 0 && expires.map { now < $0 } ?? true
    }

    func matches(_ operation: SimOperation) -> Bool {
        kind.operations.contains(operation) && (self.operation ?? operation) == operation
    }
}

/// What a user asks for, before it is a rule.
package struct FaultOrder: Sendable, Equatable {
    package var kind: FaultKind
    package var operation: SimOperation?
    package var skip: Int
    /// Nothing: once, or any number within `window` when there is one.
    package var count: Int?
    package var window: Duration?
    /// Nothing: the kind's default.
    package var amount: Double?

    package init(
        _ kind: FaultKind, on operation: SimOperation? = nil, skip: Int = 0, count: Int? = nil,
        window: Duration? = nil, amount: Double? = nil
    ) {
        self.kind = kind
        self.operation = operation
        self.skip = skip
        self.count = count
        self.window = window
        self.amount = amount
    }
}

/// Every rule of a world, in the order they were added.
struct FaultPlan: Sendable, Equatable {
    private(set) var rules: [FaultRule] = []
    private var lastID = 0

    init() {}

    init(rules: [FaultRule]) {
        self.rules = rules
        lastID = rules.map(\.id).max() ?? 0
    }

    mutating func add(_ order: FaultOrder, at now: Instant) -> FaultRule {
        lastID += 1
        let rule = FaultRule(
            id: lastID, kind: order.kind, operation: order.operation, skip: order.skip,
            remaining: order.count ?? (order.window == nil ? 1 : nil),
            expires: order.window.map { now + $0 },
            amount: order.amount ?? order.kind.parameter?.fallback ?? 0)
        rules.append(rule)
        return rule
    }

    mutating func clear() {
        rules = []
    }

    /// The rule that befalls this call, counted.
    ///
    /// It is the first live one of these kinds with no call left to skip; rules that skip this
    /// call count it.
    mutating func fire(
        _ kinds: Set<FaultKind>, on operation: SimOperation, at now: Instant
    ) -> FaultRule? {
        guard !rules.isEmpty else { return nil }
        for index in rules.indices
        where kinds.contains(rules[index].kind) && rules[index].matches(operation)
            && rules[index].isLive(at: now)
        {
            guard rules[index].skip == 0 else {
                rules[index].skip -= 1
                continue
            }
            rules[index].remaining = rules[index].remaining.map { $0 - 1 }
            rules[index].fired += 1
            return rules[index]
        }
        return nil
    }

    mutating func fire(
        _ kind: FaultKind, on operation: SimOperation, at now: Instant
    ) -> FaultRule? {
        rules.isEmpty ? nil : fire([kind], on: operation, at: now)
    }
}
