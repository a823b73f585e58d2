/// Any JSON value.
///
/// Whole numbers keep all their digits; other numbers are doubles.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue {
    /// Reads JSON text as `init(strictly:leavingOut:)` does; `nil` when it is none.
    package init?(json bytes: [UInt8], leavingOut unread: Set<String> = []) {
        guard let value = try? JSONValue(strictly: bytes, leavingOut: unread) else { return nil }
        self = value
    }

    /// The members of an object; `nil` when this is none.
    package var members: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// A member of an object; `nil` when this is none, or has no such member.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// A number as a double, whichever way it was written; `nil` for anything else.
    package var double: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }

    /// An id that providers write as a number or as text.
    package var idText: String? {
        switch self {
        case .integer(let integer): "\(integer)"
        case .number(let number): Int64(exactly: number).map { "\($0)" }
        case .string(let text) where !text.isEmpty: text
        default: nil
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}
