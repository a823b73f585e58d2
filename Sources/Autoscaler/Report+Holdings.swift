import Shared

/// Machines that are kept until their files are home: told by every run that prints anything.
extension Report {
    /// The held machines after the run, oldest rental first.
    var holdings: [Holding] { rentals.filter { $0.state == .draining }.map(seen.holding) }

    /// One line for each held machine.
    var holdingLines: [String] { holdings.map { "draining: \($0.line(routes(to: $0.rental)))" } }

    /// A held machine for programs.
    func json(of holding: Holding) -> JSONValue {
        let rental = holding.rental
        let names: [String] =
            if case .sets(let names) = holding.owed { names } else { [] }
        return [
            "rental": .string(rental.id.description),
            "instance": rental.instance.map { .string($0.description) } ?? .null,
            "group": .string(rental.group),
            "waits_for": .array(names.map(JSONValue.string)),
            "since": rental.drainingAt.map { .string($0.wall.description) } ?? .null,
            "cost_at_least": .money(holding.cost.lowerBound),
            "cost_at_most": .money(holding.cost.upperBound),
            "limit": .money(holding.limit.perMachine),
            "then": .string(holding.limit.then.rawValue),
            "per_day": .money(rental.rateAhead.perDay),
            "stopped": .bool(holding.isAtRest),
            "next": .string(holding.step.rawValue),
            "because": .string(holding.because),
            "line": .string(holding.line(routes(to: rental))),
        ]
    }
}

extension Journal {
    /// Whether held machines are to be told of again, although nothing else is news: under
    /// `--quiet` that is once in a while, not in every run.
    ///
    /// Whenever they are told of, that is noted; without held machines nothing is.
    func isReminderDue(for report: Report, every pause: Duration) throws -> Bool {
        guard !report.holdings.isEmpty else { return false }
        let now = report.seen.now
        let told = try fact(Self.heldFact).flatMap(Stamp.init(stored:))
        let isDue = told.map { $0.age(at: now) >= pause } ?? true
        guard isDue || report.isEventful else { return false }
        try note(Self.heldFact, now.stored)
        return isDue
    }

    private static let heldFact = "held machines told of"
}
