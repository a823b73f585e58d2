import Shared

extension Report {
    /// The report for people.
    var lines: [String] {
        let head =
            "fleet \(fleet)  \(seen.now.wall)  \(accounts)"
            + (dryRun ? "  (dry run: nothing was changed)" : "")
        var lines = [head]
        if seen.markets.count > 1 { lines += seen.held.map { "held: \($0)" } }
        lines.append("")
        lines += groupTable.lines
        for (view, plan) in zip(seen.groups, decision.groups) {
            if let busy = view.busy { lines.append("  \(plan.group): busy: \(busy.summary)") }
            lines += plan.because.map { "  \(plan.group): \($0)" }
            lines += plan.held.map { "  \(plan.group): held: \($0)" }
        }
        lines += decision.endings.map { "  ending \($0.rental): \($0.because)" }
        let machines = machineTable
        if !machines.isEmpty { lines += [""] + machines.lines }
        if !holdings.isEmpty { lines += [""] + holdingLines }
        if !actions.isEmpty { lines += [""] + actions.map(\.line) }
        if !seen.alerts.isEmpty { lines += [""] + seen.alerts.map { "alert: \($0)" } }
        return lines + [""] + standingLine + [moneyLine] + strangerLine
    }

    /// Every provider with its account, or why there is none.
    private var accounts: String {
        seen.markets.map { market in
            "\(market.provider) " + (market.account.map { "account \($0)" } ?? "not reached")
        }.joined(separator: ", ")
    }

    private var groupTable: Table {
        var table = Table([
            ("GROUP", .left), ("DEMAND", .left), ("WISH", .right), ("HAVE", .right),
            ("TARGET", .right), ("PLAN", .left),
        ])
        for (view, plan) in zip(seen.groups, decision.groups) {
            table.add([
                plan.group, view.demand.summary, plan.wish.map(String.init) ?? "?",
                "\(plan.capacity)", "\(plan.target)", plan.summary,
            ])
        }
        return table
    }

    private var machineTable: Table {
        var table = Table([
            ("INSTANCE", .left), ("RENTAL", .left), ("GROUP", .left), ("GPU", .left),
            ("STATE", .left), ("AGE", .right), ("$/H", .right), ("COST SO FAR", .left),
        ])
        for rental in rentals {
            let since = rental.requestedAt ?? rental.intendedAt
            let cost = rental.cost(at: seen.now.wall)
            table.add([
                rental.instance?.description ?? "-", rental.id.description, rental.group,
                "\(rental.gpuCount)x \(rental.gpuName)",
                rental.state.rawValue + (rental.cause.map { " (\($0.rawValue))" } ?? ""),
                since.age(at: seen.now).text, "\(rental.rateAhead.perHour)",
                "\(cost.lowerBound) to \(cost.upperBound)",
            ])
        }
        return table
    }

    private var moneyLine: String {
        let rate = rentals.reduce(HourlyRate.zero) { $0 + $1.rateAhead }
        let limits = seen.limits.budget
        let caps = [
            limits.hourly.map { "hourly limit \($0)" }, limits.daily.map { "daily limit \($0)" },
            limits.monthly.map { "monthly limit \($0)" },
        ].compactMap { $0 }
        let spent =
            "all rentals so far \(totalCost.lowerBound) to \(totalCost.upperBound), today at most \(seen.books.today), this month at most \(seen.books.month)"
        return "now \(rate), \(rate.perDay) a day; \(spent)"
            + (caps.isEmpty ? "; no limit is set" : "; " + caps.joined(separator: ", "))
    }

    /// How many machines there are of each standing, with what they cost a day.
    private var standingLine: [String] {
        let words = standings.map { standing in
            let name = standing.kind.rawValue.replacing("-", with: " ")
            return standing.kind == .gone
                ? "\(standing.count) \(name)"
                : "\(standing.count) \(name) at \(standing.rate.perDay) a day"
        }
        return words.isEmpty ? [] : [words.joined(separator: ", ")]
    }

    /// Machines without a label of ours are one line, and never touched (promise M2).
    private var strangerLine: [String] {
        let strangers = seen.strangers
        guard !strangers.isEmpty else { return [] }
        let rate = strangers.reduce(HourlyRate.zero) { $0 + ($1.running ?? .zero) }
        let place = seen.markets.count == 1 ? "account" : "accounts"
        return [
            "\(strangers.count) other machines in the \(place), up to \(rate.perDay) a day: not "
                + "ours, not touched"
        ]
    }
}

extension GroupPlan {
    /// The plan in a word or two.
    var summary: String {
        if rent > 0 { return "rent \(rent)" }
        if !retire.isEmpty { return "retire \(retire.count)" }
        return held.isEmpty ? "keep" : "hold"
    }
}

extension Action {
    fileprivate var line: String {
        let subject = instance?.description ?? rental?.description ?? group
        return "\(kind.rawValue) \(subject): \(outcome.rawValue), \(detail)"
    }
}
