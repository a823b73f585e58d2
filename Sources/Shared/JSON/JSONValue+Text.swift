extension JSONValue {
    /// The value as JSON text, keys sorted, so that equal values give equal bytes.
    ///
    /// A number that JSON cannot say is `null`.
    package func json(pretty: Bool = false) -> [UInt8] {
        var text: [UInt8] = []
        write(to: &text, indent: pretty ? 0 : nil)
        return text
    }

    /// `indent` is how deep the value stands; `nil` writes everything in one line.
    private func write(to text: inout [UInt8], indent: Int?) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let flag): text += (flag ? "true" : "false").utf8
        case .integer(let number): text += String(number).utf8
        case .number(let number): text += Self.digits(of: number).utf8
        case .string(let string): Self.write(string, to: &text)
        case .array(let values):
            Self.write(values, between: ("[", "]"), to: &text, indent) { value, text, deeper in
                value.write(to: &text, indent: deeper)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            Self.write(sorted, between: ("{", "}"), to: &text, indent) { member, text, deeper in
                Self.write(member.key, to: &text)
                text += (indent == nil ? ":" : " : ").utf8
                member.value.write(to: &text, indent: deeper)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], between ends: (String, String), to text: inout [UInt8],
        _ indent: Int?, _ one: (Element, inout [UInt8], Int?) -> Void
    ) {
        text += ends.0.utf8
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            newLine(indent.map { $0 + 1 }, to: &text)
            one(element, &text, indent.map { $0 + 1 })
        }
        if !elements.isEmpty { newLine(indent, to: &text) }
        text += ends.1.utf8
    }

    private static func newLine(_ indent: Int?, to text: inout [UInt8]) {
        guard let indent else { return }
        text.append(UInt8(ascii: "\n"))
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
    }

    private static func digits(of number: Double) -> String {
        guard number.isFinite else { return "null" }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        if string.utf8.contains(where: isEscaped) {
            writeEscaped(string, to: &text)
        } else {
            text += string.utf8
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func writeEscaped(_ string: String, to text: inout [UInt8]) {
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0x08: text += "\\b".utf8
            case 0x09: text += "\\t".utf8
            case 0x0A: text += "\\n".utf8
            case 0x0C: text += "\\f".utf8
            case 0x0D: text += "\\r".utf8
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                text += "\\u00\(hex.utf8.count == 1 ? "0" : "")\(hex)".utf8
            default: text.append(byte)
            }
        }
    }
}
