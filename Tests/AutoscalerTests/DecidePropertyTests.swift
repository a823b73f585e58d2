import Shared
import Testing

@testable import Autoscaler

/// What holds of every plan, whatever the group: thousands of them, each by its seed.
@Suite struct DecidePropertyTests {
    private static let seeds: ClosedRange<UInt64> = 1...4000

    /// Tells the first seeds of which a property does not hold, and that it was tried often
    /// enough.
    private func holds(
        atLeast least: Int, _ property: (DecideStory, GroupPlan) throws -> Bool?
    ) throws {
        var tried = 0
        var broken: [UInt64] = []
        for seed in Self.seeds {
            let story = try DecideStory(seed: seed)
            guard let holds = try property(story, story.plan) else { continue }
            tried += 1
            if !holds { broken.append(seed) }
        }
        #expect(broken.isEmpty, "of seeds \(broken.prefix(10))")
        #expect(tried >= least, "only \(tried) were tried")
    }

    private func isOverBudget(_ story: DecideStory) -> Bool {
        story.budget.refusal(
            for: .zero, books: story.books, horizon: story.limits.horizon) != nil
    }

    /// The bounds in force: the group's, or those of its window, which is open.
    private func bounds(_ story: DecideStory) -> ClosedRange<Int> {
        let window = story.schedule.windows.first
        return (window?.min ?? story.size.lowerBound)...(window?.max ?? story.size.upperBound)
    }

    /// How many machines there are above the ceiling.
    private func overCeiling(_ story: DecideStory) -> Int {
        let view = story.view
        return max(0, view.capacity.count + view.stuck.count - bounds(story).upperBound)
    }

    @Test func `the same group gets the same plan`() throws {
        try holds(atLeast: 4000) { story, plan in story.plan == plan }
    }

    @Test func `the target lies within the bounds, and a budget alone takes it below`() throws {
        try holds(atLeast: 3000) { story, plan in
            guard !story.retire, story.frozen == nil else { return nil }
            return isOverBudget(story)
                ? plan.target <= bounds(story).upperBound : bounds(story).contains(plan.target)
        }
    }

    @Test func `no more is rented than one step, and than there is room`() throws {
        try holds(atLeast: 3000) { story, plan in
            let room = max(0, bounds(story).upperBound - story.view.occupying)
            return plan.rent >= 0 && plan.rent <= story.scaleUp.maxStep && plan.rent <= room
                && (plan.rent == 0 || plan.retire.isEmpty)
                && plan.rent <= max(0, plan.target - plan.capacity)
        }
    }

    @Test func `nothing is rented over the budget, for a frozen group or a retired one`() throws {
        try holds(atLeast: 500) { story, plan in
            guard isOverBudget(story) || story.frozen != nil || story.retire else { return nil }
            return plan.rent == 0 && (story.frozen == nil || story.retire || plan.retire.isEmpty)
        }
    }

    @Test func `in a cool-down no more is rented than the floor needs`() throws {
        try holds(atLeast: 300) { story, plan in
            guard let last = story.history.lastGrowth,
                last.age(at: stamp(0)) < story.scaleUp.cooldown
            else { return nil }
            return plan.rent <= max(0, bounds(story).lowerBound - plan.capacity)
        }
    }

    @Test func `demand that is not known grows nothing above the floor and shrinks nothing`()
        throws
    {
        try holds(atLeast: 500) { story, plan in
            guard !story.demand.isKnown, !story.retire else { return nil }
            let growth = max(0, bounds(story).lowerBound - plan.capacity)
            return plan.wish == nil && plan.rent <= growth
                && (isOverBudget(story) || plan.retire.count <= overCeiling(story))
        }
    }

    @Test func `who works goes only for a ceiling, a budget or the user, behind who does not`()
        throws
    {
        try holds(atLeast: 1000) { story, plan in
            guard let busy = story.busy, !story.retire, !isOverBudget(story) else { return nil }
            let view = story.view
            let byID = Dictionary(uniqueKeysWithValues: view.rentals.map { ($0.id, $0) })
            let going = plan.retire.compactMap { byID[$0.rental] }
            guard busy.isKnown else { return going.count <= overCeiling(story) }
            let working = going.count { view.isBusy($0) }
            let isInOrder = !going.suffix(from: going.count - working).contains { !view.isBusy($0) }
            return working <= overCeiling(story) && (working == 0 || isInOrder)
        }
    }

    @Test func `what goes can go, once, in a step`() throws {
        try holds(atLeast: 3000) { story, plan in
            let view = story.view
            let mayGo = Set(
                (view.capacity + view.stuck).filter {
                    $0.instance != nil && !story.inFlight.contains($0.id)
                }.map(\.id))
            let going = plan.retire.map(\.rental)
            let isStep: Bool
            switch story.scaleDown {
            case .limited(let limit): isStep = going.count <= limit.maxStep
            case .off: isStep = going.count <= max(1, overCeiling(story))
            }
            return Set(going).count == going.count && mayGo.isSuperset(of: going)
                && (isStep || story.retire)
        }
    }

    @Test func `more jobs never give a smaller wish, nor a smaller target`() throws {
        try holds(atLeast: 2000) { story, plan in
            guard case .known(let demand, _) = story.demand, story.frozen == nil, !story.retire
            else { return nil }
            var last = plan
            for step in [1, 2, 5, 40, 1000, 999_998_000] {
                var larger = story
                larger.demand = queue(demand.waiting + step, running: demand.running)
                let next = larger.plan
                guard let wish = next.wish, let before = last.wish, wish >= before,
                    next.target >= last.target
                else { return false }
                larger.demand = queue(demand.waiting, running: demand.running + step)
                guard let running = larger.plan.wish, running >= plan.wish ?? .max else {
                    return false
                }
                last = next
            }
            return true
        }
    }

    @Test func `a wish holds the jobs that run, leaves none idle, and is 0 for no job alone`()
        throws
    {
        try holds(atLeast: 2000) { story, plan in
            guard case .known(let demand, _) = story.demand, let wish = plan.wish else {
                return nil
            }
            let jobs = demand.waiting + demand.running
            return wish * story.jobsPerInstance >= demand.running
                && (wish - 1) * story.jobsPerInstance < max(1, jobs) && (wish == 0) == (jobs == 0)
        }
    }

    @Test func `beyond its share tolerance changes nothing at all`() throws {
        try holds(atLeast: 500) { story, plan in
            guard let wish = plan.wish, story.tolerancePercent > 0 else { return nil }
            let share = plan.capacity * story.tolerancePercent
            let isNear = abs(wish - plan.capacity) * 100 <= share
            guard wish == 0 || plan.capacity == 0 || !isNear else { return nil }
            var strict = story
            strict.tolerancePercent = 0
            return strict.plan == plan
        }
    }

    @Test func `within its share tolerance makes a wish what there is`() throws {
        try holds(atLeast: 50) { story, plan in
            guard let wish = plan.wish, wish > 0, plan.capacity > 0, wish != plan.capacity,
                abs(wish - plan.capacity) * 100 <= plan.capacity * story.tolerancePercent
            else { return nil }
            var equal = story
            equal.drain = nil
            equal.tolerancePercent = 0
            equal.demand = queue(plan.capacity * story.jobsPerInstance)
            let other = equal.plan
            return other.target == plan.target && other.rent == plan.rent
                && other.retire == plan.retire && other.held == plan.held
        }
    }
}
