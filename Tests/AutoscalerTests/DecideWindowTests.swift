import Shared
import Testing

@testable import Autoscaler

/// Rule 3 while a window is open: decided on a Monday at 14:13:20 UTC.
@Suite struct DecideWindowTests {
    private func window(
        _ start: Int, _ end: Int, min: Int? = nil, max: Int? = nil
    ) throws -> BoundsWindow {
        let window = try #require(DailyWindow(days: [.mon], start: start, end: end))
        return BoundsWindow(window, min: min, max: max)
    }

    private func story(
        _ windows: [BoundsWindow], rentals: [Rental] = [], demand: DemandReading = queue(0)
    ) -> DecideStory {
        var story = DecideStory(size: 1...4, rentals: rentals, demand: demand)
        story.schedule = Schedule(windows: windows)
        return story
    }

    @Test func `an open window raises the ceiling, and the plan says which and until when`() throws
    {
        let plan = story([try window(840, 900, max: 8)], demand: queue(20)).plan
        #expect(plan.rent == 8 && plan.bounds.size == 1...8)
        #expect(
            plan.because == [
                "demand: 20 waiting + 0 running jobs, 1 to a machine: 20",
                "bounds: window mon 14:00-15:00 sets max 8 until Mon 2026-09-21 15:00 UTC",
                "bounds: max 8 makes 20 into 8",
            ])
    }

    @Test func `a window that is closed has no say`() throws {
        let plan = story(
            [try window(780, 853, max: 8), try window(854, 900, min: 3)], demand: queue(20)
        ).plan
        #expect(plan.rent == 4 && plan.bounds.size == 1...4 && plan.because.count == 2)
    }

    @Test func `a window is open in the minute that it begins, and no longer in that of its end`()
        throws
    {
        #expect(story([try window(853, 854, max: 8)], demand: queue(9)).plan.rent == 8)
        #expect(story([try window(800, 853, max: 8)], demand: queue(9)).plan.rent == 4)
    }

    @Test func `a floor that a window raises ignores the cool-down`() throws {
        var story = story([try window(840, 900, min: 3)], rentals: try ready(1))
        story.scaleUp = StepLimit(cooldown: .seconds(900), maxStep: 100)
        story.history.lastGrowth = stamp(-1)
        #expect(story.plan.rent == 2)
    }

    @Test(arguments: [queue(20), DecideDemandTests.unknown[0]])
    func `a ceiling that a window lowers shrinks the group, whatever the queue says`(
        demand: DemandReading
    ) throws {
        let story = story(
            [try window(840, 900, min: 0, max: 2)], rentals: try ready(4), demand: demand)
        #expect(story.retired.count == 2 && story.plan.target == 2)
        #expect(story.plan.retire.allSatisfy { $0.cause == .policy })
    }

    @Test func `a ceiling of none ends every machine, and none is rented`() throws {
        let windows = [try window(840, 900, min: 0, max: 0)]
        #expect(story(windows, rentals: try ready(4), demand: queue(20)).retired.count == 4)
        #expect(story(windows, demand: queue(20)).plan.rent == 0)
    }

    @Test func `where scaling down is off a lower ceiling holds all the same`() throws {
        var story = story([try window(840, 900, max: 3)], rentals: try ready(4), demand: queue(0))
        story.scaleDown = .off
        #expect(story.retired.count == 1)
    }

    @Test func `what may exist counts against a window's ceiling`() throws {
        let doubt = try machine(9, .intended)
        let story = story(
            [try window(840, 900, max: 6)], rentals: try ready(4) + [doubt], demand: queue(20))
        #expect(story.plan.rent == 1)
    }
}
