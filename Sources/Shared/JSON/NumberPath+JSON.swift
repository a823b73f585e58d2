extension NumberPath {
    /// The number at the path: a whole number of jobs, 0 or more.
    ///
    /// A list or object that is there and empty counts, sums up to and has a maximum of 0; one
    /// that is not there is an error. `count` counts what a `*` at the end leads to; without one
    /// it counts the elements of each list or object, and a plain value as one.
    /// - Throws: `NumberPathError` when it is not there, or is no such number. A path without a
    ///   function must lead to exactly one value, and each value to a number of jobs.
    package func jobs(in document: JSONValue) throws(NumberPathError) -> Int {
        let found = try values(in: document)
        let jobs: Int
        switch function {
        case .count: jobs = try found.map(counted).reduce(0, +)
        case .sum: jobs = try found.map(wholeNumber).reduce(0, +)
        case .max: jobs = try found.map(wholeNumber).max() ?? 0
        case .min: jobs = try found.map(wholeNumber).min() ?? 0
        case nil: jobs = try wholeNumber(try only(of: found))
        }
        guard jobs <= mostJobs else { throw tooManyJobs }
        return jobs
    }

    /// The time at the path: seconds since 1970, or a date such as `2026-11-21T13:42:48Z`.
    ///
    /// - Throws: `NumberPathError` when it is not there, or is no time; `max` and `min` need at
    ///   least one.
    package func time(in document: JSONValue) throws(NumberPathError) -> Instant {
        let found = try values(in: document)
        guard function == .max || function == .min else {
            return try instant(try only(of: found), shown: description)
        }
        let times = try found.map { value throws(NumberPathError) in
            try instant(value, shown: description)
        }
        guard let time = function == .max ? times.max() : times.min() else {
            throw NumberPathError("\(self) leads to no time")
        }
        return time
    }

    /// Everything the path leads to, in order: members by key, elements by index.
    ///
    /// - Throws: `NumberPathError` where a step of it is not there.
    package func values(in document: JSONValue) throws(NumberPathError) -> [JSONValue] {
        var found: [JSONValue] = []
        try collect(document, at: steps[...], into: &found)
        return found
    }

    private func only(of found: [JSONValue]) throws(NumberPathError) -> JSONValue {
        guard found.count == 1 else {
            throw NumberPathError("\(self) leads to \(found.count) values, not to one")
        }
        return found[0]
    }

    private func counted(_ value: JSONValue) throws(NumberPathError) -> Int {
        if steps.last == .every { return 1 }
        switch value {
        case .array(let elements): return elements.count
        case .object(let members): return members.count
        case .null: throw NumberPathError("\(self) leads to null, which nothing can be counted in")
        case .bool, .integer, .number, .string: return 1
        }
    }

    private func collect(
        _ value: JSONValue, at steps: ArraySlice<Step>, into found: inout [JSONValue]
    ) throws(NumberPathError) {
        guard let step = steps.first else {
            found.append(value)
            return
        }
        let rest = steps.dropFirst()
        switch (value, step) {
        case (.object(let members), .every):
            for member in members.sorted(by: { $0.key < $1.key }) {
                try collect(member.value, at: rest, into: &found)
            }
        case (.array(let elements), .every):
            for element in elements { try collect(element, at: rest, into: &found) }
        case (.object(let members), .name(let name)), (.object(let members), .key(let name)):
            guard let member = members[name] else {
                throw NumberPathError("\(self) leads nowhere: there is no \(name)")
            }
            try collect(member, at: rest, into: &found)
        case (.array(let elements), .name(let name)):
            try collect(element(Int(name), of: elements, name), at: rest, into: &found)
        case (.array(let elements), .index(let index)):
            try collect(element(index, of: elements, "\(index)"), at: rest, into: &found)
        case (.array, .key(let name)):
            throw NumberPathError("\(self) leads nowhere: \(name) is inside a list")
        case (.object, .index(let index)):
            throw NumberPathError("\(self) leads nowhere: [\(index)] is inside an object")
        case (.null, _):
            throw NumberPathError("\(self) leads nowhere: \(step.shown) is inside null")
        default:
            throw NumberPathError("\(self) leads nowhere: \(step.shown) is inside a plain value")
        }
    }

    private func element(
        _ index: Int?, of elements: [JSONValue], _ shown: String
    ) throws(NumberPathError) -> JSONValue {
        guard let index, elements.indices.contains(index) else {
            throw NumberPathError("\(self) leads nowhere: there is no element \(shown)")
        }
        return elements[index]
    }
}

extension NumberPath.Step {
    fileprivate var shown: String {
        switch self {
        case .name(let name), .key(let name): name
        case .index(let index): "[\(index)]"
        case .every: "*"
        }
    }
}

/// Why a document does not give the number.
package struct NumberPathError: Error, Equatable {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}

/// The most jobs that are believed.
private let mostJobs = 1_000_000_000

private let tooManyJobs = NumberPathError("a number of jobs is above \(mostJobs)")

/// A number of jobs: whole, from 0 to a billion.
package func wholeNumber(_ value: JSONValue) throws(NumberPathError) -> Int {
    guard let number = value.double else {
        throw NumberPathError("a number of jobs is \(value.kindShown), not a number")
    }
    guard number >= 0 else { throw NumberPathError("a number of jobs is negative") }
    guard number <= Double(mostJobs) else { throw tooManyJobs }
    guard number == number.rounded() else {
        throw NumberPathError("a number of jobs is not whole")
    }
    return Int(number)
}

/// A time: seconds since 1970, or a date with its zone.
package func instant(_ value: JSONValue, shown: String) throws(NumberPathError) -> Instant {
    if let text = value.string, let time = Instant(rfc3339: text) { return time }
    guard let seconds = value.double else {
        throw NumberPathError(
            "\(shown) is \(value.kindShown), neither seconds since 1970 nor a date such as "
                + "2026-11-21T13:42:48Z")
    }
    guard (0...100_000_000_000).contains(seconds) else {
        let isMilliseconds = (1_000_000_000_000...10_000_000_000_000).contains(seconds)
        throw NumberPathError(
            "\(shown) is not a time in seconds since 1970"
                + (isMilliseconds ? ": it looks like milliseconds" : ""))
    }
    return Instant(seconds: seconds)
}

extension JSONValue {
    /// What it is, for people.
    package var kindShown: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
