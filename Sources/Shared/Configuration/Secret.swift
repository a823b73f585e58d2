/// A credential.
///
/// Whatever prints, logs or interpolates it shows `<redacted>` (promise S1).
package struct Secret: Sendable, Equatable {
    /// The text itself: only for the header of a request to its provider.
    package let revealed: String

    /// `nil` when nothing is left after trimming white space.
    package init?(_ text: String) {
        let kept = text.drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        revealed = String(kept[...last])
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
