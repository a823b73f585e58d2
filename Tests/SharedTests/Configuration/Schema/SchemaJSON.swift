@testable import Shared

/// JSON that keeps the order of its members and the digits of its numbers.
indirect enum SchemaJSON: Hashable {
    case text(String)
    /// As it is written.
    case number(String)
    case flag(Bool)
    case list([SchemaJSON])
    case object([Member])

    struct Member: Hashable {
        var name: String
        var value: SchemaJSON
    }

    /// The text of a document, two spaces for each level; short lists stay on one line.
    var document: String { printed(indent: "") + "\n" }

    static func object(_ members: [(String, SchemaJSON)]) -> Self {
        .object(members.map { Member(name: $0.0, value: $0.1) })
    }

    static func texts(_ texts: [String]) -> Self { .list(texts.map { .text($0) }) }

    private func printed(indent: String) -> String {
        let deeper = indent + "  "
        switch self {
        case .text(let text): return quoted(text)
        case .number(let digits): return digits
        case .flag(let isOn): return isOn ? "true" : "false"
        case .list(let items):
            let parts = items.map { $0.printed(indent: deeper) }
            let line = "[\(parts.joined(separator: ", "))]"
            guard line.contains("\n") || line.count > 80 else { return line }
            return "[\n" + parts.map { deeper + $0 }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let parts = members.map {
                "\(deeper)\(quoted($0.name)): \($0.value.printed(indent: deeper))"
            }
            return "{\n" + parts.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension SchemaJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .number(String(number)) }
    init(booleanLiteral isOn: Bool) { self = .flag(isOn) }
    init(arrayLiteral items: SchemaJSON...) { self = .list(items) }
}

extension SchemaJSON {
    /// A value of the file as an editor sees it, which reads YAML 1.2: `off` is a text there.
    init(_ node: YAMLNode) {
        switch node.content {
        case .sequence(let items, _): self = .list(items.map { SchemaJSON($0) })
        case .mapping(let pairs, _):
            self = .object(pairs.map { ($0.key.text ?? "", SchemaJSON($0.value)) })
        case .scalar("true", .plain): self = .flag(true)
        case .scalar("false", .plain): self = .flag(false)
        case .scalar(let text, .plain) where text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil:
            self = .number(text)
        case .scalar(let text, _), .alias(let text): self = .text(text)
        }
    }

    /// A value as it stands in the table of keys.
    init(yaml text: String) throws(YAMLError) {
        let root = try YAMLDocument(parsing: Array(text.utf8), file: "table").root
        self = root.map { SchemaJSON($0) } ?? .text("")
    }
}
