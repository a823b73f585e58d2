import Testing

@testable import Shared

@Suite struct JournalTests {
    let room: StateRoom
    let journal: Journal

    init() throws {
        room = try StateRoom()
        journal = try room.create()
    }

    @Test func `since when machines are idle is kept for each group`() throws {
        let journal = try StateRoom().create()
        #expect(try journal.idleMachines(of: "g") == [:])
        let idle = [try Sample.id(1): stamp(5), try Sample.id(2): stamp(9)]
        try journal.noteIdle(idle, of: "g")
        #expect(try journal.idleMachines(of: "g") == idle)
        #expect(try journal.idleMachines(of: "h") == [:])
        try journal.noteIdle([:], of: "g")
        #expect(try journal.idleMachines(of: "g") == [:])
    }

    @Test func `of old runs what happened is kept, and after a season nothing`() throws {
        let quiet = #"{"actions": [], "wish": 3}"#
        let eventful = #"{"actions": [{"kind": "rent"}], "wish": 4}"#
        let hour: Int64 = 3600
        for (begun, status, record) in [
            (0, ExitStatus.done, eventful), (40 * 24 * hour, .done, quiet),
            (40 * 24 * hour + 1, .incomplete, quiet), (40 * 24 * hour + 2, .done, eventful),
            (98 * 24 * hour, .done, quiet),
        ] {
            let run = try journal.beginRun(of: "autoscaler", at: stamp(begun))
            try journal.endRun(run, status: status, record: record, at: stamp(begun + 1))
        }
        for _ in 0..<2 {
            try journal.thinRuns(at: stamp(99 * 24 * hour))
            let kept = try journal.database.read { connection in
                try connection.rows("SELECT record FROM run ORDER BY number")
            }.map { $0.text("record") }
            #expect(kept == [nil, quiet, eventful, quiet])
        }
    }

    @Test func `a state is bound to one account at a time, and remembers it`() throws {
        #expect(try journal.account(of: .vast) == nil)
        try journal.bind("417001", of: .vast, at: stamp(0))
        #expect(try room.open().account(of: .vast) == "417001")
        try journal.bind("2", of: .vast, at: stamp(1))
        #expect(try room.open().account(of: .vast) == "2")
    }

    @Test func `a write that fails halfway leaves nothing`() throws {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try journal.database.write("half") { connection in
                try connection.run("INSERT INTO fact (name, value) VALUES ('x', 'y')")
                throw Stop()
            }
        }
        #expect(try journal.fact("x") == nil)
        try journal.note("x", "z")
        #expect(try journal.fact("x") == "z")
    }

    @Test func `the gate is asked before each write and told after it is on disk`() throws {
        let notes = Notebook()
        let room = try StateRoom()
        let gate = WriteGate(
            before: { notes.note("before \($0)") }, after: { notes.note("after \($0)") })
        let journal = try room.create(gate: gate)
        try journal.note("x", "y")
        _ = try journal.fact("x")
        #expect(
            notes.lines == [
                "before create state", "after create state", "before note x", "after note x",
            ])
    }

    @Test func `a gate that stops before leaves nothing, one that stops after leaves all`() throws {
        struct Stop: Error {}
        let before = try Journal(
            opening: room.folder, fleet: Sample.fleet(),
            gate: WriteGate(before: { _ in throw Stop() }, after: { _ in }))
        #expect(throws: Stop.self) { try before.note("x", "y") }
        #expect(try journal.fact("x") == nil)
        let after = try Journal(
            opening: room.folder, fleet: Sample.fleet(),
            gate: WriteGate(before: { _ in }, after: { _ in throw Stop() }))
        #expect(throws: Stop.self) { try after.note("x", "y") }
        #expect(try journal.fact("x") == "y")
    }

    @Test func `a full disk is told as one, and leaves what was there`() throws {
        try journal.note("x", "before")
        try journal.database.read { connection in
            let pages = try connection.rows("PRAGMA page_count").first?.integer("page_count") ?? 0
            try connection.run("PRAGMA max_page_count=\(pages)")
        }
        let error = #expect(throws: StateError.self) {
            try journal.note("y", String(repeating: "x", count: 1 << 20))
        }
        guard case .sqlite(code: 13, _, _) = error else {
            Issue.record("a full disk was told as \(String(describing: error))")
            return
        }
        #expect(error?.explanation.hint?.contains("free some space") == true)
        #expect(try journal.fact("x") == "before")
        #expect(try room.open().fact("y") == nil)
    }

    @Test func `runs are remembered newest first, the one under way left out`() throws {
        for second in [0, 300, 600] as [Int64] {
            let run = try journal.beginRun(of: "autoscaler", at: stamp(second))
            try journal.endRun(run, status: .done, record: "{}", at: stamp(second + 5))
        }
        _ = try journal.beginRun(of: "keepalive", at: stamp(700))
        let now = try journal.beginRun(of: "autoscaler", at: stamp(900))
        #expect(
            try journal.recentRuns(of: "autoscaler", before: now)
                == [stamp(600), stamp(300), stamp(0)])
        #expect(try journal.recentRuns(of: "autoscaler", limit: 1) == [stamp(900)])
        #expect(try journal.newestRecord() == stamp(900).wall)
    }

    @Test func `a new state has no newest record`() throws {
        #expect(try journal.newestRecord() == nil)
    }

    @Test func `wishes are kept for a day, group by group`() throws {
        try journal.noteWish(1, of: "g", at: stamp(0))
        try journal.noteWish(9, of: "other", at: stamp(0))
        try journal.noteWish(2, of: "g", at: stamp(86_400))
        #expect(try journal.wishes(of: "g").map(\.machines) == [1, 2])
        try journal.noteWish(3, of: "g", at: stamp(86_401))
        #expect(try journal.wishes(of: "g").map(\.machines) == [2, 3])
        #expect(try journal.wishes(of: "g").map(\.at) == [stamp(86_400), stamp(86_401)])
    }

    @Test func `a host that failed is avoided until its time is over`() throws {
        try journal.avoid(machine: "m1", of: .vast, because: "stuck", at: stamp(0))
        try journal.avoid(machine: "m2", of: .vast, because: "stuck", at: stamp(50))
        #expect(
            try journal.avoidedMachines(of: .vast, within: .seconds(100), at: stamp(99))
                == ["m1", "m2"])
        #expect(
            try journal.avoidedMachines(of: .vast, within: .seconds(100), at: stamp(100)) == ["m2"])
        try journal.avoid(machine: "m1", of: .vast, because: "again", at: stamp(120))
        #expect(
            try journal.avoidedMachines(of: .vast, within: .seconds(100), at: stamp(200)) == ["m1"])
    }

    @Test
    func `a group's last moves are its last create that was not refused, and policy's last end`()
        throws
    {
        let none = try journal.lastMoves(of: "g")
        #expect(none.growth == nil && none.shrink == nil)
        var grown = try Sample.rental(1, .ready, instance: 1)
        grown.requestedAt = stamp(100)
        var refused = try Sample.rental(2, .ended)
        refused.requestedAt = stamp(200)
        refused.cause = .failedStart
        var shrunk = try Sample.rental(3, .ending, instance: 3)
        shrunk.requestedAt = stamp(50)
        shrunk.endingAt = stamp(400)
        shrunk.cause = .policy
        var dear = try Sample.rental(4, .ending, instance: 4)
        dear.requestedAt = stamp(60)
        dear.endingAt = stamp(500)
        dear.cause = .budget
        var held = try Sample.rental(5, .ending, instance: 5)
        held.requestedAt = stamp(70)
        held.drainingAt = stamp(410)
        held.endingAt = stamp(900)
        held.cause = .policy
        let rentals = [held, dear, shrunk, grown, refused]
        try journal.database.write("test") { connection in
            for rental in rentals { _ = try Journal.insert(rental, at: stamp(0), in: connection) }
        }
        let moves = try journal.lastMoves(of: "g")
        #expect(moves.growth == stamp(100))
        #expect(moves.shrink == stamp(410))
        #expect(try journal.lastMoves(of: "other").growth == nil)
    }
}
