/// Reads JSON text byte by byte.
///
/// Other than the system's decoder it refuses a key given twice, and it reads a document of ten
/// megabytes in one pass.
struct JSONReader {
    struct Failure: Error {
        var what: String
        var offset: Int
    }

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0
    /// How many members the last object had at each depth: the rows of a list are alike, and a
    /// dictionary that need not grow takes half the time.
    private var sizes = [Int](repeating: 0, count: mostLevels)

    private let unread: Set<String>

    init(bytes: [UInt8], leavingOut unread: Set<String> = []) {
        self.bytes = bytes
        self.unread = unread
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func document() throws(Failure) -> JSONValue {
        skipSpace()
        if next == nil { throw failure("it is empty") }
        if next == UInt8(ascii: "<") { throw failure("it is HTML or XML, not JSON") }
        let value = try value()
        skipSpace()
        guard next == nil else { throw failure("there is more behind the JSON") }
        return value
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func failure(_ what: String, at offset: Int? = nil) -> Failure {
        Failure(what: what, offset: offset ?? index)
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            index += 1
        }
    }

    private mutating func value() throws(Failure) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N"), UInt8(ascii: "I"):
            throw failure("NaN and Infinity are not JSON")
        case nil: throw failure("it ends within the JSON")
        default: return try number()
        }
    }

    private mutating func descend() throws(Failure) {
        guard depth < mostLevels else { throw failure("it is nested more than 128 levels deep") }
        depth += 1
        index += 1
        skipSpace()
    }

    private mutating func object() throws(Failure) -> [String: JSONValue] {
        try descend()
        defer { depth -= 1 }
        var members = [String: JSONValue](minimumCapacity: min(sizes[depth - 1], 256))
        defer { sizes[depth - 1] = members.count }
        if take(UInt8(ascii: "}")) { return members }
        while true {
            let begin = index
            guard next == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected("a colon") }
            skipSpace()
            if depth == 1, unread.contains(key) {
                try passOver()
            } else if members.updateValue(try value(), forKey: key) != nil {
                throw failure("a key is given twice", at: begin)
            }
            skipSpace()
            if take(UInt8(ascii: "}")) { return members }
            guard take(UInt8(ascii: ",")) else { throw unexpected("a comma or }") }
            skipSpace()
        }
    }

    private mutating func array() throws(Failure) -> [JSONValue] {
        try descend()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            guard take(UInt8(ascii: ",")) else { throw unexpected("a comma or ]") }
            skipSpace()
        }
    }

    /// Passes over one value: of a list or an object only brackets and texts are looked at, as no
    /// more is needed to find its end.
    private mutating func passOver() throws(Failure) {
        guard next == UInt8(ascii: "{") || next == UInt8(ascii: "[") else {
            _ = try value()
            return
        }
        var open = 0
        repeat {
            switch next {
            case UInt8(ascii: "\""):
                try passOverText()
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): open -= 1
            case nil: throw failure("it ends within the JSON")
            default: break
            }
            index += 1
        } while open > 0
    }

    private mutating func passOverText() throws(Failure) {
        index += 1
        while let byte = next, byte != UInt8(ascii: "\"") {
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard take(UInt8(ascii: "\"")) else { throw failure("it ends within a text") }
    }

    private func unexpected(_ wanted: String) -> Failure {
        failure(next == nil ? "it ends within the JSON" : "\(wanted) is missing")
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Failure) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw failure("it is not JSON") }
        index += word.utf8.count
        return value
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let begin = index
        _ = take(UInt8(ascii: "-"))
        let whole = digits()
        guard whole > 0 else { throw failure("it is not JSON", at: begin) }
        guard whole == 1 || bytes[index - whole] != UInt8(ascii: "0") else {
            throw failure("a number begins with 0", at: begin)
        }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard digits() > 0 else { throw failure("a number ends in a point", at: begin) }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isWhole = false
            index += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw failure("a number ends in its e", at: begin) }
        }
        let text = String(decoding: bytes[begin..<index], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let double = Double(text), double.isFinite else {
            throw failure("a number is too large", at: begin)
        }
        return .number(double)
    }

    /// How many digits there were.
    private mutating func digits() -> Int {
        let begin = index
        while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
        return index - begin
    }

    private mutating func string() throws(Failure) -> String {
        index += 1
        var text = ""
        while true {
            let plain = try plainText()
            if next == UInt8(ascii: "\"") {
                index += 1
                return text.isEmpty ? plain : text + plain
            }
            text += plain
            switch next {
            case UInt8(ascii: "\\"): text.unicodeScalars.append(try escape())
            case nil: throw failure("it ends within a text")
            default: throw failure("a text holds a control character")
            }
        }
    }

    /// The text up to the next quote, escape or control character.
    private mutating func plainText() throws(Failure) -> String {
        let begin = index
        var isASCII = true
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""),
            byte != UInt8(ascii: "\\")
        {
            if byte >= 0x80 { isASCII = false }
            index += 1
        }
        // Nearly every text is ASCII, which needs no second look.
        if isASCII { return String(decoding: bytes[begin..<index], as: UTF8.self) }
        guard let plain = String(validating: bytes[begin..<index], as: UTF8.self) else {
            throw failure("a text is not UTF-8", at: begin)
        }
        return plain
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        let begin = index
        index += 1
        guard let letter = next else { throw failure("it ends within a text") }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try codePoint(from: begin)
        default: throw failure("a text holds an unknown escape", at: begin)
        }
    }

    private mutating func codePoint(from begin: Int) throws(Failure) -> Unicode.Scalar {
        var code = try hexadecimal(from: begin)
        if (0xD800...0xDBFF).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = try hexadecimal(from: begin)
            guard (0xDC00...0xDFFF).contains(low) else {
                throw failure("a text holds half a character", at: begin)
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw failure("a text holds half a character", at: begin)
        }
        return scalar
    }

    private mutating func hexadecimal(from begin: Int) throws(Failure) -> UInt32 {
        let digits = bytes[index...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("a text holds an unknown escape", at: begin) }
        index += 4
        return code
    }
}

/// Deeper is nobody's document.
private let mostLevels = 128
