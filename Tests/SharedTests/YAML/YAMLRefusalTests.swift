import Testing

@testable import Shared

struct YAMLRefusalCase: CustomTestStringConvertible {
    var testDescription: String
    var text: [UInt8]
    var expected: [String]

    init(_ name: String, _ text: String, _ expected: String...) {
        self.init(name, bytes: Array(text.utf8), expected)
    }

    init(_ name: String, bytes: [UInt8], _ expected: [String]) {
        testDescription = name
        text = bytes
        self.expected = expected
    }
}

@Suite struct YAMLRefusalTests {
    @Test(arguments: [
        YAMLRefusalCase(
            "a tab as indentation", "a:\n\tb: 1\n",
            "t: error: f.yaml:2:1: found character that cannot start any token"
                + " while scanning for the next token",
            "t: hint: indent with spaces, not tabs"),
        YAMLRefusalCase(
            "a list left open", "a: [1, 2\nb: 3\n",
            "t: error: f.yaml:2:2: did not find expected ',' or ']'"
                + " while parsing a flow sequence",
            "t: hint: close the [ that stands at 1:4, or put a comma between its entries"),
        YAMLRefusalCase(
            "a quote left open", "a: \"b\n",
            "t: error: f.yaml:2:1: found unexpected end of stream while scanning a quoted scalar",
            "t: hint: close the quote that stands at 1:4"),
        YAMLRefusalCase(
            "a line out of step", "a: 1\n  b: 2\n",
            "t: error: f.yaml:2:4: mapping values are not allowed in this context",
            "t: hint: check the indentation here and in the line above; "
                + "a value that holds a colon and a space needs quotes"),
        YAMLRefusalCase(
            "a second document", "a: 1\n---\nb: 2\n",
            "t: error: f.yaml:2:1: a second document begins here",
            "t: hint: keep one document in the file"),
        YAMLRefusalCase(
            "a key given twice", "é: 1\nb: 2\n\"é\": 3\n",
            "t: error: f.yaml:3:1: é is given twice, first at 1:1",
            "t: hint: keep one of the two"),
        YAMLRefusalCase(
            "an alias without its anchor", "a: *b\n",
            "t: error: f.yaml:1:4: no anchor &b stands before this alias",
            "t: hint: put a value that begins with * in quotes"),
        YAMLRefusalCase(
            "Latin-1", bytes: Array("a: 1\nb: caf".utf8) + [0xE9, 0x0A],
            [
                "t: error: f.yaml:2:7: incomplete UTF-8 octet sequence",
                "t: hint: save the file as UTF-8 text",
            ]),
        YAMLRefusalCase(
            "UTF-16", bytes: [0xFF, 0xFE, 0x61, 0x00],
            [
                "t: error: f.yaml:1:1: the file is UTF-16",
                "t: hint: save the file as UTF-8 text",
            ]),
        YAMLRefusalCase(
            "a NUL byte", "\u{FEFF}a: 1\nb: \u{0}\n",
            "t: error: f.yaml:2:4: control characters are not allowed",
            "t: hint: save the file as UTF-8 text"),
    ])
    func `a text that is no YAML is refused with its place`(_ c: YAMLRefusalCase) {
        let error = #expect(throws: YAMLError.self) {
            try YAMLDocument(parsing: c.text, file: "f.yaml")
        }
        #expect(error?.explanation.lines(tool: "t") == c.expected)
        #expect(error?.explanation.status == .configuration)
    }

    @Test(arguments: [true, false])
    func `nesting is limited`(flow: Bool) throws {
        let limits = YAMLLimits(depth: 3)
        let open = flow ? "[" : "- "
        let close = flow ? "]" : ""
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "a" + String(repeating: close, count: depth)
        }
        #expect(try parse(nested(3), limits: limits).root != nil)
        let error = #expect(throws: YAMLError.self) { try parse(nested(4), limits: limits) }
        #expect(error?.what == "nested more than 3 deep")
        #expect(error?.mark == YAMLMark(line: 1, column: flow ? 4 : 7, offset: flow ? 3 : 6))
    }

    @Test func `depth that would exhaust the stack is refused`() {
        let error = #expect(throws: YAMLError.self) {
            try parse(String(repeating: "[", count: 900_000))
        }
        #expect(error?.what == "nested more than 64 deep")
    }

    @Test func `the number of values is limited`() throws {
        #expect(try parse("[a, b]", limits: YAMLLimits(nodes: 3)).root != nil)
        let error = #expect(throws: YAMLError.self) {
            try parse("[a, b, c]", limits: YAMLLimits(nodes: 3))
        }
        #expect(error?.explanation.lines(tool: "t") == ["t: error: f.yaml:1:8: more than 3 values"])
    }

    @Test func `the size is looked at before anything else`() throws {
        #expect(try parse("abc", limits: YAMLLimits(bytes: 3)).root?.text == "abc")
        let error = #expect(throws: YAMLError.self) {
            try parse("\u{0}bcd", limits: YAMLLimits(bytes: 3))
        }
        #expect(
            error?.explanation.lines(tool: "t")
                == ["t: error: f.yaml: it has 4 bytes, more than 3"])
    }

    @Test func `a billion laughs stay as small as they were written`() throws {
        let root = try #require(try parse(billionLaughs).root)
        #expect(root.all.count < 200)
    }
}

/// Nine levels of ten aliases each: a billion texts, if anybody resolved them.
let billionLaughs =
    "a0: &a0 lol\n"
    + (1...9).map { level in
        let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
        return "a\(level): &a\(level) [\(aliases)]\n"
    }.joined()
