/// What went wrong in `{ }` where a key that is none has no value: `{ days: sat,sun }` is a key `sun`.
struct FlowSlip {
    let hint: String
    /// The key that was meant or whose value was cut in two.
    let key: String

    /// - Parameters:
    ///   - pair: The key that is none.
    ///   - before: What stands before it in the same mapping.
    ///   - style: How that mapping is written.
    ///   - valid: The keys that are valid in it.
    init?(
        _ pair: YAMLPair, behind before: YAMLPair?, in style: YAMLNode.CollectionStyle,
        valid: [String]
    ) {
        guard let name = pair.key.text, pair.value.isNull, pair.value.bytes.isEmpty else {
            return nil
        }
        if let colon = name.firstIndex(of: ":"), valid.contains(String(name[..<colon])) {
            key = String(name[..<colon])
            let value = name[name.index(after: colon)...]
            hint = "write \(key): \(value.shownInMessages), with a space behind the colon"
            return
        }
        guard style == .flow, let before, let last = before.key.text, valid.contains(last),
            case .scalar(let text, .plain) = before.value.content, !before.value.isNull
        else { return nil }
        key = last
        let isNumber = { (text: String) in
            !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
        }
        hint =
            isNumber(text) && isNumber(name)
            ? "write \(key): \("\(text).\(name)".shownInMessages), with a point"
            : "a value with a comma needs quotes: \(key): \(quoted("\(text),\(name)"))"
    }
}
