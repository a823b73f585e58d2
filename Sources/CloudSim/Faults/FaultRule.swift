package import Shared

/// One order to make things go wrong: what, to whom, how often and until when.
package struct FaultRule: Sendable, Equatable {
    package var id: Int
    package var kind: FaultKind
    /// Nothing: every operation that the kind can befall.
    package var operation: SimOperation?
    package var aim = FaultAim()
    /// How many matching calls or machines still pass unharmed.
    package var skip: Int
    /// How many it still befalls; nothing: any number until `expires`.
    package var remaining: Int?
    /// The end of its window; nothing: none.
    package var expires: Instant?
    /// Seconds, percent or rows, as the kind says.
    package var amount: Double
    /// How many calls or machines it has befallen.
    package var fired = 0
    /// When it was added: an event strikes no earlier.
    package var since = Instant(microseconds: 0)
    /// How long what an event does lasts; nothing: for good.
    package var lasts: Duration?
    /// The machines that an event has struck or spared, so that each is met once.
    package var met: Set<String> = []

    /// The seconds that it takes, as a time.
    var delay: Duration {
        kind.parameter?.name == .seconds ? .milliseconds(Int64(amount * 1000)) : .zero
    }

    /// Whether it can still befall a call.
    func isLive(at now: Instant) -> Bool {
        remaining != 0 && expires.map { now < $0 } ?? true
    }

    func matches(_ target: FaultTarget) -> Bool {
        kind.operations.contains(target.operation)
            && (operation ?? target.operation) == target.operation
            && concerns(target.provider)
            && (aim.path.map { target.path?.contains($0) ?? false } ?? true)
            && (aim.machine.map(target.machines.contains) ?? true)
    }

    func concerns(_ provider: ProviderName) -> Bool {
        kind.markets.contains(provider) && (aim.provider ?? provider) == provider
    }
}

/// What a user asks for, before it is a rule.
package struct FaultOrder: Sendable, Equatable {
    package var kind: FaultKind
    package var operation: SimOperation?
    package var aim: FaultAim
    package var skip: Int
    /// Nothing: once, or any number within `window` or with a probability.
    package var count: Int?
    /// How long calls are befallen; of an event, how long what it does lasts.
    package var window: Duration?
    /// Nothing: the kind's default.
    package var amount: Double?

    package init(
        _ kind: FaultKind, on operation: SimOperation? = nil, aim: FaultAim = FaultAim(),
        skip: Int = 0, count: Int? = nil, window: Duration? = nil, amount: Double? = nil
    ) {
        self.kind = kind
        self.operation = operation
        self.aim = aim
        self.skip = skip
        self.count = count
        self.window = window
        self.amount = amount
    }

    fileprivate var firstCount: Int? {
        if let count { return count }
        let isLimited = kind.isEvent || (window == nil && aim.probability == nil)
        return isLimited ? 1 : nil
    }
}

/// Every rule of a world, in the order they were added.
struct FaultPlan: Sendable, Equatable {
    private(set) var rules: [FaultRule] = []
    private var lastID = 0
    /// Decides where a rule has a probability.
    private(set) var random: RandomSource

    init(seed: UInt64 = 1) {
        // Apart from the world's own draws, which faults must not change.
        random = RandomSource(seed: seed ^ 0xFA17)
    }

    init(rules: [FaultRule], random: RandomSource) {
        self.rules = rules
        self.random = random
        lastID = rules.map(\.id).max() ?? 0
    }

    mutating func add(_ order: FaultOrder, at now: Instant) -> FaultRule {
        lastID += 1
        let rule = FaultRule(
            id: lastID, kind: order.kind, operation: order.operation, aim: order.aim,
            skip: order.skip, remaining: order.firstCount,
            expires: order.kind.isEvent ? nil : order.window.map { now + $0 },
            amount: order.amount ?? order.kind.parameter?.fallback ?? 0, since: now,
            lasts: order.kind.isEvent ? order.window : nil)
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
        _ kinds: Set<FaultKind>, on target: FaultTarget, at now: Instant
    ) -> FaultRule? {
        guard !rules.isEmpty else { return nil }
        for index in rules.indices
        where kinds.contains(rules[index].kind) && rules[index].matches(target)
            && rules[index].isLive(at: now) && strikes(index)
        {
            return rules[index]
        }
        return nil
    }

    mutating func fire(_ kind: FaultKind, on target: FaultTarget, at now: Instant) -> FaultRule? {
        rules.isEmpty ? nil : fire([kind], on: target, at: now)
    }

    /// Meets a machine, or the account, with an event's rule; answers whether it strikes.
    mutating func meet(_ machine: String, with index: Int) -> Bool {
        rules[index].met.insert(machine)
        return strikes(index)
    }

    /// Whether the rule strikes what matches it now: counts the strike, or what is skipped.
    private mutating func strikes(_ index: Int) -> Bool {
        guard rules[index].skip == 0 else {
            rules[index].skip -= 1
            return false
        }
        if let probability = rules[index].aim.probability {
            let draw = Double(random.next() >> 11) / Double(1 << 53)
            guard draw < probability else { return false }
        }
        rules[index].remaining = rules[index].remaining.map { $0 - 1 }
        rules[index].fired += 1
        return true
    }
}
