/// The text of a query cut into conditions, as the official client cuts it.
///
/// A condition is a field, an operator and a value. Symbols need no space around them, words do;
/// a value is a list in brackets, a text in quotes, or whatever stands before the next space.
struct OfferQueryText {
    struct Condition: Equatable {
        /// Where it begins, in code points.
        var offset: Int
        var field: String
        /// As written, spaces around it left out; empty when there is none.
        var comparison: String
        var comparisonOffset: Int
        /// As written; empty when there is none.
        var value: String
        var valueOffset: Int
    }

    private(set) var conditions: [Condition] = []
    /// Where the text stops being conditions; `nil` when it never does.
    private(set) var unread: Int?

    private let text: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) {
        self.text = Array(text.unicodeScalars)
        skipSpaces()
        while position < self.text.count {
            let start = position
            let field = take { $0.isWordPart }
            guard !field.isEmpty else {
                unread = start
                return
            }
            let (comparison, comparisonOffset) = takeOperator()
            skipSpaces()
            let valueOffset = position
            let value = takeValue()
            conditions.append(
                Condition(
                    offset: start, field: field, comparison: comparison,
                    comparisonOffset: comparisonOffset, value: value, valueOffset: valueOffset))
            skipSpaces()
        }
    }

    private mutating func skipSpaces() { _ = take { $0 == " " } }

    private mutating func take(while isPart: (Unicode.Scalar) -> Bool) -> String {
        let end = text[position...].firstIndex { !isPart($0) } ?? text.count
        defer { position = end }
        return string(position..<end)
    }

    private func string(_ range: Range<Int>) -> String {
        var string = String.UnicodeScalarView()
        string.append(contentsOf: text[range])
        return String(string)
    }

    /// Symbols, or one of the words between spaces; where there is neither, nothing is taken.
    private mutating func takeOperator() -> (String, Int) {
        let before = position
        skipSpaces()
        let start = position
        let symbols = take { "=><!".unicodeScalars.contains($0) }
        if !symbols.isEmpty { return (symbols, start) }
        if start > before {
            for word in Self.words where text[start...].starts(with: (word + " ").unicodeScalars) {
                position = start + word.unicodeScalars.count
                return (word, start)
            }
        }
        return ("", start)
    }

    private mutating func takeValue() -> String {
        for (open, close) in [("[", "]"), ("\"", "\"")] as [(Unicode.Scalar, Unicode.Scalar)]
        where position < text.count && text[position] == open {
            guard let end = text[(position + 1)...].firstIndex(of: close), end > position + 1
            else { continue }
            defer { position = end + 1 }
            return string(position..<end + 1)
        }
        return take { $0 != " " }
    }

    static let words = [
        "lt", "lte", "gt", "gte", "nin", "neq", "eq", "not eq", "noteq", "not in", "notin", "in",
    ]
}

extension Unicode.Scalar {
    fileprivate var isWordPart: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
