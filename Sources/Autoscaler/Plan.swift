import Shared

/// What one run wants for one group, with the reasons, and what it holds back, with the reasons.
struct GroupPlan: Equatable, Sendable {
    var group: String
    /// What the queue asks for; `nil` when it is not known.
    var wish: Int?
    /// Machines that work or will, before this run.
    var capacity: Int
    /// What the rules arrived at.
    var target: Int
    /// The fewest and the most machines at the moment of the decision, and which windows say so.
    var bounds: BoundsInForce
    /// Machines to rent.
    var rent: Int = 0
    /// Machines to let go, in that order.
    var retire: [Retirement] = []
    /// The rules in order, each with what it changed.
    var because: [String] = []
    /// What was not done, and why.
    var held: [String] = []

    struct Retirement: Equatable, Sendable {
        var rental: RentalID
        var cause: EndCause
    }
}
