/// One YAML text, parsed: at most one document, within limits, every alias with its anchor.
package struct YAMLDocument: Hashable, Sendable {
    package enum DuplicateKeys: Sendable {
        /// The second of two equal keys of one mapping is an error.
        case refused
        /// Both stay in the tree, for a reader that tells all mistakes at once.
        case kept
    }

    /// `nil` for a text that holds nothing but white space and comments.
    package let root: YAMLNode?

    /// Parses a text in UTF-8, with or without a byte order mark.
    ///
    /// `file` is the name that errors show. Keys are compared as texts, however they are quoted.
    /// - Throws: `YAMLError` at the first thing that is not YAML, beyond a limit, a second
    ///   document, or a key given twice.
    package init(
        parsing text: [UInt8], file: String, limits: YAMLLimits = YAMLLimits(),
        duplicateKeys: DuplicateKeys = .refused
    ) throws(YAMLError) {
        guard text.count <= limits.bytes else {
            throw YAMLError(
                file: file, mark: nil,
                what: "it has \(text.count) bytes, more than \(limits.bytes)")
        }
        let source = YAMLSource(text)
        guard source.start < text.count else {
            root = nil
            return
        }
        root = try text.withUnsafeBufferPointer { (bytes) throws(YAMLError) in
            let events: YAMLEvents
            do throws(YAMLProblem) {
                events = try YAMLEvents(UnsafeBufferPointer(rebasing: bytes[source.start...]))
            } catch {
                throw YAMLError(file: file, mark: nil, what: error.words)
            }
            var composer = YAMLComposer(
                events: events, source: source, file: file, limits: limits,
                duplicateKeys: duplicateKeys)
            return try composer.document()
        }
    }
}
