/// A place in a text: for people (`line:column`) and for edits (`offset`).
package struct YAMLMark: Hashable, Comparable, Sendable {
    /// Counted from 1; lines end at LF, CRLF or a lone CR, as editors count them.
    package var line: Int
    /// Counted from 1, in Unicode code points; a byte order mark has no column.
    package var column: Int
    /// Bytes from the beginning of the text, a byte order mark included.
    package var offset: Int

    package init(line: Int, column: Int, offset: Int) {
        self.line = line
        self.column = column
        self.offset = offset
    }

    package static func < (left: YAMLMark, right: YAMLMark) -> Bool {
        left.offset < right.offset
    }
}

extension YAMLMark: CustomStringConvertible {
    /// The place for people: `14:10`.
    package var description: String { "\(line):\(column)" }
}
