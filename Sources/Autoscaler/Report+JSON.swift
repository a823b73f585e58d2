import Shared

extension Report {
    /// The report for programs; `docs/autoscaler-json.md` describes it.
    var json: JSONValue {
        [
            "fleet": .string(fleet.text),
            "at": .string(seen.now.wall.description),
            "dry_run": .bool(dryRun),
            "status": .integer(Int64(status.rawValue)),
            "providers": .array(seen.markets.map(\.json)),
            "notes": .array(notes.map(\.json)),
            "held": .array(seen.held.map(JSONValue.string)),
            "groups": .array(zip(seen.groups, decision.groups).map(group)),
            "rentals": .array(rentals.map(rental)),
            "standings": .array(
                standings.map {
                    [
                        "kind": .string($0.kind.rawValue), "count": .integer(Int64($0.count)),
                        "per_day": .money($0.rate.perDay),
                    ]
                }),
            "holdings": .array(holdings.map(json)),
            "endings": .array(
                decision.endings.map {
                    [
                        "rental": .string($0.rental.description),
                        "cause": .string($0.cause.rawValue), "because": .string($0.because),
                    ]
                }),
            "actions": .array(actions.map(\.json)),
            "alerts": .array(seen.alerts.map(JSONValue.string)),
            "orphans": .array(seen.orphans.map(machine)),
            "strangers": .array(seen.strangers.map(machine)),
            "money": [
                "rate_per_hour": .money(
                    rentals.reduce(HourlyRate.zero) { $0 + $1.worstRate }.perHour),
                "total_at_least": .money(totalCost.lowerBound),
                "total_at_most": .money(totalCost.upperBound),
                "today_at_most": .money(seen.books.today),
                "month_at_most": .money(seen.books.month),
                "hourly_limit": seen.limits.budget.hourly.map(JSONValue.money) ?? .null,
                "daily_limit": seen.limits.budget.daily.map(JSONValue.money) ?? .null,
                "monthly_limit": seen.limits.budget.monthly.map(JSONValue.money) ?? .null,
            ],
        ]
    }

    /// The decision record that the state keeps (promise T4).
    var record: String {
        guard case .object(var members) = json else { return "{}" }
        // The configuration's text stands in the state already.
        members["notes"] = nil
        members["rules"] = .integer(Int64(decisionRules))
        return String(decoding: JSONValue.object(members).json(), as: UTF8.self)
    }

    private func group(_ view: GroupView, _ plan: GroupPlan) -> JSONValue {
        [
            "name": .string(plan.group),
            "demand": view.demand.json,
            "busy": view.busy.map { .string($0.summary) } ?? .null,
            "wish": plan.wish.map { .integer(Int64($0)) } ?? .null,
            "jobs_per_instance": .integer(Int64(view.policy.jobsPerInstance)),
            "jobs_per_hour": view.policy.drain.map { .string("\($0.rate)") } ?? .null,
            "drain_within_seconds": view.policy.drain
                .map { .integer($0.within.components.seconds) } ?? .null,
            "tolerance_percent": .integer(Int64(view.policy.tolerancePercent)),
            "min": .integer(Int64(plan.bounds.size.lowerBound)),
            "max": .integer(Int64(plan.bounds.size.upperBound)),
            "windows": .array(plan.bounds.parts.map(\.json)),
            "capacity": .integer(Int64(plan.capacity)),
            "target": .integer(Int64(plan.target)),
            "rent": .integer(Int64(plan.rent)),
            "retire": .array(plan.retire.map { .string($0.rental.description) }),
            "because": .array(plan.because.map(JSONValue.string)),
            "held": .array(plan.held.map(JSONValue.string)),
            "frozen": view.frozen.map(JSONValue.string) ?? .null,
        ]
    }

    private func rental(_ rental: Rental) -> JSONValue {
        let cost = rental.cost(at: seen.now.wall)
        return [
            "id": .string(rental.id.description),
            "label": .string(rental.id.label(in: fleet)),
            "instance": rental.instance.map { .string($0.description) } ?? .null,
            "group": .string(rental.group),
            "state": .string(rental.state.rawValue),
            "cause": rental.cause.map { .string($0.rawValue) } ?? .null,
            "gpu_name": .string(rental.gpuName),
            "gpu_count": .integer(Int64(rental.gpuCount)),
            "rate_per_hour": .money(rental.rateAhead.perHour),
            "requested_at": rental.requestedAt.map { .string($0.wall.description) } ?? .null,
            "ssh": .array(routes(to: rental).map { .string($0.description) }),
            "cost_at_least": .money(cost.lowerBound),
            "cost_at_most": .money(cost.upperBound),
        ]
    }

    /// The ways to log in that the provider named in this run, the direct one first.
    func routes(to rental: Rental) -> [SSHRoute] {
        let listed = seen.market(rental.provider)?.listing.instances
        let routes = listed?.first { $0.id == rental.instance }?.routes ?? []
        return routes.compactMap {
            SSHRoute($0.way, user: sshUser, host: $0.host, port: $0.port)
        }
    }

    private func machine(_ instance: Instance) -> JSONValue {
        [
            "instance": .string(instance.id.description),
            "label": instance.label.map(JSONValue.string) ?? .null,
            "rate_per_hour": instance.running.map { .money($0.perHour) } ?? .null,
        ]
    }
}

extension ConfigurationNote {
    fileprivate var json: JSONValue {
        ["place": .string(place), "key": .string(key), "note": .string(what)]
    }
}

extension JSONValue {
    /// Money as text with six decimals: exact, which a JSON number is not.
    static func money(_ dollars: Dollars) -> JSONValue { .string(dollars.decimal) }
}

extension DemandReading {
    fileprivate var json: JSONValue {
        switch self {
        case .known(let demand, let age):
            [
                "known": true, "waiting": .integer(Int64(demand.waiting)),
                "running": .integer(Int64(demand.running)),
                "age_seconds": .integer(age.components.seconds),
            ]
        case .stale, .missing:
            ["known": false, "reason": .string(summary)]
        }
    }
}

extension BoundsInForce.Part {
    fileprivate var json: JSONValue {
        [
            "window": .string(window.description),
            "min": min.map { .integer(Int64($0)) } ?? .null,
            "max": max.map { .integer(Int64($0)) } ?? .null,
            "until": .string(until.description),
        ]
    }
}

extension Action {
    fileprivate var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "group": .string(group),
            "rental": rental.map { .string($0.description) } ?? .null,
            "instance": instance.map { .string($0.description) } ?? .null,
            "outcome": .string(outcome.rawValue), "detail": .string(detail),
        ]
    }
}

extension MarketView {
    fileprivate var json: JSONValue {
        [
            "name": .string(provider.rawValue),
            "account": account.map(JSONValue.string) ?? .null,
            "listing": .string(listing.completeness.word),
            "held": .array(held.map(JSONValue.string)),
        ]
    }
}

extension Listing.Completeness {
    fileprivate var word: String {
        switch self {
        case .complete: "complete"
        case .partial: "partial"
        case .failed: "failed"
        }
    }
}
