/// Something worked out from the rest of a state: never a difference between two states.
struct Derived<Value: Sendable>: Sendable, Equatable {
    var value: Value

    init(_ value: Value) { self.value = value }

    static func == (left: Derived, right: Derived) -> Bool { true }
}
