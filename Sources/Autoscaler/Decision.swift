import Shared

/// What a whole run wants: endings that no group's size decides, what becomes of held machines, and
/// a plan for each group.
struct Decision: Equatable, Sendable {
    /// Machines that are to end whatever their group's size: too dear, or never came up.
    var endings: [Ending]
    /// Machines that were let go before and are kept until their files are home.
    var holdings: [Holding] = []
    var groups: [GroupPlan]

    struct Ending: Equatable, Sendable {
        var rental: RentalID
        var cause: EndCause
        var because: String
    }
}

/// Decides for every group.
///
/// Pure.
func decide(_ seen: Observation, bootDeadline: Duration) -> Decision {
    let endings = endings(seen, bootDeadline: bootDeadline)
    let ending = Set(endings.map(\.rental))
    let books = seen.booksOfStaying
    let plans = seen.groups.map { view in
        var view = view
        view.rentals.removeAll { ending.contains($0.id) }
        var plan = decide(view, limits: seen.limits, books: books, at: seen.now)
        // What ends in this run keeps its place until it is seen gone.
        let leaving = seen.rentals.count { ending.contains($0.id) && $0.group == plan.group }
        let room = max(0, plan.bounds.size.upperBound - view.occupying - leaving)
        plan.rent = min(plan.rent, room)
        return plan
    }
    return Decision(endings: endings, holdings: seen.holdings, groups: plans)
}

extension Observation {
    /// The books without the rates of machines that are held: they bill, and letting others go too
    /// would not end that.
    ///
    /// Renting is held against all of it (`Journal.intend`).
    fileprivate var booksOfStaying: Books {
        let held = rentals.filter { $0.state == .draining }.reduce(HourlyRate.zero) {
            $0 + $1.rateAhead
        }
        var books = books
        books.rate = HourlyRate(perHour: max(.zero, books.rate.perHour - held.perHour))
        return books
    }
}

private func endings(_ seen: Observation, bootDeadline: Duration) -> [Decision.Ending] {
    let overpriced = seen.overpriced
    let configured = Set(seen.unconfigured.map(\.id))
    return seen.rentals.compactMap { rental in
        guard rental.instance != nil, !configured.contains(rental.id),
            !seen.inFlight.contains(rental.id), !seen.isHeld(at: rental.provider)
        else { return nil }
        if overpriced.contains(rental.id) {
            return Decision.Ending(
                rental: rental.id, cause: .budget,
                because: "it costs \(rental.running), booked was \(rental.booked)")
        }
        let begun = rental.requestedAt ?? rental.intendedAt
        guard rental.state == .booting, rental.readyAt == nil, rental.missing == nil,
            begun.age(at: seen.now) > bootDeadline
        else { return nil }
        return Decision.Ending(
            rental: rental.id, cause: .failedStart,
            because: "not ready \(begun.age(at: seen.now).text) after its create, "
                + "allowed are \(bootDeadline.text)")
    }
}
