extension Rental {
    /// Writes what a change may set, as a compare-and-set on the version that was read.
    ///
    /// Nearly every change is that a machine was seen again. It leaves the two columns alone that
    /// indexes are made of, and writing those costs as much as writing all the others.
    ///
    /// - Returns: Whether the version was still the one that was read.
    /// - Throws: `StateError` where SQLite fails.
    func update(in connection: borrowing Connection) throws(StateError) -> Bool {
        let values = changeableValues
        let indexed = Self.indexed.map { values[$0] }
        var others = values
        for place in Self.indexed.reversed() { others.remove(at: place) }
        let key: [SQLValue] = [.text(id.description), .integer(version)]
        try connection.run(Self.updateOfOthers, others + key + indexed)
        if connection.changedRows() == 1 { return true }
        try connection.run(Self.updateOfAll, values + key)
        return connection.changedRows() == 1
    }

    /// Where in `changeable` the columns of an index are.
    private static let indexed = changeable.indices.filter {
        ["state", "instance"].contains(changeable[$0])
    }

    private static let updateOfAll = update(of: changeable)

    private static let updateOfOthers =
        update(of: changeable.indices.filter { !indexed.contains($0) }.map { changeable[$0] })
        + indexed.map { " AND \(changeable[$0]) IS ?" }.joined()

    private static func update(of columns: [String]) -> String {
        let assignments = columns.map { "\($0) = ?" }.joined(separator: ", ")
        return
            "UPDATE rental SET version = version + 1, \(assignments) WHERE id = ? AND version = ?"
    }
}
