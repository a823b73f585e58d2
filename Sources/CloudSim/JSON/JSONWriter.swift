/// Writes JSON texts, without white space.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: JSON) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .int(let number): bytes.append(contentsOf: String(number).utf8)
        // JSON has no words for what is not finite.
        case .double(let number): append(number.isFinite ? "\(number)" : "null")
        case .string(let text): write(text: text)
        case .array(let elements): write(elements)
        case .object(let members): write(members)
        }
    }

    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends JSON that is already encoded.
    mutating func append(encoded: [UInt8]) {
        bytes.append(contentsOf: encoded)
    }

    private mutating func write(_ elements: [JSON]) {
        bytes.append(UInt8(ascii: "["))
        for (position, element) in elements.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            write(element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func write(_ members: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        write(membersOf: members)
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes the members with their commas, without the braces.
    mutating func write(membersOf members: JSONObject) {
        for (position, member) in members.list.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            write(text: member.key)
            bytes.append(UInt8(ascii: ":"))
            write(member.value)
        }
    }

    private mutating func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
            for byte in text.utf8 { write(escaped: byte) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0..<0x20: append("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
        default: bytes.append(byte)
        }
    }
}

extension JSON {
    /// The value as a JSON text.
    package var encoded: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }
}
