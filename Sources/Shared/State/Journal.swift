/// The durable record of one fleet: its rentals, their events and spending, its accounts and runs.
///
/// Everything here is on disk when a write returns. Reads see one snapshot.
package struct Journal: Sendable {
    package let database: Database
    package let fleet: FleetName
    /// This installation's id: half of every label.
    package let installation: String

    /// Opens the state of a fleet.
    ///
    /// - Throws: `StateError`, `.otherFleet` among them.
    package init(
        opening folder: StateFolder, fleet: FleetName, readOnly: Bool = false,
        gate: WriteGate = .open
    ) throws {
        let database = try Self.database(in: folder, readOnly: readOnly, gate: gate)
        let facts = try database.read { connection in
            try connection.rows("SELECT name, value FROM fact")
        }
        func fact(_ name: String) -> String? {
            facts.first { $0.text("name") == name }?.text("value")
        }
        guard let name = fact("fleet"), let installation = fact("installation") else {
            throw StateError.damaged(reason: "it names no fleet", file: folder.database)
        }
        guard name == fleet.text else {
            throw StateError.otherFleet(
                state: name, configured: fleet.text, file: folder.database)
        }
        self.database = database
        self.fleet = fleet
        self.installation = installation
    }

    /// Opens the state of a folder, whosever it is; an older one is brought forward while nobody
    /// works on any rental (promise D4), unless it is opened only to read.
    ///
    /// - Throws: `StateError`, and `LockError.rentalsBusy` when somebody is at work.
    package static func database(
        in folder: StateFolder, readOnly: Bool, gate: WriteGate = .open
    ) throws -> Database {
        try Database(
            file: folder.database, readOnly: readOnly, gate: gate,
            exclusively: {
                let locks = try RentalLocks(in: folder)
                guard locks.acquireAll() else { throw LockError.rentalsBusy }
                return locks
            })
    }

    /// Makes the state of a fleet that has none yet, and opens it.
    package init(
        creating folder: StateFolder, fleet: FleetName, installation: String,
        gate: WriteGate = .open
    ) throws {
        try gate.before("create state")
        try Database.create(file: folder.database) { connection in
            try connection.run(
                "INSERT INTO fact (name, value) VALUES ('fleet', ?), ('installation', ?)",
                [.text(fleet.text), .text(installation)])
        }
        try gate.after("create state")
        try self.init(opening: folder, fleet: fleet, gate: gate)
    }

    /// A fact about this state, by name; `nil` when it was never noted.
    package func fact(_ name: String) throws -> String? {
        try database.read { connection in
            try connection.rows("SELECT value FROM fact WHERE name = ?", [.text(name)])
                .first?.text("value")
        }
    }

    /// Notes a fact, in place of what was noted before; the same again writes nothing.
    package func note(_ name: String, _ value: String) throws {
        guard try fact(name) != value else { return }
        try database.write("note \(name)") { connection in
            try connection.run(
                "INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)",
                [.text(name), .text(value)])
        }
    }

    /// The account that this state is bound to at a provider; `nil` before the first use.
    package func account(of provider: ProviderName) throws -> String? {
        try database.read { connection in
            try connection.rows(
                "SELECT identity FROM account WHERE provider = ?", [.text(provider.rawValue)]
            ).first?.text("identity")
        }
    }

    /// Binds this state to an account at its first use (promise M2), or anew when the user says so.
    package func bind(
        _ identity: String, of provider: ProviderName, at moment: Stamp
    ) throws {
        try database.write("bind account") { connection in
            try connection.run(
                "INSERT OR REPLACE INTO account (provider, identity, bound_at) VALUES (?, ?, ?)",
                [.text(provider.rawValue), .text(identity), .text(moment.stored)])
        }
    }
}
