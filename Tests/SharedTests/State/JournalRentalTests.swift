import Testing

@testable import Shared

@Suite struct JournalRentalTests {
    let room: StateRoom
    let journal: Journal

    init() throws {
        room = try StateRoom()
        journal = try room.create()
    }

    /// Writes rentals as they are, whatever their state.
    private func insert(_ rentals: [Rental]) throws -> [Rental] {
        try journal.database.write("test") { connection in
            try rentals.map { try Journal.insert($0, at: stamp(0), in: connection) }
        }
    }

    @Test func `every field of a rental reads back as it was stored`() throws {
        for seed in 0..<200 as Range<UInt64> {
            var random = Seeded(seed)
            let rental = random.rental(try Sample.id(Int(seed)))
            let stored = try #require(try insert([rental]).first)
            var expected = rental
            expected.number = Int64(seed) + 1
            #expect(stored == expected, "seed \(seed)")
            #expect(try journal.rental(rental.id) == expected, "seed \(seed)")
        }
    }

    @Test func `every field that may change reads back as it was changed`() throws {
        for seed in 0..<200 as Range<UInt64> {
            var random = Seeded(seed)
            var rental = try #require(try insert([random.rental(try Sample.id(Int(seed)))]).first)
            random.vary(&rental)
            let changed = try #require(
                try journal.record([RentalChange(rental, event: nil)], as: "x", at: stamp(1)).first)
            rental.version += 1
            #expect(changed == rental, "seed \(seed)")
            #expect(try room.open().rental(rental.id) == rental, "seed \(seed)")
        }
    }

    @Test func `a change of a rental that moved meanwhile writes nothing`() throws {
        let read = try #require(try insert([Sample.rental(1)]).first)
        var first = read
        first.state = .requested
        try journal.record([RentalChange(first, event: "requested")], as: "x", at: stamp(1))
        var second = read
        second.state = .ended
        let step = Accrual.Step(
            from: stamp(0).wall, to: stamp(3600).wall, low: rate(1), high: rate(2))
        #expect(throws: StateError.changedMeanwhile(rental: read.id.description)) {
            try journal.record(
                [RentalChange(second, event: "ended", steps: [step])], as: "x", at: stamp(2))
        }
        #expect(try journal.rental(read.id)?.state == .requested)
        #expect(try journal.rental(read.id)?.version == 2)
        #expect(try journal.events(of: read.id).count == 2)
        #expect(try journal.books(of: journal.openRentals(), at: stamp(0).wall).today == .zero)
    }

    @Test func `a batch of changes is all or nothing`() throws {
        let rentals = try insert((1...3).map { try Sample.rental($0) })
        var changes = rentals.map { rental in
            var rental = rental
            rental.state = .requested
            return RentalChange(rental, event: "requested")
        }
        changes[2].rental.version = 99
        #expect(throws: StateError.changedMeanwhile(rental: rentals[2].id.description)) {
            try journal.record(changes, as: "x", at: stamp(1))
        }
        #expect(try journal.openRentals() == rentals)
        changes[2].rental.version = 1
        let stored = try journal.record(changes, as: "x", at: stamp(1))
        #expect(stored.map(\.version) == [2, 2, 2])
        #expect(try journal.openRentals() == stored)
    }

    @Test func `an id is used once`() throws {
        _ = try insert([Sample.rental(1)])
        #expect(throws: StateError.self) { try insert([Sample.rental(1)]) }
        #expect(try journal.allRentals().count == 1)
    }

    @Test func `ended rentals are kept, and open ones come oldest first`() throws {
        var rentals = try (1...4).map { try Sample.rental($0, .ready, instance: Int64($0)) }
        rentals[1].state = .ended
        let stored = try insert(rentals)
        #expect(try journal.allRentals() == stored)
        #expect(try journal.openRentals().map(\.number) == [1, 3, 4])
    }

    @Test func `an ended rental that a listing shows is found by id, or by label without one`()
        throws
    {
        var byID = try Sample.rental(1, .ended, instance: 500)
        byID.state = .ended
        let byLabel = try Sample.rental(2, .ended)
        let gone = try Sample.rental(3, .ended, instance: 501)
        let open = try Sample.rental(4, .ready, instance: 502)
        let stored = try insert([byID, byLabel, gone, open])
        let fleet = try Sample.fleet()
        let listing = Listing(
            provider: .vast, completeness: .complete,
            instances: [
                Instance(id: vast(500), status: .running),
                Instance(id: vast(503), label: byLabel.id.label(in: fleet), status: .running),
                // The label of one whose instance is known says nothing about it.
                Instance(id: vast(504), label: gone.id.label(in: fleet), status: .running),
                Instance(id: vast(502), label: open.id.label(in: fleet), status: .running),
            ], begun: stamp(1), ended: stamp(2))
        #expect(try journal.endedRentals(shownIn: listing) == [stored[0], stored[1]])
    }

    @Test func `a rental that no version wrote is damage, not another rental`() throws {
        let stored = try #require(try insert([Sample.rental(1)]).first)
        for change in ["state = 'flying'", "id = 'x'", "intended_at = 'soon'", "provider = 'moon'"]
        {
            try journal.database.write("spoil") { connection in
                try connection.run("PRAGMA defer_foreign_keys=ON; UPDATE rental SET \(change)")
            }
            #expect(throws: StateError.self) { try journal.openRentals() }
            try journal.database.write("mend") { connection in
                try connection.run(
                    "UPDATE rental SET id = ?, state = 'intended', provider = 'vast', "
                        + "intended_at = ?",
                    [.text(stored.id.description), .text(stamp(0).stored)])
            }
        }
        #expect(try journal.openRentals() == [stored])
    }

    @Test func `events tell a rental's life in order`() throws {
        let stored = try #require(try insert([Sample.rental(1)]).first)
        try journal.record(
            [RentalChange(stored, event: "ready", detail: "vast-1 running")], as: "x",
            at: stamp(60))
        #expect(
            try journal.events(of: stored.id) == [
                "\(stamp(0).wall) intended", "\(stamp(60).wall) ready vast-1 running",
            ])
    }
}
