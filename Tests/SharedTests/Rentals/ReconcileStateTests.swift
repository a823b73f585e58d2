import Shared
import Testing

@Suite struct ReconcileStateTests {
    private func rental(_ state: RentalState) throws -> Rental {
        var rental = try Sample.rental(1, state, instance: 500)
        rental.readyAt = [.ready, .stopped, .unreachable].contains(state) ? stamp(60) : nil
        return rental
    }

    @Test(
        arguments: [
            (.booting, .booting, .booting), (.booting, .running, .ready),
            (.booting, .stopped, .stopped), (.booting, .unreachable, .unreachable),
            (.booting, .other("x"), .booting), (.ready, .booting, .ready),
            (.ready, .running, .ready),
            (.ready, .stopped, .stopped), (.ready, .unreachable, .unreachable),
            (.ready, .other("x"), .ready), (.stopped, .running, .ready),
            (.stopped, .booting, .stopped),
            (.unreachable, .running, .ready), (.unreachable, .stopped, .stopped),
            (.ending, .running, .ending), (.ending, .stopped, .ending),
            (.ending, .other("x"), .ending),
        ] as [(RentalState, InstanceStatus, RentalState)])
    func `a status makes a rental what it is`(
        _ before: RentalState, _ status: InstanceStatus, _ after: RentalState
    ) throws {
        var story = try ReconcileStory()
        story.rentals = [try rental(before)]
        story.show(500, status, of: story.rentals[0])
        let (rental, change, _) = try story.only()
        #expect(rental.state == after)
        #expect(change?.event == (before == after ? nil : after.rawValue))
    }

    @Test func `the first time it is ready is kept`() throws {
        var story = try ReconcileStory()
        story.rentals = [try rental(.booting)]
        story.show(500, .running, of: story.rentals[0])
        var rental = try story.only().rental
        #expect(rental.readyAt == stamp(303))
        story.rentals = [rental]
        story.at = 900
        rental = try story.only().rental
        #expect(rental.readyAt == stamp(303))
    }

    @Test(
        arguments: [
            (380_000, false), (380_010, false), (380_011, true), (900_000, true), (1, false),
            (nil, false),
        ] as [(Int64?, Bool)])
    func `a new row dearer than booked by more than rounding is to go`(
        _ price: Int64?, _ isDear: Bool
    ) throws {
        for status in [InstanceStatus.booting, .running] {
            var story = try ReconcileStory()
            story.rentals = [try rental(.booting)]
            story.show(500, status, of: story.rentals[0], price: price)
            #expect(story.result().overpriced.isEmpty != isDear)
        }
    }

    @Test func `a machine that has been ready and became dearer is kept, at its new price`() throws
    {
        var story = try ReconcileStory()
        story.rentals = [try rental(.ready)]
        story.show(500, of: story.rentals[0], price: 900_000)
        let (rental, _, all) = try story.only()
        #expect(all.overpriced.isEmpty)
        #expect(rental.running == rate(900_000) && rental.worstRate == rate(900_000))
        #expect(rental.booked == rate(380_000))
    }

    @Test func `a row without a price counts at what was booked`() throws {
        var story = try ReconcileStory()
        story.rentals = [try rental(.booting)]
        story.show(500, of: story.rentals[0], price: nil)
        let (rental, change, _) = try story.only()
        #expect(rental.running == rate(380_000))
        #expect(change?.steps.first?.high == rate(380_000))
    }

    @Test func `one listing judges every rental, and the same input gives the same answer`() throws
    {
        var story = try ReconcileStory(at: 2000)
        let known = try Sample.rental(1, .ready, instance: 500)
        let doubtful = try Sample.rental(2, .requested)
        let lost = try Sample.rental(3, .ready, instance: 503)
        story.rentals = [known, doubtful, lost]
        story.show(500, of: known)
        story.show(502, .booting, of: doubtful)
        story.show(504, label: "fk-a-inst0001-00000077")
        story.show(505, label: "training")
        let all = story.result()
        #expect(all.rentals.map(\.state) == [.ready, .booting, .ready])
        #expect(all.missing == [lost.id])
        #expect(all.orphans.map(\.id) == [vast(504)] && all.strangers.map(\.id) == [vast(505)])
        #expect(story.result() == all)
    }
}
