import Shared
import Testing

/// Promises M3 and M5: how a machine is ended, confirmed gone and labelled.
@Suite struct RetireTests {
    let room: DeskRoom
    let refused = ProviderError.unreachable(provider: .vast, reason: "status 429")

    init() throws {
        room = try DeskRoom()
    }

    private func desk(
        destroy: (@Sendable (InstanceID) throws(ProviderError) -> Void)? = nil,
        lookup: (@Sendable (InstanceID) throws(ProviderError) -> Lookup)? = nil,
        label: (@Sendable (String, InstanceID) throws(ProviderError) -> Void)? = nil
    ) -> RentalDesk {
        var copy = room
        copy.provider.onDestroy = destroy
        copy.provider.onLookup = lookup
        copy.provider.onLabel = label
        return copy.desk
    }

    @Test func `the wish is on disk before the destroy leaves, its answer after it`() async throws {
        let rental = try await room.running()
        let before = room.notes.lines.count
        let result = try await desk(destroy: { _ in }).retire(
            rental, because: .policy, owing: .nothing)
        #expect(
            room.notes(after: before) == [
                "write ending", "on disk ending", "destroy vast-500", "write destroy accepted",
                "on disk destroy accepted",
            ])
        let stored = try #require(try room.journal.openRentals().first)
        #expect(result == .accepted(stored))
        #expect(stored.state == .ending && stored.cause == .policy)
        #expect(stored.endingAt != nil && stored.destroyAcceptedAt != nil)
    }

    @Test func `a destroy that was not accepted is pending, and still wished`() async throws {
        let rental = try await room.running()
        let refused = self.refused
        let result = try await desk(destroy: { _ throws(ProviderError) in throw refused })
            .retire(rental, because: .policy, owing: .nothing)
        let stored = try #require(try room.journal.openRentals().first)
        #expect(result == .pending(stored, reason: refused.explanation.what))
        #expect(stored.state == .ending && stored.destroyAcceptedAt == nil)
    }

    @Test func `ending again sends the destroy again and keeps cause and times`() async throws {
        let rental = try await room.running()
        let desk = desk(destroy: { _ in })
        guard
            case .accepted(let first) = try await desk.retire(
                rental, because: .policy, owing: .nothing)
        else {
            Issue.record("the destroy was not accepted")
            return
        }
        room.clock.advance(by: .seconds(300))
        let before = room.notes.lines.count
        #expect(try await desk.retire(first, because: .user, owing: .nothing) == .accepted(first))
        #expect(room.notes(after: before) == ["destroy vast-500"])
        #expect(try room.journal.openRentals() == [first])
    }

    @Test func `a machine that another process works on is skipped, and nothing is sent`()
        async throws
    {
        let rental = try await room.running()
        let other = try RentalLocks(in: room.room.folder)
        #expect(other.acquire(rental.number))
        let before = room.notes.lines.count
        #expect(try await desk().retire(rental, because: .policy, owing: .nothing) == .skipped)
        #expect(try await desk().confirmGone(rental, owing: .nothing) == nil)
        try await desk().repairLabel(rental)
        #expect(room.notes(after: before).isEmpty)
    }

    @Test func `the lock is held while the destroy is under way, and free afterwards`()
        async throws
    {
        let rental = try await room.running()
        let other = try RentalLocks(in: room.room.folder)
        let number = rental.number
        _ = try await desk(destroy: { _ in #expect(other.isHeldElsewhere(number)) })
            .retire(rental, because: .policy, owing: .nothing)
        #expect(!other.isHeldElsewhere(number))
    }

    @Test func `what is not known to exist cannot be destroyed`() async throws {
        let rental = try Sample.rental(1, .requested)
        guard case .pending = try await desk().retire(rental, because: .user, owing: .nothing)
        else {
            Issue.record("a machine without an id was destroyed")
            return
        }
        #expect(room.notes.lines.isEmpty)
    }

    @Test func `a rental that moved since it was read is not ended`() async throws {
        let rental = try await room.running()
        try room.journal.record([RentalChange(rental, event: "ready")], as: "x", at: stamp(9))
        let before = room.notes.lines.count
        await #expect(throws: StateError.changedMeanwhile(rental: rental.id.description)) {
            _ = try await desk().retire(rental, because: .policy, owing: .nothing)
        }
        #expect(room.notes(after: before) == ["write ending"])
    }

    @Test func `a lookup that says so ends the rental, under its cause`() async throws {
        var rental = try await room.running()
        let desk = desk(destroy: { _ in }, lookup: { _ in .absent })
        guard
            case .accepted(let ending) = try await desk.retire(
                rental, because: .policy, owing: .nothing)
        else {
            Issue.record("the destroy was not accepted")
            return
        }
        rental = try #require(try await desk.confirmGone(ending, owing: .nothing))
        #expect(rental.state == .ended && rental.cause == .policy && rental.endedAt != nil)
        #expect(try room.journal.openRentals() == [])
    }

    @Test func `a machine that is gone and that nobody ended was lost`() async throws {
        let rental = try await room.running()
        let gone = try await desk(lookup: { _ in .absent }).confirmGone(rental, owing: .nothing)
        #expect(gone?.state == .ended && gone?.cause == .lost)
    }

    @Test func `a lookup that shows it, or fails, is no evidence`() async throws {
        let rental = try await room.running()
        let shown = Instance(id: vast(500), status: .running)
        let refused = self.refused
        let before = room.notes.lines.count
        #expect(
            try await desk(lookup: { _ in .present(shown) }).confirmGone(rental, owing: .nothing)
                == rental)
        let failing = desk(lookup: { _ throws(ProviderError) in throw refused })
        #expect(try await failing.confirmGone(rental, owing: .nothing) == rental)
        #expect(room.notes(after: before) == ["lookup vast-500", "lookup vast-500"])
        #expect(try room.journal.openRentals() == [rental])
    }

    @Test func `a label is put back as the journal knows it`() async throws {
        let rental = try await room.running()
        let before = room.notes.lines.count
        try await desk(label: { _, _ in }).repairLabel(rental)
        #expect(
            room.notes(after: before) == [
                "label vast-500 fk-a-inst0001-00000001", "write label repaired",
                "on disk label repaired",
            ])
    }

    @Test func `a label that cannot be put back is an error, and the rental is as it was`()
        async throws
    {
        let rental = try await room.running()
        let refused = self.refused
        await #expect(throws: refused) {
            try await desk(label: { _, _ throws(ProviderError) in throw refused })
                .repairLabel(rental)
        }
        #expect(try room.journal.openRentals() == [rental])
    }
}
