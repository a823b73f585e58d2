import Shared

/// What goes on while the configuration is broken and the last good one stands in, in words.
let protectionWords =
    "nothing is rented, and nothing is let go for want of work; endings, the budget and destroys "
    + "go on"

/// What one group needs while nobody knows what its user wants of it: what the budget demands, and
/// nothing else (design: the last good configuration).
///
/// Pure. The wish is counted and shown, and moves nothing; neither do the bounds.
/// - Returns: A plan that rents nothing, and lets machines go only for the budget's sake.
func protect(
    _ view: GroupView, limits: SpendingLimits, books: Books, at now: Stamp
) -> GroupPlan {
    var plan = GroupPlan(
        group: view.policy.name, capacity: view.capacity.count, target: view.capacity.count,
        bounds: view.policy.bounds(at: now.wall))
    plan.held.append("the configuration is broken: \(protectionWords)")
    if let reason = view.frozen {
        plan.held.append("nothing is created or ended for this group: \(reason)")
        return plan
    }
    if view.demand.isKnown { plan.wish = wish(view, &plan) }
    guard limits.budget.refusal(for: .zero, books: books, horizon: limits.horizon) != nil else {
        return plan
    }
    plan.target = affordable(view, limits, books, &plan)
    plan.retire = shrinkage(view, limits, books, &plan, at: now)
    return plan
}
