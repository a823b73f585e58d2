import Testing

@testable import Shared

@Suite struct YAMLParsingTests {
    @Test(arguments: ["", "\n \n", "# nothing\n", "\u{FEFF}", "\u{FEFF}# nothing\n"])
    func `comments and white space alone hold no node`(text: String) throws {
        #expect(try parse(text).root == nil)
    }

    @Test func `scalars keep their text and their style`() throws {
        let text = """
            plain: off
            single: 'it''s'
            double: "tab\\there"
            literal: |
              one
              two
            folded: >-
              one
              two
            none:
            """
        let pairs = try #require(try parse(text).root?.pairs)
        let expected: [YAMLNode.Content] = [
            .scalar("off", .plain), .scalar("it's", .singleQuoted),
            .scalar("tab\there", .doubleQuoted), .scalar("one\ntwo\n", .literal),
            .scalar("one two", .folded), .scalar("", .plain),
        ]
        #expect(pairs.map(\.value.content) == expected)
        #expect(pairs.map(\.value.isNull) == [false, false, false, false, false, true])
    }

    @Test func `collections keep their order and their style`() throws {
        let root = try #require(try parse("- [a, {b: c}]\n- d:\n  - e\n").root)
        guard case .sequence(let items, .block) = root.content, items.count == 2 else {
            Issue.record("not a block sequence of two")
            return
        }
        guard case .sequence(let flow, .flow) = items[0].content, flow.count == 2,
            case .mapping(let inner, .flow) = flow[1].content
        else {
            Issue.record("not a flow sequence with a mapping")
            return
        }
        #expect(flow[0].text == "a")
        #expect(inner.map(\.key.text) == ["b"])
        #expect(items[1].pairs?.map(\.key.text) == ["d"])
    }

    @Test func `tags and anchors stay on their nodes and aliases stay unresolved`() throws {
        let pairs = try #require(try parse("a: &x !!str 1\nb: *x\n").root?.pairs)
        #expect(pairs[0].value.anchor == "x")
        #expect(pairs[0].value.tag == "tag:yaml.org,2002:str")
        #expect(pairs[1].value.content == .alias("x"))
    }

    @Test func `a byte order mark and CRLF change nothing but offsets`() throws {
        let plain = try #require(try parse("a: 1\nb: |\n  x\n  y\n").root?.pairs)
        let dos = try #require(try parse("\u{FEFF}a: 1\r\nb: |\r\n  x\r\n  y\r\n").root?.pairs)
        #expect(plain.map(\.value.text) == dos.map(\.value.text))
        #expect(plain.map(\.value.start.description) == dos.map(\.value.start.description))
        #expect(dos[0].key.start == YAMLMark(line: 1, column: 1, offset: 3))
        #expect(dos[1].key.start == YAMLMark(line: 2, column: 1, offset: 9))
    }

    @Test func `keys may be kept twice for a reader that tells them itself`() throws {
        let document = try YAMLDocument(
            parsing: Array("a: 1\na: 2\n".utf8), file: "f", duplicateKeys: .kept)
        #expect(document.root?.pairs?.map(\.value.text) == ["1", "2"])
    }
}

func parse(_ text: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLError) -> YAMLDocument {
    try YAMLDocument(parsing: Array(text.utf8), file: "f.yaml", limits: limits)
}

extension YAMLNode {
    var pairs: [YAMLPair]? {
        if case .mapping(let pairs, _) = content { pairs } else { nil }
    }

    /// The node and everything under it, keys included.
    var all: [YAMLNode] {
        switch content {
        case .scalar, .alias: [self]
        case .sequence(let items, _): [self] + items.flatMap(\.all)
        case .mapping(let pairs, _): [self] + pairs.flatMap { $0.key.all + $0.value.all }
        }
    }
}
