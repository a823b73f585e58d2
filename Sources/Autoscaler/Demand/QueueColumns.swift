import Shared

/// The cells of a row by what they mean: a column with one of the names is that, and the columns
/// left over take the names of `inOrder` that are left over.
///
/// Case does not matter.
/// - Throws: When a name comes twice, or a column is left over in the end.
func named(
    _ columns: [String], _ row: [QueryCell], _ inOrder: [String], others: [String]
) throws(NumberPathError) -> [String: QueryCell] {
    var cells: [String: QueryCell] = [:]
    var unnamed: [(column: String, cell: QueryCell)] = []
    for (column, cell) in zip(columns, row) {
        let name = column.lowercased()
        guard inOrder.contains(name) || others.contains(name) else {
            unnamed.append((column, cell))
            continue
        }
        guard cells.updateValue(cell, forKey: name) == nil else {
            throw NumberPathError("the query gave two columns \(name)")
        }
    }
    var free = inOrder.filter { cells[$0] == nil }[...]
    for (column, cell) in unnamed {
        guard let name = free.popFirst() else {
            throw NumberPathError(
                "the query gave a column \(column.shownInMessages) that is none of "
                    + (inOrder + others).joined(separator: ", ") + ": name it with AS")
        }
        cells[name] = cell
    }
    return cells
}

extension QueryCell {
    /// A number of jobs.
    func jobs(_ column: String) throws(NumberPathError) -> Int {
        switch self {
        case .integer(let number): return try wholeNumber(.integer(number))
        case .real(let number): return try wholeNumber(.number(number))
        case .null:
            throw NumberPathError(
                "\(column) is NULL, which is not 0: SQL's sum of no rows is; "
                    + "write coalesce(sum(…), 0) where it means none")
        case .text, .blob: throw NumberPathError("\(column) is not a number")
        }
    }

    /// A time.
    func time(_ column: String) throws(NumberPathError) -> Instant {
        switch self {
        case .integer(let number): return try instant(.integer(number), shown: column)
        case .real(let number): return try instant(.number(number), shown: column)
        case .text(let text): return try instant(.string(text), shown: column)
        case .null, .blob:
            throw NumberPathError("\(column) is no time: give unixepoch(…), seconds since 1970")
        }
    }

    /// The name of a machine.
    func machine() throws(NumberPathError) -> String {
        switch self {
        case .integer(let number): return try machineName(.integer(number))
        case .text(let text): return try machineName(.string(text))
        case .null, .real, .blob: throw NumberPathError("a machine is named by no text")
        }
    }
}

/// The name of a machine, as text or as a whole number.
func machineName(_ value: JSONValue) throws(NumberPathError) -> String {
    guard let name = value.idText else {
        throw NumberPathError(
            "a machine is named by \(value.kindShown), not by its id: say where the ids stand, "
                + "such as machines: workers.*.id")
    }
    guard name.utf8.count <= 200, !name.contains(where: \.isWhitespace) else {
        throw NumberPathError(
            "the name of a machine is longer than 200 bytes, or holds white space")
    }
    return Work.key(name)
}
