extension NumberPath {
    /// The number at the path: a whole number of jobs, 0 or more.
    ///
    /// - Throws: `NumberPathError` when it is not there, or is no such number. A path without a
    ///   function must lead to exactly one value; `sum` and `max` of nothing are errors only where
    ///   a fixed step is missing.
    package func jobs(in document: JSONValue) throws(NumberPathError) -> Int {
        let found = try values(in: document, at: steps[...])
        switch function {
        case .count: return found.count
        case .sum: return try found.map(wholeNumber).reduce(into: 0) { $0 += $1 }
        case .max: return try found.map(wholeNumber).max() ?? 0
        case nil: return try wholeNumber(try only(of: found))
        }
    }

    /// The one value at the path, whatever it is.
    package func number(in document: JSONValue) throws(NumberPathError) -> JSONValue {
        try only(of: try values(in: document, at: steps[...]))
    }

    private func only(of found: [JSONValue]) throws(NumberPathError) -> JSONValue {
        guard found.count == 1 else {
            throw NumberPathError("\(self) leads to \(found.count) values, not to one")
        }
        return found[0]
    }

    private func values(
        in value: JSONValue, at steps: ArraySlice<String>
    ) throws(NumberPathError) -> [JSONValue] {
        guard let step = steps.first else { return [value] }
        let children: [JSONValue]
        switch (value, step) {
        case (.object(let members), "*"):
            children = members.sorted { $0.key < $1.key }.map(\.value)
        case (.array(let elements), "*"): children = elements
        case (.object(let members), _):
            guard let member = members[step] else {
                throw NumberPathError("\(self) leads nowhere: there is no \(step)")
            }
            children = [member]
        case (.array(let elements), _):
            guard let index = Int(step), elements.indices.contains(index) else {
                throw NumberPathError("\(self) leads nowhere: there is no element \(step)")
            }
            children = [elements[index]]
        default: throw NumberPathError("\(self) leads nowhere: \(step) is inside a plain value")
        }
        var found: [JSONValue] = []
        for child in children { found += try values(in: child, at: steps.dropFirst()) }
        return found
    }
}

/// Why a document does not give the number.
package struct NumberPathError: Error, Equatable {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}

/// A number of jobs: whole, from 0 to a billion.
package func wholeNumber(_ value: JSONValue) throws(NumberPathError) -> Int {
    guard let number = value.double else {
        throw NumberPathError("a number of jobs is not a number")
    }
    guard number >= 0, number <= 1_000_000_000, number == number.rounded() else {
        throw NumberPathError("\(number) is not a number of jobs")
    }
    return Int(number)
}
