import Shared
import Testing

/// A machine that is held for its files, in the light of a listing.
@Suite struct ReconcileHeldTests {
    private func held() throws -> Rental {
        var rental = try Sample.rental(1, .draining, instance: 500)
        rental.cause = .policy
        rental.readyAt = stamp(60)
        rental.drainingAt = stamp(200)
        rental.lastSeenAt = stamp(190)
        rental.accrual.until = stamp(190).wall
        rental.accrual.seen = rate(380_000)...rate(380_000)
        rental.accrual.seenBefore = rental.accrual.seen
        return rental
    }

    @Test(arguments: [
        InstanceStatus.running, .stopped, .booting, .unreachable, .other("x"),
    ])
    func `whatever the provider shows it stays held, and costs`(_ status: InstanceStatus) throws {
        var story = try ReconcileStory()
        story.rentals = [try held()]
        story.show(500, status, of: story.rentals[0])
        let (rental, change, all) = try story.only()
        #expect(rental.state == .draining && rental.cause == .policy)
        #expect(change?.event == nil && change?.steps.count == 1)
        #expect(rental.held.upperBound == rate(380_000).ceiling(for: .seconds(100)))
        #expect(all.overpriced.isEmpty)
    }

    @Test(arguments: [
        (InstanceStatus.running, false, true), (.running, true, false), (.stopped, true, true),
    ])
    func `after a stop was asked for, only a list that shows it at rest is certain`(
        _ status: InstanceStatus, _ isAsked: Bool, _ isCertain: Bool
    ) throws {
        var story = try ReconcileStory()
        var rental = try held()
        if isAsked { rental.stopAskedAt = stamp(210) }
        story.rentals = [rental]
        story.show(500, status, of: rental)
        let step = try #require(try story.only().change?.steps.first)
        #expect((step.low > .zero) == isCertain)
    }

    @Test func `one that the list lacks is missing, as nobody ended it`() throws {
        var story = try ReconcileStory()
        story.rentals = [try held()]
        let (rental, change, all) = try story.only()
        #expect(change?.event == "not listed" && rental.missing != nil)
        #expect(all.missing == [rental.id])
        #expect(rental.held.lowerBound == .zero && rental.held.upperBound > .zero)
    }

    @Test func `one that shows up after it was thought gone is held again, under its cause`() throws
    {
        var story = try ReconcileStory()
        var gone = try held()
        gone.state = .ended
        gone.endedAt = stamp(250)
        story.rentals = [gone]
        story.show(500, of: gone)
        let (rental, change, _) = try story.only()
        #expect(rental.state == .draining && rental.cause == .policy && rental.endedAt == nil)
        #expect(change?.event == "reopened")
        gone.endingAt = stamp(240)
        story.rentals = [gone]
        #expect(try story.only().rental.state == .ending)
    }
}
