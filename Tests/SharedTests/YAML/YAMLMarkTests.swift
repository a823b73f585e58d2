import Testing

@testable import Shared

@Suite struct YAMLMarkTests {
    /// Blank lines, comments, both quotes, block texts, flow, wide letters, an empty value.
    static let text = """
        # Ünïcödé
        naïve: café 🚀 x   # a comment

        "ключ": '日本'
        list:   # of three

        - one

        - {a: "b c", d: [e]}
        # between
        - x: |
            first

            last

          y: >+
            kept


        none:
        empty: []
        last: two
          lines

        # the end
        """

    static func slices(_ text: String) throws -> [(node: YAMLNode, slice: String)] {
        let bytes = Array(text.utf8)
        let root = try #require(try parse(text).root)
        return root.all.map { ($0, String(decoding: bytes[$0.bytes], as: UTF8.self)) }
    }

    @Test(arguments: [text, text.withCRLF, "\u{FEFF}" + text, "\u{FEFF}" + text.withCRLF])
    func `the bytes of a node are what was written`(text: String) throws {
        let slices = try Self.slices(text).map { $0.slice.withLF }
        #expect(
            slices.dropFirst() == [
                "naïve", "café 🚀 x", "\"ключ\"", "'日本'", "list",
                """
                - one

                - {a: "b c", d: [e]}
                # between
                - x: |
                    first

                    last

                  y: >+
                    kept


                """,
                "one", "{a: \"b c\", d: [e]}", "a", "\"b c\"", "d", "[e]", "e",
                "x: |\n    first\n\n    last\n\n  y: >+\n    kept\n\n",
                "x", "|\n    first\n\n    last", "y", ">+\n    kept\n\n",
                "none", "", "empty", "[]", "last", "two\n  lines",
            ])
        let root = try #require(slices.first)
        #expect(root.hasPrefix("naïve") && root.hasSuffix("two\n  lines"))
    }

    @Test func `a plain text written back at its marks changes nothing but itself`() throws {
        var bytes = Array(Self.text.withCRLF.utf8)
        let rockets = try #require(
            try parse(Self.text.withCRLF).root?.all.first { $0.text == "café 🚀 x" })
        bytes.replaceSubrange(rockets.bytes, with: Array("tea".utf8))
        let edited = String(decoding: bytes, as: UTF8.self)
        #expect(
            edited
                == "# Ünïcödé\r\nnaïve: tea   # a comment"
                + Self.text.withCRLF.dropFirst("# Ünïcödé\r\nnaïve: café 🚀 x   # a comment".count))
    }

    @Test func `a value that is not written lies where it would be`() throws {
        let text = "a:\n  b:\n\n  ? c\n\n# then\n? d\n:\ne:\n-\n- &x\n"
        let slices = try Self.slices(text).map(\.slice)
        #expect(slices[2] == "b:\n\n  ? c")
        let nodes = try Self.slices(text).map(\.node)
        let empty = nodes.filter { $0.isNull && $0.anchor == nil }.map(\.start.description)
        #expect(empty == ["2:5", "4:6", "8:2", "10:2"])
    }

    @Test func `columns count code points and lines end where editors end them`() throws {
        let pairs = try #require(try parse("{é🚀: 1, b: \"\u{2028}\", c: 2}").root?.pairs)
        #expect(pairs[0].value.start == YAMLMark(line: 1, column: 6, offset: 9))
        #expect(pairs[2].key.start == YAMLMark(line: 1, column: 17, offset: 22))
        let old = try #require(try parse("a: 1\rb: 2\r").root?.pairs)
        #expect(old[1].value.start == YAMLMark(line: 2, column: 4, offset: 8))
    }

    @Test func `a long line has right columns`() throws {
        let names = (0..<500).map { "é\($0)" }
        let text = "[\(names.joined(separator: ", "))]"
        for (node, slice) in try Self.slices(text).dropFirst() {
            #expect(node.text == slice)
            let before = Array(text.utf8)[..<node.start.offset]
            #expect(node.start.column == String(decoding: before, as: UTF8.self).count + 1)
        }
    }
}

extension String {
    var withCRLF: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\r\n")
    }
    var withLF: String {
        unicodeScalars.filter { $0 != "\r" }.reduce(into: "") {
            $0.unicodeScalars.append($1)
        }
    }
}
