import Shared
import Testing

@testable import Autoscaler

/// Whom to let go, and how much room there is.
@Suite struct DecideChoiceTests {
    @Test
    func `stuck machines go first, then those not ready, then the dearest, then the youngest`()
        throws
    {
        let story = DecideStory(
            rentals: [
                try machine(1, price: 100), try machine(2, price: 300), try machine(3, price: 300),
                try machine(4, .booting, price: 100), try machine(5, .booting, price: 200),
                try machine(6, .stopped, price: 50), try machine(7, .unreachable, price: 60),
            ])
        #expect(story.retired == [7, 6, 5, 4, 3, 2, 1])
    }

    @Test func `a stuck machine is no capacity, and is let go when nothing is lacking`() throws {
        let story = DecideStory(
            rentals: [try machine(1), try machine(2), try machine(3, .stopped)], demand: queue(2))
        #expect(story.plan.capacity == 2 && story.retired == [3] && story.plan.rent == 0)
    }

    @Test(arguments: [RentalState.intended, .requested])
    func `what is in doubt counts and is never let go`(_ state: RentalState) throws {
        let story = DecideStory(rentals: [try machine(1), try machine(2, state)], demand: queue(0))
        #expect(story.plan.capacity == 2)
        #expect(story.retired == [1])
        #expect(
            story.plan.held
                == ["1 fewer: no machine can be let go while its create is in doubt"])
        #expect(
            DecideStory(rentals: [try machine(2, state)], demand: queue(1)).plan.rent == 0)
    }

    @Test func `what another process works on counts and is left alone`() throws {
        var story = DecideStory(rentals: try ready(2), demand: queue(0))
        story.inFlight = [try rentalID(2)]
        #expect(story.plan.capacity == 2 && story.retired == [1])
    }

    @Test
    func `a machine that is ending is no capacity, and keeps its place until it is seen gone`()
        throws
    {
        var story = DecideStory(
            size: 0...2, rentals: [try machine(1), try machine(2, .ending)], demand: queue(2))
        #expect(story.plan.capacity == 1 && story.plan.target == 2 && story.plan.rent == 0)
        #expect(
            story.plan.held
                == ["max 2: 2 machines exist or may exist, so 0 of 1 more"])
        story.rentals[1] = try machine(2, .ending, isMissing: true)
        #expect(story.plan.rent == 0, "one list without it is no evidence")
        story.rentals.removeLast()
        #expect(story.plan.rent == 1 && story.plan.held.isEmpty)
    }

    @Test func `a machine that is ending is not ended twice`() throws {
        let story = DecideStory(rentals: [try machine(1, .ending), try machine(2)])
        #expect(story.retired == [2])
    }

    @Test func `a stuck machine keeps its place`() throws {
        let story = DecideStory(
            size: 0...2, rentals: [try machine(1), try machine(2, .stopped)], demand: queue(2))
        #expect(story.plan.rent == 0)
    }

    @Test func `retire: true ends every machine, whatever demand, floor, step and cool-down say`()
        throws
    {
        var story = DecideStory(
            size: 3...10,
            rentals: [
                try machine(1), try machine(2, .stopped), try machine(3, .booting),
                try machine(4, .requested), try machine(5, .ending),
            ], demand: queue(100))
        story.retire = true
        story.scaleDown = .off
        #expect(story.retired == [2, 3, 1])
        #expect(story.plan.retire.allSatisfy { $0.cause == .user })
        #expect(story.plan.rent == 0 && story.plan.target == 0)
        #expect(story.plan.held.count == 1)
    }

    @Test func `the same view gives the same plan, whatever the order of equals`() throws {
        var random = SeededRandom(seed: 1)
        let states: [RentalState] = [.ready, .booting, .stopped, .unreachable, .requested, .ending]
        for round in 0..<300 {
            let rentals = try (1...Int.random(in: 1...12, using: &random)).map {
                try machine(
                    $0, states.randomElement(using: &random) ?? .ready,
                    price: Int64.random(in: 1...3, using: &random))
            }
            var story = DecideStory(
                size: 0...Int.random(in: 0...12, using: &random), rentals: rentals,
                demand: queue(Int.random(in: 0...12, using: &random)))
            let plan = story.plan
            #expect(plan == story.plan)
            story.rentals.shuffle(using: &random)
            #expect(plan == story.plan, "round \(round)")
        }
    }

    @Test func `no plan passes max, lets go more than there is, or rents and retires at once`()
        throws
    {
        var random = SeededRandom(seed: 1)
        for _ in 0..<2000 {
            let rentals = try (0..<Int.random(in: 0...8, using: &random)).map {
                try machine($0 + 1, RentalState.allCases.randomElement(using: &random) ?? .ready)
            }.filter { $0.state != .ended }
            let low = Int.random(in: 0...4, using: &random)
            var story = DecideStory(
                size: low...(low + Int.random(in: 0...4, using: &random)), rentals: rentals,
                demand: Bool.random(using: &random)
                    ? queue(Int.random(in: 0...20, using: &random)) : .missing(reason: "x"))
            story.scaleUp = StepLimit(maxStep: Int.random(in: 1...3, using: &random))
            let plan = story.plan
            #expect(plan.rent >= 0 && plan.rent <= story.scaleUp.maxStep)
            #expect(plan.rent == 0 || story.view.occupying + plan.rent <= story.size.upperBound)
            #expect(plan.rent == 0 || plan.retire.isEmpty)
            #expect(Set(plan.retire.map(\.rental)).count == plan.retire.count)
            for retirement in plan.retire {
                let rental = rentals.first { $0.id == retirement.rental }
                #expect(rental?.instance != nil && rental?.state.isLeaving == false)
            }
            if plan.wish == nil { #expect(plan.rent <= max(0, low - plan.capacity)) }
        }
    }
}

/// A started hour of Vultr is paid, whether its machine ends now or at the end of the hour.
extension DecideChoiceTests {
    /// Runs are at most seven minutes apart here.
    private func retired(cloudAge: Int64, budget: Budget = Budget()) throws -> [Int] {
        var story = DecideStory(
            rentals: [
                try machine(1),
                try machine(2, price: 900_000, intendedAt: -cloudAge, at: .vultr),
            ], demand: queue(1))
        story.budget = budget
        return story.retired
    }

    @Test(
        arguments: [(10, 1), (1800, 1), (3100, 1), (3200, 2), (3599, 2), (3700, 1)]
            as [(Int64, Int)])
    func `a machine whose hour is paid beyond the next run stays, though it is dearer`(
        _ age: Int64, _ gone: Int
    ) throws {
        #expect(try retired(cloudAge: age) == [gone])
    }

    @Test func `for the budget the dearest goes, paid or not`() throws {
        #expect(
            try retired(
                cloudAge: 1800, budget: Budget(hourly: Dollars(microdollars: 1_000_000))) == [2])
    }

    @Test func `the report says for how long an hour is paid`() throws {
        let story = DecideStory(
            rentals: [try machine(2, intendedAt: -1800, at: .vultr)], demand: queue(0))
        #expect(
            story.plan.because.contains {
                $0 == "to go first: vultr-2 ($0.38/h, its hour is paid for 30m more)"
            }, "\(story.plan.because)")
    }
}
