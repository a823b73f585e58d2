/// Where a number of jobs stands in a JSON document: `queue.waiting`, `sum(peers.*.jobs)`,
/// `count(jobs.*)`, `max(workers.0.load)`.
///
/// A step is a member's name, an index of an array, or `*` for every member or element.
package struct NumberPath: Equatable, Sendable {
    package enum Function: String, Sendable {
        case sum
        case count
        case max
    }

    package var function: Function?
    package var steps: [String]

    /// A path without a function; `steps` is not empty.
    package init(steps: [String]) {
        self.steps = steps
    }

    /// Reads a path; `nil` when it is empty, a step is empty, or the function is unknown.
    package init?(_ text: String) {
        var path = Substring(text)
        if let open = text.firstIndex(of: "("), text.hasSuffix(")") {
            guard let function = Function(rawValue: String(text[..<open])) else { return nil }
            self.function = function
            path = text[text.index(after: open)...].dropLast()
        }
        steps = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard steps.allSatisfy({ !$0.isEmpty && !$0.contains("(") }) else { return nil }
    }
}

extension NumberPath: CustomStringConvertible {
    package var description: String {
        let path = steps.joined(separator: ".")
        return function.map { "\($0.rawValue)(\(path))" } ?? path
    }
}
