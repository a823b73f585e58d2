/// What a query gave: its columns' names, and its rows in order.
package struct QueryAnswer: Equatable, Sendable {
    package var columns: [String]
    /// Each as long as `columns`.
    package var rows: [[QueryCell]]

    package init(columns: [String], rows: [[QueryCell]]) {
        self.columns = columns
        self.rows = rows
    }
}

/// One value of an answer.
package enum QueryCell: Equatable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob
}

/// Why a query gave nothing to rely on.
package struct QueryFailure: Error, Equatable {
    /// Follows the name of the database: `does not exist`.
    package var what: String
}
