/// A value that goes into a statement or comes out of one.
package enum SQLValue: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)

    package static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }

    /// A list for `json_each`, so that one statement serves lists of any length.
    package static func json(_ values: [JSONValue]) -> SQLValue {
        .text(String(decoding: JSONValue.array(values).json(), as: UTF8.self))
    }

    package static func optional(_ number: Int64?) -> SQLValue {
        number.map(SQLValue.integer) ?? .null
    }
}

/// One row of an answer, read by column name.
package struct SQLRow: Sendable {
    /// Where in `values` a column is; every row of an answer has the same.
    let places: [String: Int]
    let values: [SQLValue]

    package subscript(_ name: String) -> SQLValue? { places[name].map { values[$0] } }

    package func integer(_ name: String) -> Int64? {
        guard case .integer(let number) = self[name] else { return nil }
        return number
    }

    package func text(_ name: String) -> String? {
        guard case .text(let text) = self[name] else { return nil }
        return text
    }
}
