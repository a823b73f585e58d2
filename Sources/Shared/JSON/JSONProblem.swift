/// Why a text is not JSON that can be relied on.
package struct JSONProblem: Error, Equatable {
    /// `a key is given twice`; nothing of the text itself, which may be a secret.
    package var what: String
    /// Counted from 1.
    package var line: Int
    /// In bytes, counted from 1.
    package var column: Int
}

extension JSONProblem: CustomStringConvertible {
    package var description: String { "\(what), at \(line):\(column)" }
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259) as strictly as it is written: no key twice in one object, no
    /// `NaN`, no number too large to hold, no lone surrogate, at most 128 levels, nothing behind.
    ///
    /// `unread` are members of the outermost object that nobody reads: what they hold is passed over
    /// to its end, and left out.
    ///
    /// - Throws: The first problem, with its place.
    package init(
        strictly bytes: [UInt8], leavingOut unread: Set<String> = []
    ) throws(JSONProblem) {
        var reader = JSONReader(bytes: bytes, leavingOut: unread)
        do throws(JSONReader.Failure) {
            self = try reader.document()
        } catch {
            let before = bytes.prefix(error.offset)
            let line = before.count { $0 == 0x0A } + 1
            let begin = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            throw JSONProblem(what: error.what, line: line, column: error.offset - begin + 1)
        }
    }
}
