/// Why a text was refused as YAML: the first thing that is wrong with it.
package struct YAMLError: Explained, Equatable {
    /// The file as messages show it.
    package var file: String
    /// `nil` when the text was refused as a whole.
    package var mark: YAMLMark?
    package var what: String
    package var hint: String?

    package init(file: String, mark: YAMLMark?, what: String, hint: String? = nil) {
        self.file = file
        self.mark = mark
        self.what = what
        self.hint = hint
    }

    package var explanation: Explanation {
        Explanation(
            what: what, place: mark.map { "\(file):\($0)" } ?? file, hint: hint,
            status: .configuration)
    }
}
