import Shared

/// Rule 1, demand: what the queue asks for, and in words why; `nil` where that is not known.
///
/// Without a time to drain it is a machine for each `jobs_per_instance` jobs that wait or run. With
/// one it is as many as get them all done in time: never fewer than hold the jobs that run, never
/// more than there are jobs for, and at least one where there is any job.
func wish(_ view: GroupView, _ plan: inout GroupPlan) -> Int? {
    guard case .known(let demand, _) = view.demand else {
        plan.held.append(
            "demand is \(view.demand.summary): the fleet neither shrinks for it nor grows above "
                + "its floor")
        return nil
    }
    let jobs = demand.waiting + demand.running
    let each = view.policy.jobsPerInstance
    let shown = "demand: \(demand.waiting) waiting + \(demand.running) running jobs"
    let most = machines(for: jobs, each)
    guard let drain = view.policy.drain else {
        plan.because.append("\(shown), \(each) to a machine: \(most)")
        return most
    }
    let fast = drain.machines(for: jobs)
    let least = machines(for: demand.running, each)
    plan.because.append(
        "\(shown), \(drain.rate) an hour and machine, within \(drain.within.text): \(fast)"
            + (fast < least
                ? "; the running jobs, \(each) to a machine, need \(least)"
                : fast > most ? "; more than \(most), \(each) to a machine, would idle" : ""))
    return min(max(fast, least), most)
}

/// The fewest machines that hold so many jobs, `each` on one.
private func machines(for jobs: Int, _ each: Int) -> Int {
    jobs / each + (jobs % each > 0 ? 1 : 0)
}

/// Rule 2, tolerance: a wish near what there is counts as just that; `nil` without a wish.
///
/// A wish of 0 always counts, and from no machines any wish does, so a group comes to zero and
/// leaves it whatever the tolerance. It bends this wish alone: what stabilization remembers, the
/// bounds and the budget stay as they are.
func tolerated(_ view: GroupView, _ plan: inout GroupPlan) -> Int? {
    guard let wish = plan.wish else { return nil }
    let capacity = plan.capacity
    let percent = view.policy.tolerancePercent
    guard wish > 0, wish != capacity, abs(wish - capacity) * 100 <= capacity * percent else {
        return wish
    }
    plan.because.append("tolerance: \(wish) is within \(percent)% of \(capacity), so \(capacity)")
    return capacity
}
