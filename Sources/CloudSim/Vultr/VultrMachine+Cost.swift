import Shared

/// What a machine costs: each plan that it had is a line of its own, by calendar month.
extension VultrMachine {
    /// A plan that a machine had, and until when.
    struct EarlierPlan: Sendable, Equatable {
        let planID: String
        let rate: VultrRate
        let until: Instant
    }

    /// A calendar month, or the part of one, under one plan.
    struct BilledPart: Sendable, Equatable {
        let planID: String
        let rate: VultrRate
        let month: BilledMonth

        /// Its started hours, but no more than the plan's month.
        var cost: Dollars { min(rate.hourly * month.hours, rate.monthly) }
    }

    /// What it is billed by until `now`, or until it ended, oldest first.
    func parts(until now: Instant) -> [BilledPart] {
        let end = min(ended ?? now, now)
        var parts: [BilledPart] = []
        var begin = created
        let plans = earlier + [EarlierPlan(planID: planID, rate: rate, until: end)]
        for plan in plans {
            parts += BilledMonth.all(from: begin, until: min(plan.until, end)).map {
                BilledPart(planID: plan.planID, rate: plan.rate, month: $0)
            }
            begin = plan.until
        }
        return parts
    }

    /// What the present month has cost so far.
    func pendingCharges(at now: Instant) -> Dollars {
        parts(until: now).filter { $0.month.begins >= now.monthBegin }.map(\.cost)
            .reduce(.zero, +)
    }
}
