import Testing

@testable import Shared

/// Documents of strangers are read as strictly as they are to be written.
@Suite struct JSONReaderTests {
    private func read(_ text: String) throws(JSONProblem) -> JSONValue {
        try JSONValue(strictly: Array(text.utf8))
    }

    @Test(
        arguments: [
            ("0", .integer(0)), ("-7", .integer(-7)), (" [1 , 2]\r\n", [1, 2]),
            ("2.5e1", .number(25)),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
            (#"{"a":{"b":[true,false,null]}}"#, ["a": ["b": [true, false, nil]]]),
            (#""\u00e9\n\"\\\/\ud83d\ude00é""#, "é\n\"\\/😀é"), ("{}", [:]), ("[]", []),
            ("\u{FEFF}{\"a\": 1}", ["a": 1]), (#"{"a": 1, "A": 2}"#, ["a": 1, "A": 2]),
        ] as [(String, JSONValue)])
    func `what is JSON is read`(_ text: String, _ value: JSONValue) throws {
        #expect(try read(text) == value)
    }

    @Test(arguments: [
        ("", "it is empty, at 1:1"), ("\n ", "it is empty, at 2:2"),
        ("<html>", "it is HTML or XML, not JSON, at 1:1"),
        (#"{"a": 1, "a": 1}"#, "a key is given twice, at 1:10"),
        ("{\n\"a\": 1,\n\"\\u0061\": 2}", "a key is given twice, at 3:1"),
        ("[1, NaN]", "NaN and Infinity are not JSON, at 1:5"),
        ("-Infinity", "it is not JSON, at 1:1"),
        ("Infinity", "NaN and Infinity are not JSON, at 1:1"),
        ("1e400", "a number is too large, at 1:1"), ("01", "a number begins with 0, at 1:1"),
        ("1.", "a number ends in a point, at 1:1"), ("1e", "a number ends in its e, at 1:1"),
        ("+1", "it is not JSON, at 1:1"), ("[1,]", "it is not JSON, at 1:4"),
        (#"{"a": 1,}"#, "a key in quotes is missing, at 1:9"),
        ("{'a': 1}", "a key in quotes is missing, at 1:2"),
        (#"{"a" 1}"#, "a colon is missing, at 1:6"), ("[1 2]", "a comma or ] is missing, at 1:4"),
        (#"{"a": 1"#, "it ends within the JSON, at 1:8"), ("[", "it ends within the JSON, at 1:2"),
        (#""abc"#, "it ends within a text, at 1:5"),
        ("\"a\nb\"", "a text holds a control character, at 1:3"),
        (#""\x""#, "a text holds an unknown escape, at 1:2"),
        (#""\ud800""#, "a text holds half a character, at 1:2"),
        (#""\ud800\u0041""#, "a text holds half a character, at 1:2"),
        (#""\u+123""#, "a text holds an unknown escape, at 1:2"),
        ("1 2", "there is more behind the JSON, at 1:3"), ("tru", "it is not JSON, at 1:1"),
    ])
    func `what is not JSON is told with its place`(_ text: String, _ problem: String) {
        let error = #expect(throws: JSONProblem.self) { _ = try read(text) }
        #expect(error?.description == problem)
    }

    @Test(arguments: [
        "{}", "[]", "7", "null", #""x""#, #"{"a": [{"b": "]}\"\\"}, "{["], "c": {}}"#, "[[], [{}]]",
    ])
    func `a member that nobody reads is left out, whatever is in it`(_ member: String) throws {
        let texts = [#"{"x": \#(member), "y": 1}"#, #"{"y": 1, "x" : \#(member) }"#]
        for text in texts {
            #expect(try JSONValue(strictly: Array(text.utf8), leavingOut: ["x"]) == ["y": 1])
        }
        let inner = #"{"y": {"x": \#(member)}}"#
        #expect(
            try JSONValue(strictly: Array(inner.utf8), leavingOut: ["x"]) == read(inner))
    }

    @Test(arguments: [
        "{", "[", "[{]", #"{"a"#, #"["\"#, "]", "}", ",", "", "nul", "[]]", #""x"#,
    ])
    func `a member without an end is no JSON, though nobody reads it`(_ member: String) {
        let text = #"{"y": 1, "x": \#(member)"#
        #expect(throws: JSONProblem.self) {
            _ = try JSONValue(strictly: Array(text.utf8), leavingOut: ["x"])
        }
    }

    @Test func `a text that is not UTF-8 is refused`() {
        #expect(throws: JSONProblem(what: "a text is not UTF-8", line: 1, column: 2)) {
            _ = try JSONValue(strictly: [0x22, 0xC3, 0x28, 0x22])
        }
    }

    @Test(arguments: [(128, true), (129, false)])
    func `nesting has an end`(_ depth: Int, _ isRead: Bool) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(((try? read(text)) != nil) == isRead)
    }

    @Test func `a text cut off anywhere is no JSON`() throws {
        let text = Array(#"{"a": [1.5e3, "x\u00e9y"], "b": {"c": null}}"#.utf8)
        _ = try JSONValue(strictly: text)
        for count in text.indices {
            #expect(throws: JSONProblem.self) { _ = try JSONValue(strictly: Array(text[..<count])) }
        }
    }
}
