import Testing

@testable import Shared

/// Promises M2 and M3: what it takes to believe that a machine is gone.
@Suite struct ReconcileAbsenceTests {
    private func ready(_ number: Int = 1, lastSeen: Int64? = 200) throws -> Rental {
        var rental = try Sample.rental(number, .ready, instance: 500 + Int64(number))
        rental.lastSeenAt = lastSeen.map { stamp($0) }
        return rental
    }

    private func ending(accepted: Int64?) throws -> Rental {
        var rental = try ready()
        rental.state = .ending
        rental.cause = .policy
        rental.endingAt = stamp(250)
        rental.destroyAcceptedAt = accepted.map { stamp($0) }
        return rental
    }

    private func listing(_ second: Int64, complete: Bool = true) -> Listing {
        Listing(
            provider: .vast, completeness: complete ? .complete : .partial(reason: "x"),
            instances: [], begun: stamp(second), ended: stamp(second + 2))
    }

    @Test func `a machine that is not listed is missing, keeps its state and may still bill`()
        throws
    {
        var story = try ReconcileStory(at: 300)
        story.rentals = [try ready()]
        let (rental, change, all) = try story.only()
        #expect(rental.state == .ready)
        #expect(rental.missing == Absence(begun: stamp(300), ended: stamp(302)))
        #expect(change?.event == "not listed")
        #expect(change?.steps.first?.to == stamp(302).wall)
        #expect(change?.steps.first?.high == rate(380_000))
        #expect(all.missing == [rental.id] && all.rentals == [rental])
    }

    @Test func `the first absence is kept until it is seen again`() throws {
        var story = try ReconcileStory(at: 300)
        story.rentals = [try story.only0(ready())]
        story.at = 400
        #expect(story.result().changes.isEmpty)
        #expect(story.result().missing.count == 1)
        story.show(501, of: story.rentals[0])
        let (rental, _, all) = try story.only()
        #expect(rental.missing == nil && rental.state == .ready && all.missing.isEmpty)
    }

    @Test func `a lookup is due when two listings begun 30 s apart do not show it, not at 29 s`()
        throws
    {
        var rental = try ready()
        rental.missing = Absence(begun: stamp(300), ended: stamp(302))
        #expect(!rental.looksGone(to: listing(300)))
        #expect(!rental.looksGone(to: listing(329)))
        #expect(rental.looksGone(to: listing(330)))
        #expect(!rental.looksGone(to: listing(330, complete: false)))
        rental.missing = nil
        #expect(!rental.looksGone(to: listing(330)))
    }

    @Test(arguments: [(359, false), (360, true)] as [(Int64, Bool)])
    func `absence soon after the destroy is no evidence, from 60 s on it is`(
        _ second: Int64, _ counts: Bool
    ) throws {
        var story = try ReconcileStory(at: second)
        story.rentals = [try ending(accepted: 300)]
        let all = story.result()
        #expect((all.rentals.first?.missing != nil) == counts)
        #expect(all.changes.isEmpty != counts)
        #expect(all.missing.isEmpty)
    }

    @Test func `an absence from before the destroy was accepted does not stand for one after it`()
        throws
    {
        var rental = try ending(accepted: 400)
        rental.missing = Absence(begun: stamp(300), ended: stamp(302))
        #expect(!rental.looksGone(to: listing(420)))
        #expect(!rental.looksGone(to: listing(460)))
        var story = try ReconcileStory(at: 460)
        story.rentals = [rental]
        rental = try #require(story.result().rentals.first)
        #expect(rental.missing?.begun == stamp(460))
        #expect(!rental.looksGone(to: listing(489)))
        #expect(rental.looksGone(to: listing(490)))
    }

    @Test func `a new machine may lag behind its create for two minutes`() throws {
        // Its create was answered at second 1.
        var story = try ReconcileStory(at: 120)
        story.rentals = [try ready(lastSeen: nil)]
        #expect(story.result().changes.isEmpty && story.result().missing.isEmpty)
        story.at = 121
        #expect(story.result().missing.count == 1)
    }

    @Test func `a new machine that was seen once lags no more`() throws {
        var story = try ReconcileStory(at: 60)
        story.rentals = [try ready(lastSeen: 30)]
        #expect(story.result().missing.count == 1)
    }

    @Test(arguments: [
        (2, 2, false), (3, 3, true), (3, 10, true), (2, 10, false), (3, 15, false), (3, 14, true),
        (4, 15, true), (4, 20, false), (5, 20, true), (20, 100, false), (21, 100, true),
    ])
    func `a listing that lacks more than 2 and more than a fifth is in doubt itself`(
        _ missing: Int, _ before: Int, _ isInDoubt: Bool
    ) throws {
        var story = try ReconcileStory()
        story.rentals = try (1...before).map { try ready($0) }
        for rental in story.rentals.dropFirst(missing) {
            story.show(Int64(rental.number) + 500, of: rental)
        }
        let vanished = story.result().vanished
        #expect((vanished != nil) == isInDoubt)
        if isInDoubt {
            #expect(vanished == Reconciliation.Vanished(missing: missing, shownBefore: before))
        }
    }

    @Test
    func `what is ending, was never seen or is missing already does not make a listing doubtful`()
        throws
    {
        var story = try ReconcileStory(at: 1000)
        var missing = try ready(2)
        missing.missing = Absence(begun: stamp(300), ended: stamp(302))
        var end = try ready(3)
        end.state = .ending
        story.rentals = [try ready(1), missing, end, try ready(4, lastSeen: nil), try ready(5)]
        #expect(story.result().vanished == nil)
        story.rentals.append(try ready(6))
        #expect(story.result().vanished?.missing == 3)
    }

    @Test func `a listing that is in doubt itself closes no intent`() throws {
        var story = try ReconcileStory(at: 10_000)
        story.rentals = try (1...3).map { try ready($0) }
        let intended = try Sample.rental(8)
        let doubtful = try Sample.rental(9, .requested)
        story.rentals += [intended, doubtful]
        let all = story.result()
        #expect(all.vanished != nil)
        #expect(all.rentals.map(\.state) == [.ready, .ready, .ready, .intended, .requested])
        #expect(!all.changes.contains { $0.rental.state == .ended })
        #expect(!all.changes.contains { $0.voidsSpending })
    }

    @Test func `an empty listing of an empty journal is nothing to doubt`() throws {
        let all = try ReconcileStory().result()
        #expect(all.vanished == nil && all.changes.isEmpty && all.rentals.isEmpty)
    }
}

extension ReconcileStory {
    /// The rental as one listing without it leaves it.
    fileprivate mutating func only0(_ rental: Rental) throws -> Rental {
        rentals = [rental]
        return try only().rental
    }
}
