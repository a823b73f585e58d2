extension Journal {
    /// Notes that a run has begun, and answers its number.
    package func beginRun(of tool: String, at moment: Stamp) throws -> Int64 {
        try database.write("run begun") { connection in
            try connection.run(
                "INSERT INTO run (tool, begun) VALUES (?, ?)",
                [.text(tool), .text(moment.stored)])
            return connection.lastInsertedRow()
        }
    }

    /// Notes how a run ended, with its decision record (promise T4).
    package func endRun(
        _ number: Int64, status: ExitStatus, record: String, at moment: Stamp
    ) throws {
        try database.write("run ended") { connection in
            try connection.run(
                "UPDATE run SET ended = ?, status = ?, record = ? WHERE number = ?",
                [
                    .text(moment.stored), .integer(Int64(status.rawValue)), .text(record),
                    .integer(number),
                ])
        }
    }

    /// Forgets what nobody asks for any more.
    ///
    /// That is records of uneventful runs after 48 hours, and runs after 90 days (promise T4).
    /// Rentals and what they cost are never forgotten. Idempotent.
    package func thinRuns(at moment: Stamp) throws {
        let (season, twoDays) = (moment.stored(earlier: 90 * 24), moment.stored(earlier: 48))
        try database.write("runs thinned") { connection in
            try connection.run("DELETE FROM run WHERE begun < ?", [.text(season)])
            try connection.run(
                """
                UPDATE run SET record = NULL WHERE begun < ? AND status = 0
                AND json_array_length(record, '$.actions') = 0
                """, [.text(twoDays)])
        }
    }

    /// When the last runs of a tool began, newest first, the one under way not among them.
    package func recentRuns(
        of tool: String, before number: Int64 = .max, limit: Int = 20
    ) throws -> [Stamp] {
        try database.read { connection in
            try connection.rows(
                "SELECT begun FROM run WHERE tool = ? AND number < ? ORDER BY number DESC LIMIT ?",
                [.text(tool), .integer(number), .integer(Int64(limit))]
            ).compactMap { $0.text("begun").flatMap(Stamp.init(stored:)) }
        }
    }

    /// The newest wall time that anything in this state carries; `nil` in a new state.
    package func newestRecord() throws -> Instant? {
        try database.read { connection in
            let newest = [
                "SELECT begun AS at FROM run ORDER BY number DESC LIMIT 1",
                "SELECT at FROM event ORDER BY number DESC LIMIT 1",
            ]
            return try newest.compactMap {
                try connection.rows($0).first?.text("at").flatMap(Stamp.init(stored:))?.wall
            }.max()
        }
    }

    /// When a group last asked for a machine that was not refused, and when one was last let go
    /// by policy.
    package func lastMoves(of group: String) throws -> (growth: Stamp?, shrink: Stamp?) {
        try database.read { connection in
            let growth = try connection.rows(
                """
                SELECT requested_at AS at FROM rental WHERE fleet_group = ?
                AND requested_at IS NOT NULL AND (instance IS NOT NULL OR state = 'requested')
                ORDER BY number DESC LIMIT 1
                """, [.text(group)])
            let shrink = try connection.rows(
                """
                SELECT MAX(COALESCE(draining_at, ending_at)) AS at FROM rental
                WHERE fleet_group = ? AND cause = 'policy'
                """, [.text(group)])
            return (
                growth: growth.first?.text("at").flatMap(Stamp.init(stored:)),
                shrink: shrink.first?.text("at").flatMap(Stamp.init(stored:))
            )
        }
    }

    /// Notes what a group's queue asked for, and forgets wishes older than a day.
    package func noteWish(_ machines: Int, of group: String, at moment: Stamp) throws {
        let oldest = moment.stored(earlier: 24)
        try database.write("wish") { connection in
            try connection.run(
                "INSERT INTO wish (fleet_group, at, machines) VALUES (?, ?, ?)",
                [.text(group), .text(moment.stored), .integer(Int64(machines))])
            try connection.run("DELETE FROM wish WHERE at < ?", [.text(oldest)])
        }
    }

    /// What a group's queue asked for in the last while, oldest first.
    package func wishes(of group: String) throws -> [(at: Stamp, machines: Int)] {
        try database.read { connection in
            try connection.rows(
                "SELECT at, machines FROM wish WHERE fleet_group = ? ORDER BY at", [.text(group)])
        }.compactMap { row in
            guard let at = row.text("at").flatMap(Stamp.init(stored:)),
                let machines = row.integer("machines")
            else { return nil }
            return (at: at, machines: Int(machines))
        }
    }

    /// Remembers a host on which a machine did not come up, so that offers of it are passed over.
    package func avoid(
        machine: String, of provider: ProviderName, because reason: String, at moment: Stamp
    ) throws {
        try database.write("avoid machine") { connection in
            try connection.run(
                """
                INSERT OR REPLACE INTO avoided_machine (provider, machine, at, reason)
                VALUES (?, ?, ?, ?)
                """,
                [
                    .text(provider.rawValue), .text(machine), .text(moment.stored), .text(reason),
                ])
        }
    }

    /// The hosts to pass over now: those that failed within `time`.
    package func avoidedMachines(
        of provider: ProviderName, within time: Duration, at now: Stamp
    ) throws -> Set<String> {
        let rows = try database.read { connection in
            try connection.rows(
                "SELECT machine, at FROM avoided_machine WHERE provider = ?",
                [.text(provider.rawValue)])
        }
        return Set(
            rows.compactMap { row in
                guard let at = row.text("at").flatMap(Stamp.init(stored:)),
                    at.age(at: now) < time
                else { return nil }
                return row.text("machine")
            })
    }
}

extension Stamp {
    /// The wall time so many hours before, as it compares with stored stamps.
    fileprivate func stored(earlier hours: Int) -> String {
        Stamp(wall: wall - .seconds(hours * 3600), sinceBoot: .zero, bootID: "-").stored
    }
}
