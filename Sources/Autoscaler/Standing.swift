import Shared

/// How the machines that can bill stand with us, and what each kind costs at the most.
struct Standing: Equatable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        /// A rental and its machine, both known.
        case ours
        /// Another process works on it.
        case inFlight = "in-flight"
        /// Asked for, and not known yet whether it exists.
        case inDoubt = "in-doubt"
        /// Let go, and kept until its files are home.
        case draining
        /// To be destroyed, until it is seen gone.
        case ending
        /// A rental whose machine the list does not show, and that nothing ended.
        case missing
        /// A machine with our label that no rental stands for.
        case orphaned
        /// Seen gone in this run.
        case gone
    }

    var kind: Kind
    var count: Int
    var rate: HourlyRate
}

extension Report {
    /// Every kind that there is one of, in the order of `Standing.Kind`.
    var standings: [Standing] {
        let gone = actions.filter { $0.kind == .confirm && $0.outcome == .done }
        return Standing.Kind.allCases.compactMap { kind in
            switch kind {
            case .orphaned:
                return Standing(
                    kind: kind, count: seen.orphans.count, rate: seen.orphanRate)
            case .gone:
                return Standing(kind: kind, count: gone.count, rate: .zero)
            case .ours, .inFlight, .inDoubt, .draining, .ending, .missing:
                let rentals = rentals.filter { self.kind(of: $0) == kind }
                return Standing(
                    kind: kind, count: rentals.count,
                    rate: rentals.reduce(.zero) { $0 + $1.rateAhead })
            }
        }.filter { $0.count > 0 }
    }

    private func kind(of rental: Rental) -> Standing.Kind {
        if seen.inFlight.contains(rental.id) { return .inFlight }
        if rental.state == .ending { return .ending }
        if rental.instance == nil { return .inDoubt }
        if rental.missing != nil { return .missing }
        return rental.state == .draining ? .draining : .ours
    }
}
