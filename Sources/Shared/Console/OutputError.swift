import Glibc

/// The result could not be written to standard output, or not all of it.
///
/// What the run did is done and recorded.
package struct OutputError: Explained, Equatable {
    /// The system's: `No space left on device`.
    let words: String

    package var explanation: Explanation {
        Explanation(
            what: "the result could not be written to standard output: \(words)",
            hint: "what the run did is done; give it a file with room, a pipe or a terminal",
            status: .state)
    }
}

func systemWords(_ code: Int32) -> String { String(cString: strerror(code)) }
