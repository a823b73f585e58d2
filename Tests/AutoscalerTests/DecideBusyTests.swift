import Shared
import Testing

@testable import Autoscaler

/// Promise T2: what is known to work goes last, and never for want of work.
@Suite struct DecideBusyTests {
    private func working(_ loads: [Int: Work.Load]) -> BusyReading {
        let machines = loads.map { ("vast-\($0.key)", $0.value) }
        return .known(
            Work(
                machines: Dictionary(uniqueKeysWithValues: machines), observedAt: stamp(0).wall),
            age: .zero)
    }

    private func busy(_ numbers: Int...) -> BusyReading {
        working(Dictionary(uniqueKeysWithValues: numbers.map { ($0, Work.Load(jobs: 1)) }))
    }

    private func story(
        _ count: Int, size: ClosedRange<Int> = 0...10, demand: DemandReading = queue(0),
        busy: BusyReading?
    ) throws -> DecideStory {
        var story = DecideStory(size: size, rentals: try ready(count), demand: demand)
        story.busy = busy
        return story
    }

    static let unknown = [
        BusyReading.missing(reason: "the file is gone"),
        .stale(
            Work(machines: [:], observedAt: stamp(-601).wall), age: .seconds(601),
            maxAge: .seconds(600)),
    ]

    @Test func `for want of work only machines without work go`() throws {
        let story = try story(4, busy: busy(2, 4))
        #expect(story.retired == [3, 1])
        #expect(
            story.plan.held == ["2 fewer: the others work, and none that works is let go"])
        #expect(
            story.plan.because.last
                == "to go first: vast-3 (without work, $0.38/h), vast-1 (without work, $0.38/h)")
    }

    @Test func `a machine that works stays even where it is stuck or dear`() throws {
        var story = DecideStory(
            rentals: [try machine(1, price: 900_000), try machine(2, .unreachable), try machine(3)])
        story.busy = busy(1, 2)
        #expect(story.retired == [3])
    }

    @Test(arguments: unknown)
    func `while it is unknown who works nothing is let go for want of work`(
        _ reading: BusyReading
    ) throws {
        let plan = try story(3, demand: queue(1), busy: reading).plan
        #expect(plan.retire.isEmpty && plan.target == 1 && plan.wish == 1)
        #expect(
            plan.held == [
                "2 fewer: which machines work is \(reading.summary), so none is let go for want "
                    + "of work"
            ])
    }

    @Test(arguments: unknown)
    func `while it is unknown who works the fleet still grows`(_ reading: BusyReading) throws {
        let plan = try story(1, demand: queue(3), busy: reading).plan
        #expect(plan.rent == 2 && plan.held.isEmpty)
    }

    @Test(arguments: unknown)
    func `a lower ceiling shrinks the fleet while it is unknown who works, and no further`(
        _ reading: BusyReading
    ) throws {
        let story = try story(5, size: 0...3, busy: reading)
        #expect(story.retired == [5, 4])
        #expect(story.plan.held.count == 1 && story.plan.held[0].hasPrefix("3 fewer: "))
        #expect(
            story.plan.because.contains {
                $0.hasPrefix("which machines work is ")
                    && $0.hasSuffix("some that work may go, too")
            })
    }

    @Test(arguments: unknown)
    func `a budget ends machines while it is unknown who works`(_ reading: BusyReading) throws {
        var story = try story(3, demand: queue(3), busy: reading)
        story.budget = Budget(hourly: Dollars(microdollars: 500_000))
        #expect(story.retired == [3] && story.plan.retire[0].cause == .budget)
    }

    @Test func `a lower ceiling takes what works last`() throws {
        let story = try story(5, size: 0...2, demand: queue(9), busy: busy(3, 4, 5))
        #expect(story.retired == [2, 1, 5])
        #expect(story.plan.because.last?.contains("vast-5 (works on 1 job") == true)
        #expect(story.plan.held.isEmpty)
    }

    @Test func `a lower ceiling and want of work together take no more that works than they must`()
        throws
    {
        let story = try story(5, size: 0...3, demand: queue(0), busy: busy(2, 3, 4, 5))
        #expect(story.retired == [1, 5])
        #expect(
            story.plan.held == ["3 fewer: the others work, and none that works is let go"])
    }

    @Test func `a budget takes what works last`() throws {
        var story = try story(3, demand: queue(3), busy: busy(3))
        story.budget = Budget(hourly: Dollars(microdollars: 500_000))
        #expect(story.retired == [2])
        story.busy = busy(1, 2, 3)
        #expect(story.retired == [3])
    }

    @Test func `the user ends what works, too, last`() throws {
        var story = try story(3, busy: busy(3))
        story.retire = true
        #expect(story.retired == [2, 1, 3])
        story.busy = .missing(reason: "x")
        #expect(story.retired == [3, 2, 1])
    }

    @Test func `the longest idle goes first, then those of which it is not known`() throws {
        let story = try story(
            4,
            busy: working([
                1: Work.Load(jobs: 0, idleSince: stamp(-60).wall),
                2: Work.Load(jobs: 0, idleSince: stamp(-600).wall),
                4: Work.Load(jobs: 0, idleSince: stamp(-300).wall),
            ]))
        #expect(story.retired == [2, 4, 1, 3])
        #expect(story.plan.because.last?.hasPrefix("to go first: vast-2 (idle for 10m, ") == true)
    }

    @Test func `of machines that work the one with the fewest jobs goes first`() throws {
        var story = try story(
            3,
            busy: working([
                1: Work.Load(jobs: 2), 2: Work.Load(jobs: 1), 3: Work.Load(jobs: 3),
            ]))
        story.retire = true
        #expect(story.retired == [2, 1, 3])
    }

    @Test func `without a wish who works changes nothing below the ceiling`() throws {
        for reading in Self.unknown + [busy(1)] {
            let plan = try story(3, demand: .missing(reason: "x"), busy: reading).plan
            #expect(plan.retire.isEmpty && plan.held.count == 1)
            #expect(plan.held[0].hasPrefix("demand is unknown: x"))
        }
    }

    @Test func `steps and cool-downs hold for machines without work, too`() throws {
        var story = try story(4, busy: busy(4))
        story.scaleDown = .limited(StepLimit(maxStep: 2))
        #expect(story.retired == [3, 2] && story.plan.held.isEmpty)
        story.scaleDown = .limited(StepLimit(cooldown: .seconds(600), maxStep: 2))
        story.history.lastShrink = stamp(-10)
        #expect(story.retired.isEmpty)
    }
}

/// `idle_for`: a machine that has just become idle may get work again in a moment.
extension DecideBusyTests {
    private func patient(_ reading: BusyReading, since: [Int: Int64]) throws -> DecideStory {
        var story = DecideStory(rentals: try ready(3), demand: queue(0))
        story.scaleDown = .limited(StepLimit(maxStep: 100, idleFor: .seconds(1800)))
        story.busy = reading
        for (number, second) in since {
            story.history.idleSince[try rentalID(number)] = stamp(second)
        }
        return story
    }

    private func work(_ loads: [Int: Work.Load]) -> BusyReading {
        let machines = loads.map { ("vast-\($0.key)", $0.value) }
        return .known(
            Work(
                machines: Dictionary(uniqueKeysWithValues: machines), observedAt: stamp(0).wall),
            age: .zero)
    }

    @Test func `only what has been idle for long enough goes for want of work`() throws {
        let story = try patient(
            work([3: Work.Load(jobs: 1)]), since: [1: -1800, 2: -1799, 3: -9000])
        #expect(story.retired == [1])
        #expect(
            story.plan.held == [
                "2 fewer: the others work, or have been idle for less than 30m"
            ])
    }

    @Test func `what the source says of idleness counts more than what runs have seen`() throws {
        let story = try patient(
            work([
                1: Work.Load(jobs: 0, idleSince: stamp(-60).wall),
                2: Work.Load(jobs: 0, idleSince: stamp(-3600).wall),
            ]), since: [1: -9000])
        #expect(story.retired == [2])
    }

    @Test func `a lower ceiling takes what has just become idle too`() throws {
        var story = try patient(work([:]), since: [:])
        story.size = 0...1
        #expect(story.retired.count == 2)
    }

    @Test func `a run that sees a machine work begins its count anew`() throws {
        let story = try patient(work([2: Work.Load(jobs: 1)]), since: [1: -600, 2: -600])
        let idle = story.view.idleSince(at: stamp(0))
        #expect(
            idle == [try rentalID(1): stamp(-600), try rentalID(3): stamp(0)])
        let blind = try patient(.missing(reason: "x"), since: [1: -600])
        #expect(blind.view.idleSince(at: stamp(0)).isEmpty)
    }
}
