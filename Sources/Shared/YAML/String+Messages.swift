extension StringProtocol {
    /// The text as a message shows it: on one line, nothing invisible, at most 60 characters.
    package var shownInMessages: String {
        let shown = String(String.UnicodeScalarView(unicodeScalars.prefix(60))).visible
        return unicodeScalars.dropFirst(60).isEmpty ? shown : shown + "…"
    }

    /// The text on one line with nothing invisible in it, as `\u{1b}` for an escape.
    package var visible: String {
        var shown = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                .paragraphSeparator,
                .spaceSeparator where scalar != " ":
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
