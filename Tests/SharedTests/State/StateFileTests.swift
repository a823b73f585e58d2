import FoundationEssentials
import Glibc
import Testing

@testable import Shared

/// Promise D4: what is on disk when a write returns, and a file that cannot be trusted is refused
/// and left as it was found.
@Suite struct StateFileTests {
    let room: StateRoom

    init() throws {
        room = try StateRoom()
    }

    @Test func `a state is in WAL mode and every commit is synced in full`() throws {
        let journal = try room.create()
        let modes = try journal.database.read { connection in
            [
                try connection.rows("PRAGMA journal_mode").first?.text("journal_mode"),
                try connection.rows("PRAGMA synchronous").first?.integer("synchronous").map {
                    "\($0)"
                },
            ]
        }
        #expect(modes == ["wal", "2"])
    }

    @Test func `only its owner can read a state and what lies beside it`() throws {
        let journal = try room.create()
        try journal.note("x", "y")
        _ = try FileLock(path: room.folder.lock("tool"))
        _ = try RentalLocks(in: room.folder)
        #expect(permissions(of: room.folder.path) == 0o700)
        for name in try room.names() {
            #expect(permissions(of: "\(room.folder.path)/\(name)") == 0o600, "\(name)")
        }
        #expect(try room.names().contains("state.sqlite-wal"))
    }

    @Test func `a new state is there complete or not at all`() throws {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try Database.create(file: room.folder.database) { _ in throw Stop() }
        }
        #expect(try room.names() == [])
        _ = try room.create()
        #expect(try room.names().filter { $0.hasSuffix(".new") } == [])
    }

    @Test func `a state that is there already is never made anew`() throws {
        try room.create().note("x", "y")
        #expect(throws: StateError.self) { try room.create() }
        #expect(try room.open().fact("x") == "y")
        #expect(try room.names().filter { $0.hasSuffix(".new") } == [])
    }

    @Test func `a missing state is not made by opening it`() throws {
        #expect(throws: StateError.self) { try room.open() }
        #expect(throws: StateError.self) { try room.open(readOnly: true) }
        #expect(try room.names() == [])
    }

    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case empty
        case garbage
        case text
        case truncatedToAPage
        case truncatedInTheMiddle
        case pageOverwritten
        case headerOnly
        case otherProgram

        var testDescription: String { rawValue }
    }

    @Test(arguments: Damage.allCases, [false, true])
    func `a damaged state is refused and left byte for byte`(
        _ damage: Damage, _ readOnly: Bool
    ) throws {
        try inflict(damage)
        let before = try room.bytes()
        let error = #expect(throws: StateError.self) { try room.open(readOnly: readOnly) }
        guard case .damaged(let reason, let file) = error else {
            Issue.record("\(damage) was told as \(String(describing: error))")
            return
        }
        #expect(!reason.isEmpty && file == room.folder.database)
        #expect(error?.explanation.status == .state)
        #expect(try room.bytes() == before)
    }

    private func inflict(_ damage: Damage) throws {
        if damage == .otherProgram {
            let other = try Connection(file: room.folder.database, mode: .create)
            try other.run("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')")
            return
        }
        try {
            let journal = try room.create()
            for number in 0..<200 {
                try journal.note("fact \(number)", String(repeating: "x", count: 200))
            }
        }()
        var bytes = try room.bytes()
        switch damage {
        case .empty: bytes = []
        case .garbage: bytes = bytes.map { $0 ^ 0x5A }
        case .text: bytes = Array("this is not a state".utf8)
        case .truncatedToAPage: bytes = Array(bytes.prefix(4096))
        case .truncatedInTheMiddle: bytes = Array(bytes.prefix(bytes.count / 2 + 100))
        case .pageOverwritten:
            for index in 4096..<(4096 * 3) { bytes[index] = 0xEE }
        case .headerOnly: bytes = Array(bytes.prefix(100))
        case .otherProgram: break
        }
        try room.write(bytes)
    }

    @Test func `a state of a newer program is refused and left byte for byte`() throws {
        try {
            let journal = try room.create()
            try journal.database.write("future") { connection in
                try connection.run("PRAGMA user_version=\(Schema.version + 1)")
            }
        }()
        let before = try room.bytes()
        #expect(
            throws: StateError.newer(
                version: Schema.version + 1, known: Schema.version, file: room.folder.database)
        ) { try room.open() }
        #expect(try room.bytes() == before)
    }

    @Test func `a program that was running when the state became newer writes nothing more`()
        throws
    {
        let journal = try room.create()
        let other = try Connection(file: room.folder.database, mode: .write)
        try other.run("PRAGMA user_version=\(Schema.version + 1)")
        #expect(throws: StateError.self) { try journal.note("x", "y") }
        #expect(try journal.fact("x") == nil)
    }

    @Test func `a state that its owner may not write is refused, root or not`() throws {
        _ = try room.create()
        chmod(room.folder.database, 0o400)
        let before = try room.bytes()
        #expect(throws: StateError.readOnly(file: room.folder.database)) { try room.open() }
        #expect(try room.bytes() == before)
        #expect(try room.open(readOnly: true).installation == Sample.installation)
    }

    @Test func `a state of another fleet is refused and left byte for byte`() throws {
        _ = try room.create()
        let before = try room.bytes()
        let error = StateError.otherFleet(
            state: "a", configured: "b", file: room.folder.database)
        #expect(throws: error) { try room.open("b") }
        #expect(error.explanation.status == .configuration)
        #expect(try room.bytes() == before)
    }

    @Test func `reading only writes nothing`() throws {
        _ = try room.create()
        let before = try room.bytes()
        let reader = try room.open(readOnly: true)
        #expect(try reader.openRentals() == [])
        #expect(throws: StateError.self) { try reader.note("x", "y") }
        #expect(try room.bytes() == before)
    }

    @Test func `two openings see each other's writes`() throws {
        let first = try room.create()
        let second = try room.open()
        try first.note("x", "from the first")
        #expect(try second.fact("x") == "from the first")
        try second.note("x", "from the second")
        #expect(try first.fact("x") == "from the second")
    }

    @Test func `every error of the state exits 74, a foreign fleet 78, a race 1`() {
        #expect(StateError.readOnly(file: "f").explanation.status == .state)
        #expect(
            StateError.sqlite(code: 13, message: "full", file: "f").explanation.hint?
                .contains("space") == true)
        #expect(StateError.networkFileSystem(kind: "nfs", folder: "f").explanation.status == .state)
        #expect(StateError.changedMeanwhile(rental: "r").explanation.status == .incomplete)
    }
}
