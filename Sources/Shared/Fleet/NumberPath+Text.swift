/// Why a text is no path.
package struct NumberPathMistake: Error, Equatable {
    /// Follows the text: `an empty step`.
    package var what: String
    /// Where in the text, in code points from 0.
    package var offset: Int
    package var hint: String?
}

extension NumberPath {
    /// Reads a path; `nil` when the text is none.
    package init?(_ text: String) {
        guard let path = try? NumberPath(parsing: text) else { return nil }
        self = path
    }

    /// Reads a path as people write it.
    ///
    /// - Throws: What is wrong, and where.
    package init(parsing text: String) throws(NumberPathMistake) {
        var parser = PathParser(text: Array(text.unicodeScalars))
        self = try parser.whole()
    }
}

private struct PathParser {
    let text: [Unicode.Scalar]
    var index = 0

    private var next: Unicode.Scalar? { index < text.count ? text[index] : nil }

    mutating func whole() throws(NumberPathMistake) -> NumberPath {
        guard !text.isEmpty else { throw mistake("nothing", at: 0) }
        let function = try function()
        let steps = try steps()
        if function != nil {
            guard next == ")" else { throw mistake("no ) at its end", at: index) }
            index += 1
        }
        guard index == text.count else {
            throw mistake("\(shown(text[index])) where nothing more belongs", at: index)
        }
        return NumberPath(function: function, steps: steps)
    }

    /// `sum(` and the like; `nil`, with nothing taken, where the path begins at once.
    private mutating func function() throws(NumberPathMistake) -> NumberPath.Function? {
        let name = text.prefix { !isSpecial($0) }
        guard name.count < text.count, text[name.count] == "(" else { return nil }
        let word = String(String.UnicodeScalarView(name))
        guard let function = NumberPath.Function(rawValue: word) else {
            throw NumberPathMistake(
                what: "an unknown function", offset: 0,
                hint: "the functions are "
                    + NumberPath.Function.allCases.map(\.rawValue).joined(separator: ", "))
        }
        index = name.count + 1
        return function
    }

    private mutating func steps() throws(NumberPathMistake) -> [NumberPath.Step] {
        if next == "$" {
            throw NumberPathMistake(
                what: "a $", offset: index, hint: "begin with the first key: a path has no $")
        }
        var steps = [next == "[" ? try bracket() : try plain()]
        while let mark = next, mark == "." || mark == "[" {
            if mark == "." {
                index += 1
                steps.append(try plain())
            } else {
                steps.append(try bracket())
            }
        }
        return steps
    }

    private mutating func plain() throws(NumberPathMistake) -> NumberPath.Step {
        if next == "*" {
            index += 1
            guard next.map(isSpecial) ?? true, next != "*" else {
                throw mistake("a * that is not a step of its own", at: index - 1)
            }
            return .every
        }
        let begin = index
        while let scalar = next, !isSpecial(scalar) { index += 1 }
        guard index > begin else {
            let isEnd = next == nil || next == "." || next == ")"
            throw mistake(
                isEnd ? "an empty step" : "\(next.map(shown) ?? "nothing") outside of quotes",
                at: index,
                hint: isEnd ? nil : "write odd names in brackets and quotes: a[\"odd name\"]")
        }
        if next == "*" { throw mistake("a * that is not a step of its own", at: index) }
        return .name(String(String.UnicodeScalarView(text[begin..<index])))
    }

    private mutating func bracket() throws(NumberPathMistake) -> NumberPath.Step {
        let begin = index
        index += 1
        let step: NumberPath.Step
        switch next {
        case "*":
            index += 1
            step = .every
        case "\"", "'": step = .key(try quotedKey())
        default:
            let digits = text[index...].prefix { ("0"..."9").contains($0) }
            guard let number = Int(String(String.UnicodeScalarView(digits))) else {
                throw mistake(
                    "a bracket that holds neither an index from 0 nor a quoted key nor *",
                    at: begin)
            }
            index += digits.count
            step = .index(number)
        }
        guard next == "]" else { throw mistake("a bracket without its ]", at: begin) }
        index += 1
        return step
    }

    /// A key in either kind of quotes; a backslash stands before a quote or another backslash.
    private mutating func quotedKey() throws(NumberPathMistake) -> String {
        let begin = index
        let quote = text[index]
        var key = String.UnicodeScalarView()
        index += 1
        while let scalar = next {
            index += 1
            if scalar == quote { return String(key) }
            if scalar == "\\", let escaped = next, escaped == quote || escaped == "\\" {
                index += 1
                key.append(escaped)
            } else {
                key.append(scalar)
            }
        }
        throw mistake("a quote without its end", at: begin)
    }

    private func mistake(_ what: String, at offset: Int, hint: String? = nil) -> NumberPathMistake {
        NumberPathMistake(what: what, offset: offset, hint: hint)
    }
}

private func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
        || ".[]()\"'*".unicodeScalars.contains(scalar)
}

private func shown(_ scalar: Unicode.Scalar) -> String {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
        ? "white space" : String(scalar)
}
