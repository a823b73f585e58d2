/// An error that tells a person what is wrong, where, and what to do next.
///
/// Secrets never enter an explanation (promise S1).
package protocol Explained: Error {
    var explanation: Explanation { get }
}

/// What a tool prints of an error, and the status it exits with.
package struct Explanation: Equatable, Sendable {
    /// What is wrong: one line, no capital, no full stop.
    package var what: String
    /// Where: `file:line:column`, a URL without its query, or nothing.
    package var place: String?
    /// What to do next.
    package var hint: String?
    package var status: ExitStatus

    package init(what: String, place: String? = nil, hint: String? = nil, status: ExitStatus) {
        self.what = what
        self.place = place
        self.hint = hint
        self.status = status
    }

    /// The place and what is wrong there: `place: what`.
    package var line: String { (place.map { "\($0): " } ?? "") + what }

    /// The lines for standard error: `tool: error: place: what`, then `tool: hint: …`.
    package func lines(tool: String) -> [String] {
        ["\(tool): error: \(line)"] + (hint.map { ["\(tool): hint: \($0)"] } ?? [])
    }
}
