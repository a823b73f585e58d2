import Shared
import Testing

@testable import Autoscaler

/// Rules 1 to 3: demand, stabilization, bounds; and promise T2.
@Suite struct DecideDemandTests {
    static let unknown = [
        DemandReading.missing(reason: "the file is gone"),
        .stale(
            Demand(waiting: 100, running: 0, observedAt: stamp(-601).wall), age: .seconds(601),
            maxAge: .seconds(600)),
        .stale(
            Demand(waiting: 0, running: 0, observedAt: stamp(-601).wall), age: .seconds(601),
            maxAge: .seconds(600)),
    ]

    @Test(arguments: [
        (0, 0, 50, 0), (1, 0, 50, 1), (50, 0, 50, 1), (51, 0, 50, 2), (0, 51, 50, 2),
        (25, 25, 50, 1), (25, 26, 50, 2), (7, 0, 1, 7), (1_000_000_000, 1_000_000_000, 1, 10),
    ])
    func `every job that waits or runs gets its share of a machine, up to max`(
        _ waiting: Int, _ running: Int, _ each: Int, _ machines: Int
    ) {
        var story = DecideStory(demand: queue(waiting, running: running))
        story.jobsPerInstance = each
        #expect(story.plan.target == machines && story.plan.rent == machines)
        #expect(story.plan.wish == (waiting + running + each - 1) / each)
    }

    @Test(arguments: [(0, 2), (1, 2), (2, 2), (3, 3), (4, 4), (5, 4), (100, 4)])
    func `bounds hold exactly`(_ waiting: Int, _ target: Int) {
        #expect(DecideStory(size: 2...4, demand: queue(waiting)).plan.target == target)
    }

    @Test func `an empty queue and an empty group need nothing, and say so`() {
        let plan = DecideStory().plan
        #expect(plan.rent == 0 && plan.retire.isEmpty && plan.held.isEmpty)
        #expect(plan.because == ["demand: 0 waiting + 0 running jobs, 1 to a machine: 0"])
    }

    @Test func `a fleet that fits its queue is left alone`() throws {
        let plan = DecideStory(rentals: try ready(3), demand: queue(3)).plan
        #expect(plan.rent == 0 && plan.retire.isEmpty && plan.target == 3)
    }

    @Test func `it grows from zero and shrinks to zero`() throws {
        #expect(DecideStory(demand: queue(1)).plan.rent == 1)
        #expect(DecideStory(rentals: try ready(1), demand: queue(0)).retired == [1])
    }

    @Test(arguments: unknown)
    func `demand that is not known neither shrinks a fleet nor grows it above its floor`(
        _ demand: DemandReading
    ) throws {
        let plan = DecideStory(size: 1...10, rentals: try ready(3), demand: demand).plan
        #expect(plan.wish == nil && plan.target == 3)
        #expect(plan.rent == 0 && plan.retire.isEmpty)
        #expect(plan.held.count == 1)
        #expect(plan.held[0].hasPrefix("demand is "))
    }

    @Test(arguments: unknown)
    func `demand that is not known still lets the fleet come to its floor`(
        _ demand: DemandReading
    ) throws {
        let plan = DecideStory(size: 3...10, rentals: try ready(1), demand: demand).plan
        #expect(plan.target == 3 && plan.rent == 2)
    }

    @Test(arguments: unknown)
    func `a lower ceiling shrinks the fleet even when demand is not known`(
        _ demand: DemandReading
    ) throws {
        let story = DecideStory(size: 0...2, rentals: try ready(5), demand: demand)
        #expect(story.plan.target == 2 && story.retired == [5, 4, 3])
        #expect(story.plan.retire.allSatisfy { $0.cause == .policy })
    }

    @Test func `without demand stuck machines below the ceiling stay`() throws {
        let story = DecideStory(
            size: 0...3, rentals: [try machine(1), try machine(2), try machine(3, .stopped)],
            demand: .missing(reason: "x"))
        #expect(story.retired.isEmpty)
        var full = story
        full.size = 0...2
        #expect(full.retired == [3])
    }

    @Test(arguments: [(300, 4), (301, 1)] as [(Int64, Int)])
    func `on the way down the highest wish of the last five minutes counts`(
        _ age: Int64, _ target: Int
    ) throws {
        var story = DecideStory(rentals: try ready(6), demand: queue(1))
        story.scaleDown = .limited(StepLimit(maxStep: 100, stabilization: .seconds(300)))
        story.history.wishes = [
            GroupHistory.Wish(at: stamp(-age), machines: 4),
            GroupHistory.Wish(at: stamp(-10), machines: 1),
        ]
        #expect(story.plan.target == target)
        #expect(story.plan.retire.count == 6 - target)
        #expect(story.plan.wish == 1)
    }

    @Test func `a high wish of before does not grow the fleet again`() throws {
        var story = DecideStory(rentals: try ready(3), demand: queue(1))
        story.scaleDown = .limited(StepLimit(maxStep: 100, stabilization: .seconds(300)))
        story.history.wishes = [GroupHistory.Wish(at: stamp(-10), machines: 9)]
        #expect(story.plan.target == 3 && story.plan.rent == 0 && story.plan.retire.isEmpty)
    }

    @Test func `stabilization does not slow growth`() throws {
        var story = DecideStory(rentals: try ready(1), demand: queue(5))
        story.scaleDown = .limited(StepLimit(maxStep: 100, stabilization: .seconds(300)))
        story.history.wishes = [GroupHistory.Wish(at: stamp(-10), machines: 1)]
        #expect(story.plan.rent == 4)
    }

    @Test func `a ceiling that was lowered holds against an old wish`() throws {
        var story = DecideStory(size: 0...2, rentals: try ready(5), demand: queue(1))
        story.scaleDown = .limited(StepLimit(maxStep: 100, stabilization: .seconds(300)))
        story.history.wishes = [GroupHistory.Wish(at: stamp(-10), machines: 5)]
        #expect(story.plan.target == 2 && story.retired == [5, 4, 3])
    }

    @Test func `a frozen group does nothing and says why`() throws {
        var story = DecideStory(size: 2...4, rentals: try ready(1), demand: queue(100))
        story.frozen = "the list broke off"
        #expect(story.plan.rent == 0 && story.plan.retire.isEmpty && story.plan.wish == nil)
        #expect(
            story.plan.held
                == ["nothing is created or ended for this group: the list broke off"])
        story.rentals = try ready(9)
        #expect(story.plan.retire.isEmpty)
    }
}
