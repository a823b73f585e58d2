import Shared
import Testing

@Suite struct JSONValueTests {
    @Test(
        arguments: [
            ("null", .null), ("true", true), ("7", 7), ("-7", -7), ("0.5", .number(0.5)),
            ("9223372036854775807", .integer(.max)), ("1e3", .number(1000)), (#""x""#, "x"),
            ("[]", []), ("{}", [:]), (#"{"a": [1, {"b": null}]}"#, ["a": [1, ["b": nil]]]),
            (" 7\n", 7), (#""\u00e9\ud83d\ude80""#, "é🚀"),
        ] as [(String, JSONValue)])
    func `JSON is read as it is`(_ text: String, _ value: JSONValue) {
        #expect(JSONValue(json: Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "{", "[1,", #"{"a"}"#, "'x'", "NaN", "Infinity", "1 2", "01", "<html>",
        "\u{FEFF}",
    ])
    func `what is no JSON is none`(_ text: String) {
        #expect(JSONValue(json: Array(text.utf8)) == nil)
    }

    @Test func `bytes that are no text, and nesting without end, are none`() {
        #expect(JSONValue(json: [0x22, 0xFF, 0xFE, 0x22]) == nil)
        let depth = 100_000
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(JSONValue(json: Array(text.utf8)) == nil)
    }

    @Test func `equal values are equal bytes, keys in order, and read back`() {
        let value: JSONValue = [
            "b": [1, .number(0.25), true, nil], "a": "x/y \"é\"", "c": ["z": 1, "y": 2],
        ]
        let bytes = value.json()
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"a":"x/y \"é\"","b":[1,0.25,true,null],"c":{"y":2,"z":1}}"#)
        #expect(JSONValue(json: bytes) == value)
        #expect(JSONValue(json: value.json(pretty: true)) == value)
    }

    @Test func `a part that is not there is nothing`() {
        let value: JSONValue = ["a": 1, "b": "x", "c": nil]
        #expect(value["a"]?.double == 1 && value["b"]?.string == "x")
        #expect(value["c"] == .null && value["d"] == nil && JSONValue.null["a"] == nil)
        #expect(value["a"]?.string == nil && value["b"]?.double == nil)
    }

    @Test(
        arguments: [
            (5, "5"), ("5", "5"), ("abc", "abc"), ("", nil), (.number(5), "5"), (.number(5.5), nil),
            (true, nil),
            (nil, nil), ([], nil),
        ] as [(JSONValue, String?)])
    func `an id is a whole number or text`(_ value: JSONValue, _ id: String?) {
        #expect(value.idText == id)
    }
}
