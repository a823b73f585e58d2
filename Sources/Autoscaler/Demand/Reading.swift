import Shared

/// What is known from a source outside: a reading that may be acted on, or why there is none
/// (promise T2).
enum Reading<Value: Equatable & Sendable>: Equatable, Sendable {
    case known(Value, age: Duration)
    /// Older than the source's `max_age`.
    case stale(Value, age: Duration, maxAge: Duration)
    case missing(reason: String)

    /// Judges a value by its age.
    init(_ value: Value, observedAt: Instant, maxAge: Duration, now: Instant) {
        let age = now - observedAt
        // Clocks differ a little; a reading from well ahead of us is not a reading of now.
        if age < .seconds(-120) {
            self = .missing(reason: "it was written \((.zero - age).text) in the future")
        } else if age > maxAge {
            self = .stale(value, age: age, maxAge: maxAge)
        } else {
            self = .known(value, age: max(.zero, age))
        }
    }

    var isKnown: Bool {
        if case .known = self { true } else { false }
    }
}
