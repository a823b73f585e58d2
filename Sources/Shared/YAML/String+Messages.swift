extension StringProtocol {
    /// The text as a message shows it: on one line, nothing invisible, at most 60 characters.
    package var shownInMessages: String {
        var shown = ""
        for scalar in unicodeScalars.prefix(60) {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                .paragraphSeparator:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                shown.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.dropFirst(60).isEmpty ? shown : shown + "…"
    }
}
