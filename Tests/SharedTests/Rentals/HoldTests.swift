import Shared
import Testing

/// Promise D1: a machine whose files are not home is kept, and nothing is sent.
@Suite struct HoldTests {
    let room: DeskRoom
    let refused = ProviderError.unreachable(provider: .vast, reason: "status 429")
    let files = OwedFiles.sets(["games", "elo"])

    init() throws {
        room = try DeskRoom()
    }

    private func desk(
        destroy: (@Sendable (InstanceID) throws(ProviderError) -> Void)? = nil,
        stop: (@Sendable (InstanceID) throws(ProviderError) -> PowerOutcome)? = nil,
        lookup: (@Sendable (InstanceID) throws(ProviderError) -> Lookup)? = nil
    ) -> RentalDesk {
        var copy = room
        copy.provider.onDestroy = destroy
        copy.provider.onStop = stop
        copy.provider.onLookup = lookup
        return copy.desk
    }

    /// A rental whose machine was ready.
    private func ready() async throws -> Rental {
        var rental = try await room.running()
        rental.state = .ready
        rental.readyAt = room.clock.wallClock.stamp()
        return try #require(
            try room.journal.record(
                [RentalChange(rental, event: "ready")], as: "ready", at: stamp(9)
            ).first)
    }

    /// A rental that is held, for policy.
    private func held() async throws -> Rental {
        guard
            case .held(let rental) = try await desk().retire(
                try await ready(), because: .policy, owing: files)
        else { throw NotHeld() }
        return rental
    }

    private struct NotHeld: Error {}

    @Test(arguments: EndCause.allCases)
    func `what was ready and owes files is held, whatever the cause: one write, nothing sent`(
        _ cause: EndCause
    ) async throws {
        let rental = try await ready()
        let before = room.notes.lines.count
        let result = try await desk().retire(rental, because: cause, owing: files)
        #expect(room.notes(after: before) == ["write draining", "on disk draining"])
        let stored = try #require(try room.journal.openRentals().first)
        #expect(result == .held(stored))
        #expect(stored.state == .draining && stored.cause == cause)
        #expect(stored.drainingAt != nil && stored.endingAt == nil)
        #expect(
            try room.journal.events(of: rental.id).last?.hasSuffix(
                "draining \(cause.rawValue), until its files are home: games, elo") == true)
    }

    @Test func `what is held stays held under its first cause, and that writes nothing`()
        async throws
    {
        let rental = try await held()
        room.clock.advance(by: .seconds(300))
        let before = room.notes.lines.count
        #expect(
            try await desk().retire(rental, because: .user, owing: .unknown) == .held(rental))
        #expect(room.notes(after: before).isEmpty)
    }

    @Test func `what was never ready, or owes nothing, is destroyed at once`() async throws {
        let booting = try await room.running()
        guard
            case .accepted(let ending) = try await desk(destroy: { _ in }).retire(
                booting, because: .failedStart, owing: files)
        else {
            Issue.record("a machine that was never ready was kept")
            return
        }
        #expect(ending.state == .ending && ending.drainingAt == nil)
    }

    @Test func `what is ending already is destroyed again, whatever its group says by now`()
        async throws
    {
        let rental = try await ready()
        let desk = desk(destroy: { _ in })
        guard
            case .accepted(let ending) = try await desk.retire(
                rental, because: .policy, owing: .nothing)
        else { throw NotHeld() }
        #expect(
            try await desk.retire(ending, because: .policy, owing: files) == .accepted(ending))
    }

    @Test(
        arguments: [
            (.ready, .nothing, false), (.ready, .sets(["a"]), true), (.ready, .unknown, false),
            (.booting, .sets(["a"]), false), (.draining, .sets(["a"]), true),
            (.draining, .nothing, false), (.draining, .unknown, true),
            (.stopped, .sets(["a"]), true), (.unreachable, .sets(["a"]), true),
        ] as [(RentalState, OwedFiles, Bool)])
    func `files are lost with what was ready, where its group keeps some or nobody can say`(
        _ state: RentalState, _ owed: OwedFiles, _ wouldLose: Bool
    ) throws {
        var rental = try Sample.rental(1, state, instance: 500)
        if state != .booting { rental.readyAt = stamp(60) }
        #expect(rental.wouldLose(owed) == wouldLose)
    }

    @Test func `giving up is on disk before the destroy leaves, with its reason and what it cost`()
        async throws
    {
        let rental = try await held()
        room.clock.advance(by: .seconds(3600))
        let before = room.notes.lines.count
        guard
            case .accepted(let ending) = try await desk(destroy: { _ in }).giveUp(
                rental, because: "the limit is reached")
        else { throw NotHeld() }
        #expect(
            room.notes(after: before) == [
                "write ending", "on disk ending", "destroy vast-500", "write destroy accepted",
                "on disk destroy accepted",
            ])
        #expect(ending.state == .ending && ending.cause == .policy)
        #expect(ending.drainingAt == rental.drainingAt && ending.endingAt != nil)
        #expect(ending.held == .zero...Dollars(microdollars: 380_000))
        #expect(ending.holdingCost(at: stamp(90_000).wall) == ending.held)
        #expect(
            try room.journal.events(of: rental.id).contains {
                $0.hasSuffix("ending policy: the limit is reached")
            })
    }

    @Test func `only what is held can be given up or stopped`() async throws {
        let rental = try await ready()
        let before = room.notes.lines.count
        #expect(try await desk().giveUp(rental, because: "x") == .skipped)
        #expect(try await desk().halt(rental, because: "x") == .skipped)
        #expect(room.notes(after: before).isEmpty)
    }

    @Test func `what another process works on is neither held, nor given up, nor stopped`()
        async throws
    {
        let ready = try await ready()
        let other = try RentalLocks(in: room.room.folder)
        #expect(other.acquire(ready.number))
        #expect(
            try await desk().retire(ready, because: .policy, owing: files) == .skipped)
        other.release(ready.number)
        guard
            case .held(let held) = try await desk().retire(ready, because: .policy, owing: files)
        else { throw NotHeld() }
        #expect(other.acquire(ready.number))
        #expect(try await desk().giveUp(held, because: "x") == .skipped)
        #expect(try await desk().halt(held, because: "x") == .skipped)
    }

    @Test func `a stop is on disk before it leaves, its answer after it, and is sent once`()
        async throws
    {
        let rental = try await held()
        let before = room.notes.lines.count
        let desk = desk(stop: { _ in .accepted })
        guard case .accepted(let stopped) = try await desk.halt(rental, because: "the limit")
        else { throw NotHeld() }
        let first = [
            "write stopping", "on disk stopping", "stop vast-500", "write stop accepted",
            "on disk stop accepted",
        ]
        #expect(room.notes(after: before) == first)
        #expect(stopped.state == .draining && stopped.stopAcceptedAt != nil)
        #expect(try await desk.halt(stopped, because: "the limit") == .accepted(stopped))
        #expect(room.notes(after: before) == first)
    }

    @Test func `a stop that was not accepted is sent again, and its wish is written once`()
        async throws
    {
        var rental = try await held()
        let before = room.notes.lines.count
        let answers: [Result<PowerOutcome, ProviderError>] = [
            .failure(refused), .success(.refused(reason: "no credit")), .success(.gone),
        ]
        for answer in answers {
            let desk = desk(stop: { _ throws(ProviderError) in try answer.get() })
            guard case .pending(let now, _) = try await desk.halt(rental, because: "the limit")
            else { throw NotHeld() }
            rental = now
        }
        #expect(
            room.notes(after: before) == [
                "write stopping", "on disk stopping", "stop vast-500", "stop vast-500",
                "stop vast-500",
            ])
        #expect(rental.stopAskedAt != nil && rental.stopAcceptedAt == nil)
    }

    @Test(
        arguments: [
            (false, .sets(["games"]), "lost: its files were never copied home (games)"),
            (false, .nothing, "lost"), (false, .unknown, "lost"),
            (
                true, .sets(["games"]),
                "policy: its files were never copied home (games), unless by hand"
            ), (true, .nothing, "policy"),
        ] as [(Bool, OwedFiles, String)])
    func `a machine that is gone without us is a loss of what it held`(
        _ isHeld: Bool, _ owed: OwedFiles, _ words: String
    ) async throws {
        let rental = isHeld ? try await held() : try await ready()
        let gone = try #require(
            try await desk(lookup: { _ in .absent }).confirmGone(rental, owing: owed))
        #expect(gone.state == .ended && gone.endWords(owing: owed) == words)
        #expect(
            try room.journal.events(of: rental.id).last?.hasSuffix("ended \(words)") == true)
    }
}
