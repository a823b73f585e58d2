import Shared
import Testing

@testable import Autoscaler

/// Rules 4 and 5: budget, steps and cool-downs.
@Suite struct DecideStepTests {
    @Test(arguments: [(1, 1), (2, 2), (3, 2)])
    func `one run grows by its step at most`(_ waiting: Int, _ rent: Int) {
        var story = DecideStory(demand: queue(waiting))
        story.scaleUp = StepLimit(maxStep: 2)
        #expect(story.plan.rent == rent && story.plan.target == waiting)
    }

    @Test(arguments: [(2, 1), (1, 2), (0, 2)])
    func `one run shrinks by its step at most`(_ waiting: Int, _ count: Int) throws {
        var story = DecideStory(rentals: try ready(3), demand: queue(waiting))
        story.scaleDown = .limited(StepLimit(maxStep: 2))
        #expect(story.plan.retire.count == count)
    }

    @Test(arguments: [(899, 0), (900, 3)] as [(Int64, Int)])
    func `growth waits for its cool-down`(_ age: Int64, _ rent: Int) throws {
        var story = DecideStory(rentals: try ready(1), demand: queue(4))
        story.scaleUp = StepLimit(cooldown: .seconds(900), maxStep: 100)
        story.history.lastGrowth = stamp(-age)
        #expect(story.plan.rent == rent)
        #expect(story.plan.held == (rent == 0 ? ["cool-down: 3 more only in 1s"] : []))
    }

    @Test func `a floor ignores the cool-down, and what is above it waits`() throws {
        var story = DecideStory(size: 3...10, rentals: try ready(1), demand: queue(7))
        story.scaleUp = StepLimit(cooldown: .seconds(900), maxStep: 100)
        story.history.lastGrowth = stamp(-1)
        #expect(story.plan.rent == 2 && story.plan.target == 7)
        #expect(story.plan.held == ["cool-down: 4 more only in 14m59s"])
    }

    @Test func `a floor keeps to the step`() {
        var story = DecideStory(size: 5...10)
        story.scaleUp = StepLimit(cooldown: .seconds(900), maxStep: 2)
        story.history.lastGrowth = stamp(-1)
        #expect(story.plan.rent == 2)
    }

    @Test(arguments: [(599, 0), (600, 2)] as [(Int64, Int)])
    func `shrinking waits for its cool-down`(_ age: Int64, _ count: Int) throws {
        var story = DecideStory(rentals: try ready(3), demand: queue(1))
        story.scaleDown = .limited(StepLimit(cooldown: .seconds(600), maxStep: 100))
        story.history.lastShrink = stamp(-age)
        #expect(story.plan.retire.count == count)
        #expect(story.plan.held == (count == 0 ? ["cool-down: 2 fewer only in 1s"] : []))
    }

    @Test func `each direction has its own cool-down`() throws {
        var story = DecideStory(rentals: try ready(3), demand: queue(1))
        story.scaleUp = StepLimit(cooldown: .seconds(900), maxStep: 100)
        story.scaleDown = .limited(StepLimit(cooldown: .seconds(900), maxStep: 100))
        story.history.lastGrowth = stamp(-1)
        #expect(story.plan.retire.count == 2)
        story.demand = queue(5)
        story.history = GroupHistory(lastShrink: stamp(-1))
        #expect(story.plan.rent == 2)
    }

    @Test func `where shrinking is off only a lower ceiling shrinks the group`() throws {
        var story = DecideStory(rentals: try ready(3), demand: queue(0))
        story.scaleDown = .off
        #expect(story.plan.retire.isEmpty && story.plan.held == ["scale_down is off"])
        story.size = 0...2
        #expect(story.retired == [3])
        #expect(story.plan.held == ["scale_down is off"])
    }

    @Test(arguments: [(1_140_000, 3), (1_139_999, 2)] as [(Int64, Int)])
    func `over a limit the fleet shrinks, at the limit it does not`(
        _ hourly: Int64, _ target: Int
    ) throws {
        var story = DecideStory(rentals: try ready(3), demand: queue(3))
        story.budget = Budget(hourly: Dollars(microdollars: hourly))
        #expect(story.plan.target == target && story.plan.retire.count == 3 - target)
        #expect(story.plan.retire.allSatisfy { $0.cause == .budget })
    }

    @Test func `over a limit neither floor nor cool-down nor scale_down holds a machine`() throws {
        for scaleDown in [ShrinkPolicy.off, .limited(StepLimit(cooldown: .seconds(600)))] {
            var story = DecideStory(size: 3...10, rentals: try ready(3), demand: queue(9))
            story.scaleDown = scaleDown
            story.history.lastShrink = stamp(-1)
            story.budget = Budget(hourly: Dollars(microdollars: 1))
            #expect(story.plan.retire.map(\.cause) == [.budget])
            #expect(story.plan.rent == 0)
        }
    }

    @Test func `over a limit shrinks without knowing the demand`() throws {
        var story = DecideStory(rentals: try ready(2), demand: .missing(reason: "x"))
        story.budget = Budget(hourly: Dollars(microdollars: 1))
        #expect(story.plan.retire.map(\.cause) == [.budget])
    }

    @Test func `over a limit an empty group stays empty`() {
        var story = DecideStory(size: 1...4, demand: queue(4))
        story.budget = Budget(hourly: .zero)
        let books = Books(rate: rate(1))
        let plan = decide(story.view, limits: story.limits, books: books, at: stamp(0))
        #expect(plan.target == 0 && plan.rent == 0 && plan.retire.isEmpty)
        #expect(plan.because.last?.hasPrefix("budget: hourly limit") == true)
    }

    @Test func `what is spent and reserved today counts before anything more is rented`() {
        let story = DecideStory(demand: queue(1))
        let limits = SpendingLimits(
            budget: Budget(daily: Dollars(microdollars: 1_000_000)), horizon: .seconds(3600))
        let fits = Books(rate: rate(400_000), today: Dollars(microdollars: 600_000))
        #expect(decide(story.view, limits: limits, books: fits, at: stamp(0)).rent == 1)
        let over = Books(rate: rate(400_000), today: Dollars(microdollars: 600_001))
        #expect(decide(story.view, limits: limits, books: over, at: stamp(0)).rent == 0)
    }
}
