import Shared
import Testing

/// Promise M1: one request per intent, and what becomes of one without an answer.
@Suite struct ReconcileDoubtTests {
    @Test func `an intent that was never sent is closed, for nothing can have come of it`() throws {
        var story = try ReconcileStory()
        story.rentals = [try Sample.rental(1)]
        let (rental, change, all) = try story.only()
        #expect(rental.state == .ended && rental.cause == .failedStart)
        #expect(change?.event == "never sent" && change?.voidsSpending == true)
        #expect(all.rentals.isEmpty)
    }

    @Test func `an intent whose owner is at work is not judged`() throws {
        for state in [RentalState.intended, .requested] {
            var story = try ReconcileStory(at: 10_000)
            let rental = try Sample.rental(1, state)
            story.rentals = [rental]
            story.inFlight = [rental.id]
            #expect(story.result().changes.isEmpty)
            #expect(story.result().rentals == [rental])
        }
    }

    @Test func `the machine of an intent in flight is no orphan, and its owner records it`() throws
    {
        var story = try ReconcileStory()
        let rental = try Sample.rental(1, .requested)
        story.rentals = [rental]
        story.inFlight = [rental.id]
        story.show(500, of: rental)
        #expect(story.result().orphans.isEmpty)
        #expect(story.result().rentals == [rental])
    }

    @Test func `one in doubt stays in doubt at 899 s and is closed at 900 s`() throws {
        var story = try ReconcileStory(at: 899)
        story.rentals = [try Sample.rental(1, .requested)]
        let young = try story.only()
        #expect(young.rental.state == .requested && young.rental.inDoubt)
        #expect(young.all.rentals.count == 1)
        #expect(young.change?.steps.first?.high == rate(380_000))
        #expect(young.change?.steps.first?.low == .zero)
        story.at = 900
        let old = try story.only()
        #expect(old.rental.state == .ended && old.rental.cause == .failedStart)
        #expect(old.change?.event == "never created" && old.change?.voidsSpending == true)
        #expect(old.all.rentals.isEmpty)
    }

    @Test func `doubt is measured on the boot clock when the wall clock was stepped`() throws {
        var story = try ReconcileStory(at: 100)
        var rental = try Sample.rental(1, .requested)
        rental.requestedAt?.wall = stamp(-100_000).wall
        story.rentals = [rental]
        #expect(try story.only().rental.state == .requested)
    }

    @Test(arguments: [
        (InstanceStatus.booting, RentalState.booting), (.running, .ready), (.stopped, .stopped),
        (.unreachable, .unreachable), (.other("new word"), .booting),
    ])
    func `a machine with the label of one in doubt is its machine`(
        _ status: InstanceStatus, _ state: RentalState
    ) throws {
        var story = try ReconcileStory(at: 10_000)
        let before = try Sample.rental(1, .requested)
        story.rentals = [before]
        story.show(500, status, of: before)
        let (rental, change, all) = try story.only()
        #expect(rental.state == state && rental.instance == vast(500))
        #expect(rental.lastSeenAt == stamp(10_000))
        #expect((rental.readyAt != nil) == (state == .ready))
        #expect(change?.event == "found")
        #expect(all.orphans.isEmpty && all.mislabelled.isEmpty)
    }

    @Test func `an unlabelled machine on the same host keeps the intent open, and is not touched`()
        throws
    {
        var story = try ReconcileStory(at: 100_000)
        story.rentals = [try Sample.rental(1, .requested)]
        let row = story.show(500, created: 5)
        let (rental, change, all) = try story.only()
        #expect(rental.state == .requested && change?.event == nil)
        #expect(all.suspects == [row] && all.strangers == [row])
        #expect(all.rentals.first?.instance == nil)
    }

    @Test(
        arguments: [
            ("on another host", "m2", 5, ""), ("of an older time", "m1", -121, ""),
            ("with a label of its own", "m1", 5, "mine"), ("on an unnamed host", nil, 5, ""),
        ] as [(String, String?, Int64, String)])
    func `a machine that cannot be the one in doubt does not keep it open`(
        _ what: String, _ machine: String?, _ created: Int64, _ label: String
    ) throws {
        var story = try ReconcileStory(at: 900)
        story.rentals = [try Sample.rental(1, .requested)]
        story.show(500, label: label, machine: machine, created: created)
        let (rental, _, all) = try story.only()
        #expect(rental.state == .ended, "\(what)")
        #expect(all.suspects.isEmpty && all.strangers.count == 1)
    }

    @Test(arguments: [-120, -119, 0, nil] as [Int64?])
    func `clocks differ by two minutes at most, and no time at all is suspect too`(
        _ created: Int64?
    ) throws {
        var story = try ReconcileStory(at: 900)
        story.rentals = [try Sample.rental(1, .requested)]
        story.show(500, created: created)
        #expect(story.result().suspects.count == (created == -120 ? 0 : 1))
    }

    @Test func `a suspect stops being one when nothing is in doubt`() throws {
        var story = try ReconcileStory()
        story.rentals = [try Sample.rental(1, .ready, instance: 400)]
        story.show(400, of: story.rentals[0])
        story.show(500, created: 5)
        #expect(story.result().suspects.isEmpty && story.result().strangers.count == 1)
    }

    @Test func `a machine that shows up after its intent was closed reopens the rental`() throws {
        var story = try ReconcileStory(at: 5000)
        var closed = try Sample.rental(1, .requested)
        closed.state = .ended
        closed.cause = .failedStart
        closed.endedAt = stamp(900)
        story.rentals = [closed]
        story.show(500, of: closed)
        let (rental, change, all) = try story.only()
        #expect(rental.state == .ready && rental.instance == vast(500))
        #expect(rental.cause == nil && rental.endedAt == nil)
        #expect(change?.event == "reopened")
        #expect(all.rentals == [rental] && all.orphans.isEmpty)
        // What it cost since the request is owed after all.
        #expect(change?.steps.first?.from == stamp(0).wall)
    }

    @Test func `a destroyed machine that shows up again is ended again`() throws {
        var story = try ReconcileStory(at: 5000)
        var gone = try Sample.rental(1, .ending, instance: 500)
        gone.state = .ended
        gone.cause = .policy
        gone.endingAt = stamp(1000)
        gone.destroyAcceptedAt = stamp(1001)
        gone.endedAt = stamp(1200)
        story.rentals = [gone]
        story.show(500, of: gone)
        let (rental, change, _) = try story.only()
        #expect(rental.state == .ending && rental.cause == .policy && rental.endedAt == nil)
        #expect(change?.event == "reopened")
    }

    @Test func `an ended rental that is not shown stays ended without a word`() throws {
        var story = try ReconcileStory()
        var gone = try Sample.rental(1, .ending, instance: 500)
        gone.state = .ended
        story.rentals = [gone]
        #expect(story.result().changes.isEmpty && story.result().rentals.isEmpty)
    }
}
