/// Something legal in a configuration that its writer should know of: a key that no tool of this
/// version acts on, or a value that cannot have been meant.
package struct ConfigurationNote: Equatable, Sendable {
    /// Where it stands: `fleet.yaml:7:1`.
    package var place: String
    /// The key: `groups[0].workers`.
    package var key: String
    /// What is to be known: one line, no capital, no full stop.
    package var what: String

    package init(place: String, key: String, what: String) {
        self.place = place
        self.key = key
        self.what = what
    }

    /// The line for standard error.
    package func line(tool: String) -> String { "\(tool): note: \(place): \(key): \(what)" }
}

/// The notes of one reading: one for each key of the table, however many groups use it.
struct ConfigurationNotes {
    private var found: [String: (mark: YAMLMark, note: ConfigurationNote, others: Int)] = [:]

    /// Takes a note.
    ///
    /// - Parameters:
    ///   - what: What is to be known.
    ///   - key: The key in the file.
    ///   - pattern: The same in the table of keys; of the notes with one pattern the first is told.
    ///   - mark: Where it stands.
    ///   - file: The file as messages show it.
    mutating func add(
        _ what: String, key: String, pattern: String, at mark: YAMLMark, of file: String
    ) {
        let note = ConfigurationNote(place: "\(file):\(mark)", key: key, what: what.keysHidden)
        guard let first = found[pattern] else {
            found[pattern] = (mark, note, 0)
            return
        }
        found[pattern] =
            mark < first.mark
            ? (mark, note, first.others + 1) : (first.mark, first.note, first.others + 1)
    }

    /// All of them, sorted by place.
    var sorted: [ConfigurationNote] {
        found.sorted { ($0.value.mark, $0.key) < ($1.value.mark, $1.key) }.map { _, entry in
            var note = entry.note
            if entry.others > 0 { note.what += " (and \(entry.others) more)" }
            return note
        }
    }
}
