extension Journal {
    /// Every rental that may bill, oldest first.
    package func openRentals() throws -> [Rental] {
        try rentals(where: "state <> 'ended' ORDER BY number")
    }

    /// One rental, ended or not; `nil` when this state has none of that id.
    package func rental(_ id: RentalID) throws -> Rental? {
        try rentals(where: "id = ?", [.text(id.description)]).first
    }

    /// Every rental there ever was, oldest first.
    package func allRentals() throws -> [Rental] {
        try rentals(where: "TRUE ORDER BY number")
    }

    /// The ended rentals that a listing shows all the same, by instance id or, where none is
    /// known, by label.
    package func endedRentals(shownIn listing: Listing) throws -> [Rental] {
        let instances = listing.instances.map { JSONValue.string($0.id.value) }
        let labelled = listing.instances.compactMap { row in
            row.label.flatMap { RentalID(label: $0, fleet: fleet) }
        }
        return try rentals(
            where: """
                state = 'ended' AND provider = ?
                AND (instance IN (SELECT value FROM json_each(?))
                OR instance IS NULL AND id IN (SELECT value FROM json_each(?))) ORDER BY number
                """,
            [
                .text(listing.provider.rawValue), .json(instances),
                .json(labelled.map { .string($0.description) }),
            ])
    }

    private func rentals(where condition: String, _ values: [SQLValue] = []) throws -> [Rental] {
        try database.read { connection in
            try Self.rentals(connection, where: condition, values)
        }
    }

    static func rentals(
        _ connection: borrowing Connection, where condition: String, _ values: [SQLValue] = []
    ) throws -> [Rental] {
        let file = connection.file
        return try connection.rows("SELECT * FROM rental WHERE \(condition)", values) {
            (row) throws(StateError) in try Rental(row: row, file: file)
        }
    }

    /// Writes changes of rentals, all or none, each a compare-and-set on its version.
    ///
    /// - Returns: The rentals as they now stand, versions raised.
    /// - Throws: `StateError.changedMeanwhile` when one of them moved since it was read.
    @discardableResult
    package func record(
        _ changes: [RentalChange], as name: String, at moment: Stamp
    ) throws -> [Rental] {
        guard !changes.isEmpty else { return [] }
        return try database.write(name) { connection in
            try changes.map { try Self.store($0, at: moment, in: connection) }
        }
    }

    static func store(
        _ change: RentalChange, at moment: Stamp, in connection: borrowing Connection
    ) throws -> Rental {
        var rental = change.rental
        guard try rental.update(in: connection) else {
            throw StateError.changedMeanwhile(rental: rental.id.description)
        }
        rental.version += 1
        try book(change, at: moment, in: connection)
        return rental
    }

    static func insert(
        _ rental: Rental, at moment: Stamp, in connection: borrowing Connection
    ) throws -> Rental {
        var rental = rental
        let columns = Rental.fixed + Rental.changeable
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        try connection.run(
            "INSERT INTO rental (\(columns.joined(separator: ", "))) VALUES (\(marks))",
            rental.fixedValues + rental.changeableValues)
        rental.number = connection.lastInsertedRow()
        try book(RentalChange(rental, event: "intended"), at: moment, in: connection)
        return rental
    }

    /// Writes the event of a change, and its cost into the books of each day (UTC).
    private static func book(
        _ change: RentalChange, at moment: Stamp, in connection: borrowing Connection
    ) throws {
        let id = change.rental.id.description
        if let event = change.event {
            try connection.run(
                "INSERT INTO event (rental, at, kind, detail) VALUES (?, ?, ?, ?)",
                [.text(id), .text(moment.stored), .text(event), .text(change.detail)])
        }
        if change.voidsSpending {
            try connection.run("DELETE FROM spending WHERE rental = ?", [.text(id)])
        }
        for part in change.steps.flatMap(\.byDay) {
            try connection.run(
                """
                INSERT INTO spending (day, rental, low, high) VALUES (?, ?, ?, ?)
                ON CONFLICT (day, rental)
                DO UPDATE SET low = low + excluded.low, high = high + excluded.high
                """,
                [
                    .text(part.day.description), .text(id),
                    .integer(part.low.microdollars), .integer(part.high.microdollars),
                ])
        }
    }

    /// The events of a rental, oldest first, as `time kind detail`.
    package func events(of id: RentalID) throws -> [String] {
        try database.read { connection in
            try connection.rows(
                "SELECT at, kind, detail FROM event WHERE rental = ? ORDER BY number",
                [.text(id.description)])
        }.map { row in
            let at = row.text("at").flatMap(Stamp.init(stored:))?.wall.description ?? "?"
            return [at, row.text("kind") ?? "", row.text("detail") ?? ""]
                .filter { !$0.isEmpty }.joined(separator: " ")
        }
    }
}
