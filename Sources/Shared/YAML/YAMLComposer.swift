/// Builds the tree of one text from libyaml's events.
struct YAMLComposer: ~Copyable {
    private var events: YAMLEvents
    private let source: YAMLSource
    private let file: String
    private let limits: YAMLLimits
    private let duplicateKeys: YAMLDocument.DuplicateKeys
    private var nodes = 0
    private var anchors: Set<String> = []

    init(
        events: consuming YAMLEvents, source: YAMLSource, file: String, limits: YAMLLimits,
        duplicateKeys: YAMLDocument.DuplicateKeys
    ) {
        self.events = events
        self.source = source
        self.file = file
        self.limits = limits
        self.duplicateKeys = duplicateKeys
    }

    /// Reads the whole text; `nil` when it holds no document.
    mutating func document() throws(YAMLError) -> YAMLNode? {
        _ = try next()  // the start of the stream
        guard try next().kind == .documentStart else { return nil }
        let root = try node(at: try next(), depth: 0)
        _ = try next()  // the end of the document
        let rest = try next()
        guard rest.kind == .streamEnd else {
            throw refusal(
                at: rest.start, "a second document begins here",
                hint: "keep one document in the file")
        }
        return root
    }

    private mutating func node(at event: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
        nodes += 1
        guard nodes <= limits.nodes else {
            throw refusal(at: event.start, "more than \(limits.nodes) values")
        }
        if let anchor = event.anchor { anchors.insert(anchor) }
        let start = source.mark(index: event.start)
        var end = source.mark(index: event.end)
        let content: YAMLNode.Content
        switch event.kind {
        case .alias(let name):
            guard anchors.contains(name) else {
                throw refusal(
                    at: event.start, "no anchor &\(name.shownInMessages) stands before this alias",
                    hint: "put a value that begins with * in quotes")
            }
            content = .alias(name)
        case .sequenceStart(let style):
            (content, end) = try sequence(style, from: start, depth: depth + 1)
        case .mappingStart(let style):
            (content, end) = try mapping(style, from: start, depth: depth + 1)
        case .scalar(let text, let style):
            content = .scalar(text, style)
            if style == .literal || style == .folded {
                end = blockTextEnd(from: start.offset, to: end.offset)
            }
        default:
            throw refusal(at: event.start, "a value was expected here")
        }
        return YAMLNode(content, start: start, end: end, anchor: event.anchor, tag: event.tag)
    }

    private mutating func sequence(
        _ style: YAMLNode.CollectionStyle, from start: YAMLMark, depth: Int
    ) throws(YAMLError) -> (YAMLNode.Content, end: YAMLMark) {
        try checkDepth(depth, at: start)
        var items: [YAMLNode] = []
        var event = try next()
        while event.kind != .sequenceEnd {
            items.append(try node(at: event, depth: depth))
            event = try next()
        }
        let end = end(of: style, closing: event, last: items.last)
        return (.sequence(items, style), end)
    }

    private mutating func mapping(
        _ style: YAMLNode.CollectionStyle, from start: YAMLMark, depth: Int
    ) throws(YAMLError) -> (YAMLNode.Content, end: YAMLMark) {
        try checkDepth(depth, at: start)
        var pairs: [YAMLPair] = []
        var seen: [String: YAMLMark] = [:]
        var event = try next()
        while event.kind != .mappingEnd {
            let key = try node(at: event, depth: depth)
            if duplicateKeys == .refused, let name = key.text {
                if let first = seen[name] { throw duplicate(key, name: name, first: first) }
                seen[name] = key.start
            }
            let value = try node(at: try next(), depth: depth)
            pairs.append(YAMLPair(key: key, value: placed(value, behind: key, in: style)))
            event = try next()
        }
        let end = end(of: style, closing: event, last: pairs.last?.value)
        return (.mapping(pairs, style), end)
    }

    private mutating func next() throws(YAMLError) -> YAMLEvent {
        do throws(YAMLProblem) {
            return try events.next()
        } catch {
            throw syntaxError(error)
        }
    }

    /// libyaml puts the value of `? key`, where none is written, at the next token.
    private func placed(
        _ value: YAMLNode, behind key: YAMLNode, in style: YAMLNode.CollectionStyle
    ) -> YAMLNode {
        let place = value.start.offset
        guard style == .block, value.bytes.isEmpty, place > key.end.offset,
            source.bytes[place - 1] != UInt8(ascii: ":")
        else { return value }
        var placed = value
        placed.start = key.end
        placed.end = key.end
        return placed
    }

    /// libyaml ends a block collection at the next token, behind blank lines and comments.
    private func end(
        of style: YAMLNode.CollectionStyle, closing event: YAMLEvent, last: YAMLNode?
    ) -> YAMLMark {
        if style == .block, let last { last.end } else { source.mark(index: event.end) }
    }

    /// libyaml ends a `|` or `>` text behind the line breaks that follow it.
    private func blockTextEnd(from start: Int, to end: Int) -> YAMLMark {
        var kept = source.bytes[start..<end]
        let header = kept.prefix { $0 != 0x0A && $0 != 0x0D }
            .drop { $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: ">") }
        if header.prefix(3).contains(UInt8(ascii: "+")) {
            if kept.last == 0x0A { kept.removeLast() }
            if kept.last == 0x0D { kept.removeLast() }
        } else {
            while let byte = kept.last, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                kept.removeLast()
            }
        }
        return source.mark(offset: kept.endIndex)
    }
}

extension YAMLComposer {
    private func checkDepth(_ depth: Int, at start: YAMLMark) throws(YAMLError) {
        guard depth <= limits.depth else {
            throw YAMLError(
                file: file, mark: start, what: "nested more than \(limits.depth) deep")
        }
    }

    private func refusal(at index: Int, _ what: String, hint: String? = nil) -> YAMLError {
        YAMLError(file: file, mark: source.mark(index: index), what: what, hint: hint)
    }

    private func duplicate(_ key: YAMLNode, name: String, first: YAMLMark) -> YAMLError {
        YAMLError(
            file: file, mark: key.start,
            what: "\(name.shownInMessages) is given twice, first at \(first)",
            hint: "keep one of the two")
    }

    private func syntaxError(_ problem: YAMLProblem) -> YAMLError {
        switch problem.place {
        case .offset(let offset):
            let is16 =
                source.bytes.starts(with: [0xFF, 0xFE]) || source.bytes.starts(with: [0xFE, 0xFF])
            return YAMLError(
                file: file, mark: source.mark(offset: source.start + offset),
                what: is16 ? "the file is UTF-16" : problem.words,
                hint: "save the file as UTF-8 text")
        case .index(let index):
            let mark = source.mark(index: index)
            let isTab = mark.offset < source.bytes.count && source.bytes[mark.offset] == 0x09
            let advice = YAMLAdvice(
                problem.words, at: mark, context: problem.context.map { source.mark(index: $0) },
                in: source)
            let hint =
                isTab
                ? "indent with spaces, not tabs"
                : hasBraceInText(at: mark.offset)
                    ? "put the value in quotes: { and } are no part of a text without them"
                    : advice.hint
            return YAMLError(
                file: file, mark: isTab ? mark : advice.place ?? mark, what: problem.words,
                hint: hint)
        }
    }

    /// Whether a text goes on with a brace, or goes on behind one: `a/{b}` or `{a}/b`.
    private func hasBraceInText(at offset: Int) -> Bool {
        guard source.bytes.indices.contains(offset), offset > 0 else { return false }
        let (before, here) = (source.bytes[offset - 1], source.bytes[offset])
        let signs = " \t\r\n,:[]{}#".utf8
        return here == UInt8(ascii: "{") && !signs.contains(before)
            || before == UInt8(ascii: "}") && !signs.contains(here)
    }
}
