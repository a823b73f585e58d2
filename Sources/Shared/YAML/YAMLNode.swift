/// One node of a parsed YAML text, with the bytes it came from.
///
/// Scalars stay text: what `off` or `010` means is for the reader to say. Aliases are not
/// resolved, so a small text never becomes a large tree.
package struct YAMLNode: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case scalar(String, ScalarStyle)
        case sequence([YAMLNode], CollectionStyle)
        case mapping([YAMLPair], CollectionStyle)
        /// `*name`; an anchor of that name stands before it.
        case alias(String)
    }

    package enum ScalarStyle: Hashable, Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
    }

    package enum CollectionStyle: Hashable, Sendable {
        /// One entry a line, by indentation.
        case block
        /// In `[…]` or `{…}`.
        case flow
    }

    package var content: Content
    /// Where the node begins; its anchor and tag belong to it.
    package var start: YAMLMark
    /// The place just behind the node's last byte, always on the last line that holds some of it.
    ///
    /// A block collection ends where its last entry does. A `|` or `>` text ends before the line
    /// break of its last line; blank lines at its end belong to it only under `+`.
    package var end: YAMLMark
    /// `name` of `&name`.
    package var anchor: String?
    /// An explicit tag, `!!` written out: `tag:yaml.org,2002:str`.
    package var tag: String?

    package init(
        _ content: Content, start: YAMLMark, end: YAMLMark, anchor: String? = nil,
        tag: String? = nil
    ) {
        self.content = content
        self.start = start
        self.end = end
        self.anchor = anchor
        self.tag = tag
    }

    /// The bytes the node came from.
    package var bytes: Range<Int> { start.offset..<max(start.offset, end.offset) }
}

/// A key of a mapping, and its value.
package struct YAMLPair: Hashable, Sendable {
    package var key: YAMLNode
    package var value: YAMLNode

    package init(key: YAMLNode, value: YAMLNode) {
        self.key = key
        self.value = value
    }
}

extension YAMLNode {
    /// The text of a scalar; `nil` for any other node.
    package var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// Whether the node says "nothing": a plain empty text, `~` or `null`.
    package var isNull: Bool {
        guard case .scalar(let text, .plain) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The text of a scalar that stands for one line: without the line end that `|` and `>` leave.
    package var line: String? {
        guard case .scalar(let text, let style) = content else { return nil }
        let isBlock = style == .literal || style == .folded
        return isBlock && text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// The typographic quote that an unquoted text begins with, and that its writer took for one
    /// of YAML's.
    package var curlyQuote: Character? {
        guard case .scalar(let text, .plain) = content, let first = text.first else { return nil }
        return "“”„‟‘’‚«»".contains(first) ? first : nil
    }
}
