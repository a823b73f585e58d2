/// Where a number of jobs stands in a JSON document: `queue.waiting`, `sum(peers.*.jobs)`,
/// `count(jobs)`, `max(workers[0].load)`, `queues["self play"].waiting`.
package struct NumberPath: Hashable, Sendable {
    /// What is made of the values that a path leads to.
    package enum Function: String, CaseIterable, Sendable {
        case sum
        case count
        case max
        case min
    }

    package enum Step: Hashable, Sendable {
        /// `jobs`, a member of an object; `0` is an element of a list, too.
        case name(String)
        /// `["odd name"]`, a member of an object.
        case key(String)
        /// `[0]`, an element of a list.
        case index(Int)
        /// `*` or `[*]`, every member or element.
        case every
    }

    package var function: Function?
    /// Never empty.
    package var steps: [Step]

    package init(function: Function?, steps: [Step]) {
        self.function = function
        self.steps = steps
    }

    /// A path of names and `*` without a function; `steps` is not empty.
    package init(steps: [String]) {
        self.init(function: nil, steps: steps.map { $0 == "*" ? .every : .name($0) })
    }
}

extension NumberPath: CustomStringConvertible {
    /// The path as it may be written, every `*` behind a dot.
    package var description: String {
        var path = ""
        for step in steps {
            switch step {
            case .name(let name): path += path.isEmpty ? name : ".\(name)"
            case .every: path += path.isEmpty ? "*" : ".*"
            case .index(let index): path += "[\(index)]"
            case .key(let key):
                let escaped = key.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
                path += "[\"\(String(escaped))\"]"
            }
        }
        return function.map { "\($0.rawValue)(\(path))" } ?? path
    }
}
