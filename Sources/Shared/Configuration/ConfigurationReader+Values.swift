extension ConfigurationReader {
    /// The value of a key, or its default; `nil` for neither, or after a mistake.
    mutating func value<Value>(
        _ key: String, of section: ConfigurationSection, _ kind: ValueKind<Value>
    ) -> Value? {
        guard let node = section.values[key] else { return absentValue(key, of: section, kind) }
        return value(node, path: section.path(of: key), kind)
    }

    /// The value of a node; `nil` after a mistake.
    mutating func value<Value>(
        _ node: YAMLNode, path: String, _ kind: ValueKind<Value>
    ) -> Value? {
        if case .alias = node.content { return nil }
        guard let text = node.text, !node.isNull else {
            mistakes.add(
                "\(path) is \(node.described), not \(kind.noun)", at: node.start,
                hint: meant(by: node, kind))
            return nil
        }
        if let quote = node.curlyQuote {
            mistakes.add(
                "\(path) begins with the quote \(quote), which is none in YAML", at: node.start,
                hint: "write it in straight quotes: \" or '")
            return nil
        }
        do throws(Misfit) {
            return try kind.read(kind.keepsLineEnd ? text : node.line ?? text)
        } catch {
            let space = text.unicodeScalars.lazy.compactMap { strangeSpaces[$0] }.first
            let hint =
                text.contains("${")
                ? "write the value: variables are put into headers, env and password alone"
                : space.map { "it holds \($0): write a plain one, or none" }
            mistakes.add(
                "\(path) \(error.what)", at: node.mark(at: error.offset), hint: error.hint ?? hint)
            return nil
        }
    }

    /// What a list where one value belongs was meant for: its only entry, or several days.
    private func meant<Value>(by node: YAMLNode, _ kind: ValueKind<Value>) -> String? {
        if case .mapping = node.content, Value.self == SyncDestination.self {
            return "put it in quotes, or {instance} is taken for a mapping"
        }
        guard case .sequence(let items, _) = node.content else { return nil }
        if kind.noun == commandNoun, (1...32).contains(items.count) {
            let words = items.map { $0.text?.quotedForShell ?? "…" }.joined(separator: " ")
            return "write it as one line: \(words.shownInMessages)"
        }
        guard items.count == 1 || Value.self == Set<Weekday>.self
        else { return nil }
        let text = items.map { $0.text ?? "" }.joined(separator: ",")
        return (try? kind.read(text)).map { _ in "write \(text.shownInMessages)" }
    }

    /// The value of an environment variable; `nil` when it is unset or empty, or after a mistake.
    mutating func variable<Value>(_ name: String, _ kind: ValueKind<Value>) -> Value? {
        guard let text = environment[name] else { return nil }
        let kept = text.drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        do throws(Misfit) {
            return try kind.read(String(kept[...last]))
        } catch {
            mistakes.add("\(name) \(error.what)", variable: name, hint: error.hint)
            return nil
        }
    }

    private mutating func absentValue<Value>(
        _ key: String, of section: ConfigurationSection, _ kind: ValueKind<Value>
    ) -> Value? {
        switch ConfigurationKey.at(section.pattern(of: key))?.absent {
        case .standard(let text):
            do throws(Misfit) {
                return try kind.read(text)
            } catch {
                mistakes.add("the default of \(key) \(error.what)", at: section.start)
            }
        case .required:
            tellMissing(key, of: section)
        case .described, nil:
            break
        }
        return nil
    }
}

/// What a command is, for messages.
let commandNoun = "a command line"
