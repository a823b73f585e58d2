import Shared
import Testing

@testable import Autoscaler

/// Rule 1 with a time to drain, and rule 2's tolerance.
@Suite struct DecideWishTests {
    private func draining(
        _ waiting: Int, running: Int = 0, each: Int = 1, rate: Int64 = 12_000_000,
        within: Duration = .seconds(7200)
    ) throws -> DecideStory {
        var story = DecideStory(size: 0...1000, demand: queue(waiting, running: running))
        story.jobsPerInstance = each
        let jobRate = try #require(JobRate(microjobsPerHour: rate))
        story.drain = DrainGoal(within: within, rate: jobRate)
        return story
    }

    @Test func `the queue is drained in time, and the reason names the numbers`() throws {
        let plan = try draining(280, running: 20, each: 2).plan
        #expect(plan.wish == 13 && plan.target == 13)
        #expect(
            plan.because.first
                == "demand: 280 waiting + 20 running jobs, 12 an hour and machine, within 2h: 13")
        let slow = try draining(3, rate: 500_000).plan
        #expect(slow.wish == 3)
        #expect(
            slow.because.first
                == "demand: 3 waiting + 0 running jobs, 0.5 an hour and machine, within 2h: 3")
    }

    @Test(arguments: [(0, 0, 0), (1, 0, 1), (0, 1, 1), (24, 0, 1), (25, 0, 2)])
    func `any job needs one machine, and none needs none`(
        _ waiting: Int, _ running: Int, _ machines: Int
    ) throws {
        #expect(try draining(waiting, running: running).plan.wish == machines)
    }

    @Test func `jobs that run keep their machines, however fast they are`() throws {
        let plan = try draining(0, running: 200, each: 10).plan
        #expect(plan.wish == 20)
        #expect(
            plan.because.first?.hasSuffix(
                "within 2h: 9; the running jobs, 10 to a machine, need 20") == true)
    }

    @Test func `there are no more machines than jobs for them, however slow they are`() throws {
        let plan = try draining(10, each: 4, rate: 1).plan
        #expect(plan.wish == 3)
        #expect(
            plan.because.first?.hasSuffix(
                "within 2h: 5000000; more than 3, 4 to a machine, would idle") == true)
    }

    @Test func `the extremes of a queue and of a rate make a wish, too`() throws {
        let most = 1_000_000_000
        #expect(
            try draining(most, running: most, rate: 1, within: .seconds(60)).plan.wish == 2 * most)
        let fast = try draining(
            most, running: 0, rate: 1_000_000_000_000_000, within: .seconds(864_000_000))
        #expect(fast.plan.wish == 1)
    }

    @Test func `without demand a time to drain changes nothing`() throws {
        var story = try draining(5)
        story.demand = .missing(reason: "x")
        story.rentals = try ready(3)
        #expect(story.plan.wish == nil && story.plan.target == 3)
    }

    private func tolerant(_ capacity: Int, _ waiting: Int, _ percent: Int) throws -> DecideStory {
        var story = DecideStory(
            size: 0...1000, rentals: try ready(capacity), demand: queue(waiting))
        story.tolerancePercent = percent
        return story
    }

    @Test(arguments: [
        (20, 22, 10, 20), (20, 23, 10, 23), (20, 18, 10, 20), (20, 17, 10, 17), (20, 21, 0, 21),
        (20, 19, 4, 19), (20, 19, 5, 20), (9, 10, 10, 10), (10, 11, 10, 10), (2, 3, 50, 2),
        (1, 2, 50, 2), (0, 1, 50, 1), (0, 0, 50, 0), (2, 1, 50, 2), (1, 0, 50, 0), (2, 0, 50, 0),
        (2, 0, 100, 0),
    ])
    func `a wish near what there is changes nothing`(
        _ capacity: Int, _ waiting: Int, _ percent: Int, _ target: Int
    ) throws {
        let plan = try tolerant(capacity, waiting, percent).plan
        #expect(plan.wish == waiting && plan.target == target)
        #expect(plan.rent == max(0, target - capacity))
        #expect(plan.retire.count == max(0, capacity - target))
        let isTold = plan.because.contains {
            $0 == "tolerance: \(waiting) is within \(percent)% of \(capacity), so \(capacity)"
        }
        #expect(isTold == (target == capacity && waiting != capacity))
    }

    @Test func `tolerance stops neither bounds nor budget`() throws {
        var story = try tolerant(20, 19, 50)
        story.size = 0...18
        #expect(story.plan.target == 18 && story.plan.retire.count == 2)
        story.size = 21...30
        #expect(story.plan.target == 21 && story.plan.rent == 1)
        story.size = 0...30
        story.budget = Budget(hourly: Dollars(microdollars: 500_000))
        #expect(story.plan.target == 19)
        #expect(story.plan.retire.map(\.cause).allSatisfy { $0 == .budget })
    }

    @Test func `stabilization remembers what the queue asked for, and starts from what is left`()
        throws
    {
        var story = try tolerant(20, 10, 10)
        story.scaleDown = .limited(StepLimit(maxStep: 100, stabilization: .seconds(300)))
        story.history.wishes = [GroupHistory.Wish(at: stamp(-10), machines: 19)]
        #expect(story.plan.target == 19)
        story.demand = queue(18)
        story.history.wishes = [GroupHistory.Wish(at: stamp(-10), machines: 17)]
        #expect(story.plan.target == 20)
    }
}
