/// What to do about the words of libyaml.
struct YAMLAdvice {
    /// Where the mistake is, if not where libyaml noticed it.
    var place: YAMLMark?
    var hint: String?

    /// `place` is where libyaml noticed it, `context` where the thing began that was being read.
    init(_ words: String, at mark: YAMLMark, context: YAMLMark?, in source: YAMLSource) {
        let begun = context.map { " that stands at \($0)" } ?? ""
        func has(_ text: String) -> Bool { words.contains(text) }
        if let space = source.strangeIndent(upTo: mark.line) {
            place = space.mark
            hint = "indent with plain spaces: here stands \(space.name)"
        } else if has("could not find expected ':'") {
            place = context
            hint = source.missingColon(at: context ?? mark)
        } else if has("while parsing a flow sequence") {
            hint =
                source.bracket(before: mark)
                ?? "close the [\(begun), or put a comma between its entries"
        } else if has("while parsing a flow mapping") {
            hint =
                source.bracket(before: mark)
                ?? "close the {\(begun), or put a comma between its entries"
        } else if has("unexpected end of stream while scanning a quoted") {
            hint = "close the quote\(begun)"
        } else if has("unknown escape character") {
            hint = "write \\\\ for a backslash, or put the value in single quotes"
        } else if has("mapping values are not allowed") {
            hint =
                "check the indentation here and in the line above; "
                + "a value that holds a colon and a space needs quotes"
        } else if has("while parsing a block") {
            hint = source.closing(before: mark) ?? "indent this line like its neighbours"
        } else if has("cannot start any token") || has("alphabetic or numeric character") {
            hint = "put the value in quotes"
        } else if has("expected <document start>") {
            hint = "keep one document in the file"
        } else if has("incompatible YAML document") {
            hint = "leave out the %YAML line"
        }
    }
}

extension YAMLSource {
    /// The first line up to this one that is indented with what looks like a space and is none.
    fileprivate func strangeIndent(upTo line: Int) -> (mark: YAMLMark, name: String)? {
        for number in 1...max(1, line) {
            var index = 0
            for scalar in text(line: number).unicodeScalars {
                if let name = strangeSpaces[scalar] {
                    let start = mark(line: number)
                    return (
                        YAMLMark(
                            line: number, column: index + 1,
                            offset: start.offset + index), name
                    )
                }
                guard scalar == " " || scalar == "\t" || scalar == "-" else { break }
                index += 1
            }
        }
        return nil
    }

    /// What to do about a line that has no `key:`.
    fileprivate func missingColon(at mark: YAMLMark) -> String {
        let line = text(line: mark.line).trimmedOfSpaces
        if line.hasPrefix("-"), line.dropFirst().first.map({ $0 != " " && $0 != "-" }) ?? false {
            return "put a space behind the dash that begins an entry"
        }
        if line.utf8.count > 1024 { return "a key has at most 1024 characters" }
        for number in stride(from: mark.line - 1, to: 0, by: -1) {
            let above = text(line: number).trimmedOfSpaces
            if above.isEmpty { continue }
            if [": |", ": >", ": |-", ": >-", ": |+", ": >+"].contains(where: above.hasSuffix) {
                return
                    "indent the text under \(above.hasSuffix("|") ? "|" : "its key") further than its key"
            }
            break
        }
        return "write key: value, with a space behind the colon"
    }

    /// What to do about a bracket that begins within a value.
    fileprivate func bracket(before mark: YAMLMark) -> String? {
        guard mark.offset < bytes.count,
            "[{".utf8.contains(bytes[mark.offset]),
            let before = bytes[..<mark.offset].last(where: { $0 != 0x20 }),
            !"[{,:".utf8.contains(before), before != 0x0A, before != 0x0D
        else { return nil }
        return "put a value that holds a bracket in quotes"
    }

    /// What to do about a value that goes on behind its closing bracket or quote.
    fileprivate func closing(before mark: YAMLMark) -> String? {
        let line = text(line: mark.line)
        let before = String(line.unicodeScalars.prefix(mark.column - 1)).trimmedOfSpaces
        guard let last = before.last, "]}\"'".contains(last), mark.column > 1 else { return nil }
        return "something follows the closing \(last): put the whole value in quotes"
    }
}

extension StringProtocol {
    fileprivate var trimmedOfSpaces: String {
        let kept = drop { $0 == " " || $0 == "\t" }
        guard let last = kept.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(kept[...last])
    }
}

/// White space that YAML takes for letters.
let strangeSpaces: [Unicode.Scalar: String] = [
    "\u{A0}": "a no-break space (U+00A0)", "\u{2002}": "an en space (U+2002)",
    "\u{2003}": "an em space (U+2003)", "\u{2009}": "a thin space (U+2009)",
    "\u{202F}": "a narrow no-break space (U+202F)", "\u{3000}": "a wide space (U+3000)",
    "\u{200B}": "a zero-width space (U+200B)",
]
