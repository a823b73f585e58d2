extension ValueKind<NumberPath> {
    /// A path to one number of jobs.
    static var countPath: Self {
        path("a path in JSON such as queue.waiting or sum(peers.*.jobs)") { path in
            path.function == nil && path.steps.contains(.every)
                ? "leads to many numbers: say what becomes of them, such as sum(\(path))" : nil
        }
    }

    /// A path to one time.
    static var timePath: Self {
        path("a path in JSON such as queue.at or min(peers.*.at)") { path in
            switch path.function {
            case .sum, .count: "gives no time: \(path.function?.rawValue ?? "") is for numbers"
            case .max, .min: nil
            case nil:
                path.steps.contains(.every)
                    ? "leads to many times: say which counts, such as min(\(path))" : nil
            }
        }
    }

    /// A path to a list or an object of machines.
    static var machinesPath: Self {
        path("a path in JSON such as workers.*.id") { path in
            path.function == nil ? nil : "gives a number, not machines"
        }
    }

    private static func path(
        _ noun: String, problem: @escaping (NumberPath) -> String?
    ) -> Self {
        ValueKind(noun: noun) { (text) throws(Misfit) in
            let path: NumberPath
            do throws(NumberPathMistake) {
                path = try NumberPath(parsing: text)
            } catch {
                throw Misfit(
                    what: "is \(quoted(text)), not \(noun): \(error.what) "
                        + "at character \(error.offset + 1)",
                    hint: error.hint, offset: error.offset)
            }
            if let problem = problem(path) {
                throw Misfit(what: "is \(quoted(text)) and \(problem)")
            }
            return path
        }
    }
}

extension ValueKind<String> {
    /// The URL of a queue, with its path and query.
    ///
    /// Messages show nothing but its host and port: the rest may be a secret.
    static var queueURL: Self {
        let noun = "a URL such as http://coordinator:8770/status"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
            guard let scheme else {
                throw Misfit(
                    what: "is not \(noun)", hint: "begin it with http:// or https://")
            }
            let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
            guard !authority.contains("@") else {
                throw Misfit(
                    what: "holds a user name or a password",
                    hint: "leave out everything up to the @, and send them by headers:")
            }
            // Names of containers often have a _, which the names of providers' hosts have not.
            let origin = scheme + authority.map { $0 == "_" ? "-" : String($0) }.joined()
            if let port = impossiblePort(of: origin) {
                throw Misfit(what: "has the port \(port), not one from 1 to 65535")
            }
            guard ProviderURL(origin) != nil else { throw Misfit(what: "is not \(noun)") }
            guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                throw Misfit(
                    what: "holds a character that no URL has, or is too long",
                    hint: "write such characters percent-encoded: %20 for a space")
            }
            guard !text.contains("${") else {
                throw Misfit(
                    what: "holds a variable, which only headers may",
                    hint: "send it by headers: { Authorization: \"Bearer ${TOKEN}\" }")
            }
            return text
        }
    }

    /// A query that begins as one that only reads; SQLite has the last word when it is asked.
    static var query: Self {
        ValueKind(noun: "a SELECT") { (text) throws(Misfit) in
            guard text.utf8.count <= 65_536, !text.unicodeScalars.contains("\0") else {
                throw Misfit(what: "holds a NUL character, or is too long")
            }
            let word = text.withoutLeadingComments.prefix(while: \.isLetter).uppercased()
            guard ["SELECT", "WITH", "VALUES"].contains(word) else {
                throw Misfit(
                    what: "is not a SELECT",
                    hint: "write one statement that only reads, such as SELECT count(*) FROM jobs")
            }
            return text
        }
    }
}

extension YAMLNode {
    /// The place of one character of a scalar.
    ///
    /// `offset` counts the code points before it; `nil` stands for the node as a whole, and so does
    /// a text that is written with escapes or over several lines.
    func mark(at offset: Int?) -> YAMLMark {
        guard let offset, case .scalar(let text, let style) = content, anchor == nil, tag == nil,
            start.line == end.line
        else { return start }
        let quotes: Int
        switch style {
        case .plain: quotes = 0
        case .singleQuoted, .doubleQuoted: quotes = 1
        case .literal, .folded: return start
        }
        guard bytes.count == text.utf8.count + 2 * quotes else { return start }
        let before = String(text.unicodeScalars.prefix(offset)).utf8.count
        return YAMLMark(
            line: start.line, column: start.column + quotes + offset,
            offset: start.offset + quotes + before)
    }
}

extension String {
    /// The text from where white space and SQL's comments end; empty where one is not closed.
    fileprivate var withoutLeadingComments: Substring {
        var rest = drop(while: \.isWhitespace)
        while true {
            if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                guard let end = rest.dropFirst(2).firstRange(of: "*/") else { return "" }
                rest = rest[end.upperBound...]
            } else {
                return rest
            }
            rest = rest.drop(while: \.isWhitespace)
        }
    }
}
