import Shared
import Testing

/// Promise M1: intent on disk, one request, the answer on disk.
@Suite struct RentTests {
    var room: DeskRoom

    init() throws {
        room = try DeskRoom()
    }

    @Test func `the intent and the request are on disk before the create leaves`() async throws {
        var room = self.room
        room.provider.onCreate = { [room] order in
            let stored = try? room.room.open().openRentals().first
            #expect(stored?.state == .requested && stored?.requestedAt != nil)
            #expect(stored?.accrual.until == stamp(0).wall)
            #expect(
                order
                    == CreateOrder(
                        offer: "101", label: "fk-a-inst0001-00000001", image: "image", diskGB: 60,
                        onstart: "run"))
            return .accepted(vast(500))
        }
        let result = try await room.desk.rent(room.request(), id: Sample.id(1))
        #expect(
            room.notes.lines == [
                "write intent", "on disk intent", "write requested", "on disk requested",
                "create fk-a-inst0001-00000001", "write created", "on disk created",
            ])
        guard case .rented(let rental) = result else {
            Issue.record("the result was \(result)")
            return
        }
        #expect(rental.state == .booting && rental.instance == vast(500))
        #expect(rental.answeredAt != nil && rental.lastSeenAt == nil)
        #expect(try room.journal.rental(rental.id) == rental)
    }

    @Test func `the rental's lock is held from the intent until the answer is on disk`()
        async throws
    {
        var room = self.room
        let other = try RentalLocks(in: room.room.folder)
        room.provider.onCreate = { _ in
            #expect(other.isHeldElsewhere(1))
            return .accepted(vast(500))
        }
        _ = try await room.desk.rent(room.request(), id: Sample.id(1))
        #expect(!other.isHeldElsewhere(1))
    }

    @Test func `a lost answer leaves the intent in doubt, counted and never sent again`()
        async throws
    {
        var room = self.room
        room.provider.onCreate = { _ in .unknown(reason: "no answer came") }
        let result = try await room.desk.rent(room.request(), id: Sample.id(1))
        guard case .inDoubt(let rental, reason: "no answer came") = result else {
            Issue.record("the result was \(result)")
            return
        }
        #expect(rental.state == .requested && rental.inDoubt && rental.answeredAt == nil)
        #expect(room.notes.lines.filter { $0.hasPrefix("create") }.count == 1)
        #expect(
            try room.journal.books(of: room.journal.openRentals(), at: stamp(3600).wall).today
                .microdollars == 380_000)
        #expect(try RentalLocks(in: room.room.folder).acquire(1))
    }

    @Test(arguments: [true, false])
    func `a refusal closes the intent at no cost`(_ offerGone: Bool) async throws {
        var room = self.room
        room.provider.onCreate = { _ in .refused(reason: "taken", offerGone: offerGone) }
        let result = try await room.desk.rent(room.request(), id: Sample.id(1))
        #expect(result == .refused(reason: "taken", tryNext: offerGone))
        #expect(try room.journal.openRentals() == [])
        let closed = try #require(try room.journal.rental(Sample.id(1)))
        #expect(closed.state == .ended && closed.cause == .failedStart && closed.instance == nil)
        #expect(
            try room.journal.books(of: room.journal.openRentals(), at: stamp(3600).wall) == Books())
    }

    @Test func `what never left closes the intent, and another offer would not help`()
        async throws
    {
        var room = self.room
        room.provider.onCreate = { _ in .notSent(reason: "no route") }
        let result = try await room.desk.rent(room.request(), id: Sample.id(1))
        #expect(result == .refused(reason: "no route", tryNext: false))
        #expect(try room.journal.rental(Sample.id(1))?.state == .ended)
    }

    @Test func `a machine that exists without having started is destroyed at once`() async throws {
        var room = self.room
        room.provider.onCreate = { _ in .acceptedWithoutStart(vast(500), reason: "no GPU") }
        room.provider.onDestroy = { _ in }
        let result = try await room.desk.rent(room.request(), id: Sample.id(1))
        #expect(result == .refused(reason: "vast-500 did not start: no GPU", tryNext: true))
        let rental = try #require(try room.journal.openRentals().first)
        #expect(rental.state == .ending && rental.cause == .failedStart)
        #expect(rental.instance == vast(500) && rental.destroyAcceptedAt != nil)
        #expect(
            room.notes.lines.suffix(7) == [
                "write created", "on disk created", "write ending", "on disk ending",
                "destroy vast-500", "write destroy accepted", "on disk destroy accepted",
            ])
    }

    @Test func `without room nothing is written and nothing is sent`() async throws {
        let full = try await room.desk.rent(room.request(room: 0), id: Sample.id(1))
        #expect(full == .held(reason: "the group has its 0 machines"))
        let dear = try await room.desk.rent(
            room.request(budget: Budget(hourly: Dollars(microdollars: 379_999))), id: Sample.id(1))
        guard case .held(let reason) = dear else {
            Issue.record("the result was \(dear)")
            return
        }
        #expect(reason.contains("hourly limit"))
        #expect(try room.journal.allRentals() == [])
    }

    @Test func `room and money are given out under the fleet's lock, which no send is made under`()
        async throws
    {
        var room = room
        room.provider.onCreate = { _ in .accepted(vast(500)) }
        let path = room.room.folder.lock("fleet")
        let held = Notebook()
        let probe: @Sendable (String) -> Void = { effect in
            let isFree = (try? FileLock(path: path)) ?? nil
            held.note("\(effect) \(isFree == nil ? "locked" : "free")")
        }
        room.notes.watch(probe)
        _ = try await room.desk.rent(room.request(), id: Sample.id(1))
        #expect(held.lines.contains("write intent locked"))
        #expect(held.lines.filter { !$0.contains(" intent") }.allSatisfy { $0.hasSuffix("free") })
        #expect(held.lines.contains { $0.hasPrefix("create") })
    }

    @Test(arguments: ["intent", "requested"])
    func `when the journal cannot be written before the create, nothing is sent`(
        _ write: String
    ) async throws {
        struct Stop: Error {}
        let room = try DeskRoom(
            gate: WriteGate(before: { if $0 == write { throw Stop() } }, after: { _ in }))
        await #expect(throws: Stop.self) {
            _ = try await room.desk.rent(room.request(), id: Sample.id(1))
        }
        #expect(!room.notes.lines.contains { $0.hasPrefix("create") })
        #expect(try RentalLocks(in: room.room.folder).acquire(1))
    }

    @Test func `when the answer cannot be written, the intent stays in doubt on disk`()
        async throws
    {
        struct Stop: Error {}
        var room = try DeskRoom(
            gate: WriteGate(before: { if $0 == "created" { throw Stop() } }, after: { _ in }))
        room.provider.onCreate = { _ in .accepted(vast(500)) }
        await #expect(throws: Stop.self) {
            _ = try await room.desk.rent(room.request(), id: Sample.id(1))
        }
        #expect(try room.journal.openRentals().first?.inDoubt == true)
    }
}
