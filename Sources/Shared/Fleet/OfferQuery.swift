/// Conditions on the offers of Vast, as its official client understands them.
///
/// They are steps that change a search one after the other: a later condition with the operator of
/// an earlier one takes its place, and `any` takes all of a field's conditions away, those that every
/// search begins with included.
package struct OfferQuery: Equatable, Sendable {
    package enum Operator: String, Equatable, Sendable {
        case eq, neq, gt, gte, lt, lte, `in`, notin
    }

    package enum Operand: Equatable, Sendable {
        /// Also plain numbers: the official client sends them as text, and the service reads them.
        case text(String)
        /// A number in the service's own unit: megabytes, seconds.
        case number(Double)
        case whole(Int64)
        case flag(Bool)
        case null
        case list([String])
    }

    package enum Step: Equatable, Sendable {
        case filter(field: String, Operator, Operand)
        /// Takes all conditions on a field away.
        case lift(field: String)
    }

    /// Empty changes nothing.
    package var steps: [Step]

    package init(steps: [Step] = []) {
        self.steps = steps
    }
}
