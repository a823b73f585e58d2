/// A JSON value, in cloudsim's own reading of RFC 8259.
///
/// The simulator judges the tools' JSON code, so it shares none of it.
package enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// The text, when this is a string.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The truth value, when this is one.
    package var flag: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    /// The members, when this is an object.
    package var members: JSONObject? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The elements, when this is an array.
    package var elements: [JSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The number, when this is a number; not a number in a string.
    package var number: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    /// The number of a number, or of a string that holds one, as the service converts them.
    package var lenientNumber: Double? {
        if let number { return number }
        guard case .string(let text) = self, let parsed = Double(text), parsed.isFinite else {
            return nil
        }
        return parsed
    }

    /// The whole number, when this is one, also written `40.0`.
    package var whole: Int64? {
        switch self {
        case .int(let number): number
        case .double(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// A member of an object; `nil` when this is no object or lacks the key.
    package subscript(key: String) -> JSON? { members?[key] }
}

/// The members of a JSON object, in the order they were written.
package struct JSONObject: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package var key: String
        package var value: JSON
    }

    package private(set) var list: [Member] = []

    package init() {}

    package var isEmpty: Bool { list.isEmpty }

    /// The value of a key; when a text repeats a key, the last one.
    package subscript(key: String) -> JSON? {
        list.last { $0.key == key }?.value
    }

    /// Adds a member without looking for an earlier one of that name.
    package mutating func append(_ key: String, _ value: JSON) {
        list.append(Member(key: key, value: value))
    }

    package mutating func append(contentsOf other: JSONObject) {
        list.append(contentsOf: other.list)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSON)...) {
        list = elements.map { Member(key: $0.0, value: $0.1) }
    }
}

// Not by nil: in a place for an optional value, it would quietly mean JSON's null.
extension JSON: ExpressibleByBooleanLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }

    package init(dictionaryLiteral elements: (String, JSON)...) {
        var members = JSONObject()
        for (key, value) in elements { members.append(key, value) }
        self = .object(members)
    }

    /// The text as a JSON string, or null.
    package init(_ text: String?) {
        self = text.map { .string($0) } ?? .null
    }
}
