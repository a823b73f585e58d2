import Shared

/// The version of the rules below: the same record fed to the same version gives the same plan.
let decisionRules = 4

/// Chooses what one group needs.
///
/// Pure: no clock, network, file or log. The same arguments always give the same plan.
/// - Parameters:
///   - view: The group as it was seen.
///   - limits: The budget that holds for the whole fleet.
///   - books: What the fleet costs at the start of this run; what each new machine adds is
///     checked again when it is rented.
///   - now: The moment of the decision.
/// - Returns: What to rent and whom to let go, with the reasons for both and for what was held.
func decide(
    _ view: GroupView, limits: SpendingLimits, books: Books, at now: Stamp
) -> GroupPlan {
    var plan = GroupPlan(
        group: view.policy.name, capacity: view.capacity.count, target: view.capacity.count,
        bounds: view.policy.bounds(at: now.wall))
    guard !view.policy.retire else { return retireAll(view, plan, at: now) }
    if let reason = view.frozen {
        plan.held.append("nothing is created or ended for this group: \(reason)")
        return plan
    }
    plan.wish = wish(view, &plan)
    plan.target = stabilized(view, &plan, at: now)
    plan.target = bounded(view, &plan)
    plan.target = affordable(view, limits, books, &plan)
    if plan.target > plan.capacity {
        plan.rent = growth(view, &plan, at: now)
    } else {
        plan.retire = shrinkage(view, limits, books, &plan, at: now)
    }
    return plan
}

/// Rule 2, stabilization: on the way down the highest wish of the last while counts.
private func stabilized(_ view: GroupView, _ plan: inout GroupPlan, at now: Stamp) -> Int {
    guard let wish = tolerated(view, &plan) else { return plan.capacity }
    guard case .limited(let limit) = view.policy.scaleDown, limit.stabilization > .zero,
        wish < plan.capacity
    else { return wish }
    let recent = view.history.wishes.filter { $0.at.age(at: now) <= limit.stabilization }
    let highest = min(max(wish, recent.map(\.machines).max() ?? wish), plan.capacity)
    if highest > wish {
        plan.because.append(
            "stabilization: \(highest), the highest wish of the last \(limit.stabilization.text)")
    }
    return highest
}

/// Rule 3, bounds in force: the group's `min` and `max`, or those of an open window, exact.
private func bounded(_ view: GroupView, _ plan: inout GroupPlan) -> Int {
    let zone = view.policy.schedule.zone
    plan.because += plan.bounds.parts.map { "bounds: window \($0.text(in: zone))" }
    let size = plan.bounds.size
    let target = min(max(plan.target, size.lowerBound), size.upperBound)
    if target != plan.target {
        let which = target > plan.target ? "min \(size.lowerBound)" : "max \(size.upperBound)"
        plan.because.append("bounds: \(which) makes \(plan.target) into \(target)")
    }
    return target
}

/// Rule 4, budget: over a limit there is no growth, and where what there is already passes one,
/// machines go (promise M4).
///
/// What one more machine costs is checked again when it is rented.
private func affordable(
    _ view: GroupView, _ limits: SpendingLimits, _ books: Books, _ plan: inout GroupPlan
) -> Int {
    guard let refusal = limits.budget.refusal(for: .zero, books: books, horizon: limits.horizon)
    else { return plan.target }
    let fewer = min(plan.target, max(0, plan.capacity - 1))
    plan.because.append("budget: \(refusal), so \(fewer)")
    return fewer
}

/// Rule 5 on the way up: the step limit and the cool-down.
///
/// A floor ignores the cool-down.
private func growth(_ view: GroupView, _ plan: inout GroupPlan, at now: Stamp) -> Int {
    let limit = view.policy.scaleUp
    var step = plan.target - plan.capacity
    let toFloor = max(0, min(plan.bounds.size.lowerBound, plan.target) - plan.capacity)
    if let last = view.history.lastGrowth, last.age(at: now) < limit.cooldown, step > toFloor {
        let left = limit.cooldown - last.age(at: now)
        plan.held.append("cool-down: \(step - toFloor) more only in \(left.text)")
        step = toFloor
    }
    if step > limit.maxStep {
        plan.because.append("steps: \(limit.maxStep) of \(step) more in one run")
        step = limit.maxStep
    }
    let most = plan.bounds.size.upperBound
    let room = max(0, most - view.occupying)
    if step > room {
        let draining = view.rentals.count { $0.state == .draining }
        let kept = draining > 0 ? " (\(draining) of them held for their files)" : ""
        plan.held.append(
            "max \(most): \(view.occupying) machines exist or may exist\(kept), "
                + "so \(room) of \(step) more")
        step = room
    }
    return step
}

/// Rule 5 on the way down, and whom to let go.
private func shrinkage(
    _ view: GroupView, _ limits: SpendingLimits, _ books: Books, _ plan: inout GroupPlan,
    at now: Stamp
) -> [GroupPlan.Retirement] {
    var step = plan.capacity + view.stuck.count - plan.target
    guard step > 0 else { return [] }
    let overBudget =
        limits.budget.refusal(for: .zero, books: books, horizon: limits.horizon) != nil
    guard !overBudget else {
        step = min(step, max(1, view.policy.scaleDown.maxStep))
        return chosen(view, step, forced: step, .budget, &plan, at: now)
    }
    // Without a wish only a lower ceiling shrinks the group (promise T2).
    let overCeiling = max(0, plan.capacity + view.stuck.count - plan.bounds.size.upperBound)
    if plan.wish == nil { step = min(step, overCeiling) }
    guard case .limited(let limit) = view.policy.scaleDown else {
        if step > overCeiling { plan.held.append("scale_down is off") }
        return chosen(
            view, overCeiling, forced: overCeiling, .policy, &plan, at: now, until: limits.horizon)
    }
    if step > overCeiling, let busy = view.busy, !busy.isKnown {
        plan.held.append(
            "\(step - overCeiling) fewer: which machines work is \(busy.summary), so none is let "
                + "go for want of work")
        step = overCeiling
    }
    if let last = view.history.lastShrink, last.age(at: now) < limit.cooldown, step > 0 {
        let left = limit.cooldown - last.age(at: now)
        plan.held.append("cool-down: \(step) fewer only in \(left.text)")
        return []
    }
    if step > limit.maxStep {
        plan.because.append("steps: \(limit.maxStep) of \(step) fewer in one run")
        step = limit.maxStep
    }
    return chosen(
        view, step, forced: overCeiling, .policy, &plan, at: now, until: limits.horizon)
}

/// The machines to let go, first to go first, with the reasons; `forced` of them even if they
/// work.
///
/// `horizon` is how long until the next run can have ended a machine, where it matters that an hour
/// is paid already.
private func chosen(
    _ view: GroupView, _ count: Int, forced: Int, _ cause: EndCause, _ plan: inout GroupPlan,
    at now: Stamp, until horizon: Duration? = nil
) -> [GroupPlan.Retirement] {
    guard count > 0 else { return [] }
    let going = LettingGo(view, at: now, until: horizon)
    let gone = going.first(count, forced: forced)
    if !gone.isEmpty {
        if let busy = view.busy, !busy.isKnown {
            plan.because.append(
                "which machines work is \(busy.summary): some that work may go, too")
        }
        let reasons = gone.prefix(10).map { going.reason(for: $0) }.joined(separator: ", ")
        let more = gone.count > 10 ? " and \(gone.count - 10) more" : ""
        plan.because.append("to go first: \(reasons)\(more)")
    }
    let doubtful = count - min(count, going.order.count)
    if doubtful > 0 {
        plan.held.append(
            "\(doubtful) fewer: no machine can be let go while its create is in doubt")
    }
    let working = count - doubtful - gone.count
    if working > 0 {
        let idleFor = view.policy.scaleDown.idleFor
        plan.held.append(
            idleFor > .zero
                ? "\(working) fewer: the others work, or have been idle for less than \(idleFor.text)"
                : "\(working) fewer: the others work, and none that works is let go")
    }
    return gone.map { GroupPlan.Retirement(rental: $0.id, cause: cause) }
}

/// `retire: true`: the user wants the whole group gone, without steps.
private func retireAll(_ view: GroupView, _ plan: GroupPlan, at now: Stamp) -> GroupPlan {
    var plan = plan
    plan.target = 0
    plan.because.append("retire: true ends every machine of this group")
    let count = view.capacity.count + view.stuck.count
    plan.retire = chosen(view, count, forced: count, .user, &plan, at: now)
    return plan
}

extension ShrinkPolicy {
    /// How long a machine must have been without work before it goes for want of it.
    fileprivate var idleFor: Duration {
        switch self {
        case .off: .zero
        case .limited(let limit): limit.idleFor
        }
    }

    /// The most machines one run lets go; one where shrinking is off.
    fileprivate var maxStep: Int {
        switch self {
        case .off: 1
        case .limited(let limit): limit.maxStep
        }
    }
}
