/// A credential.
///
/// Whatever prints, logs or interpolates it shows `<redacted>` (promise S1).
///
/// Two are equal when their texts are, wherever they were found.
package struct Secret: Sendable, Equatable {
    /// The text itself: only for the header of a request to its provider.
    package let revealed: String
    /// Where it was found, for messages: `VAST_API_KEY`, or the path of a file.
    package var place: String?

    /// `nil` when nothing is left after trimming white space.
    package init?(_ text: String) {
        let kept = text.drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        revealed = String(kept[...last])
    }
}

extension Secret {
    package static func == (one: Secret, other: Secret) -> Bool { one.revealed == other.revealed }

    /// Begins with a space and says where the key was found; empty where nobody knows.
    var origin: String { place.map { " (the key is that of \($0))" } ?? "" }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
