import Testing

@testable import CloudSim

@Suite struct JSONTests {
    @Test(arguments: [
        #"{"a":[1,-2.5,true,false,null,"x"],"b":{}}"#, #""é\"\\ü""#, "[]", "-0", "12345678901",
        #"{"q":"-p 80:80"}"#,
    ])
    func `a text survives reading and writing`(_ text: String) throws {
        let value = try #require(JSON(parsing: text))
        #expect(JSON(parsing: value.encoded) == value)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "-", "tru", "\"\n\"", "\"\\x\"", "1 2",
        "\"\\ud800\"",
        "{1:2}", "[1 2]", "1e999", "nan",
    ])
    func `what is no JSON text is refused`(_ text: String) {
        #expect(JSON(parsing: text) == nil)
    }

    @Test func `nesting has a limit`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(JSON(parsing: nested(64)) != nil)
        #expect(JSON(parsing: nested(65)) == nil)
    }

    @Test func `escapes are read and written`() {
        #expect(JSON(parsing: #""\u00e9\ud83d\ude00\/\t""#) == "é😀/\t")
        #expect(
            String(decoding: JSON.string("a\"\\\u{1}").encoded, as: UTF8.self) == #""a\"\\\u0001""#)
    }

    @Test func `a request target is decoded`() {
        let request = SimRequest(method: "GET", target: "/api/a%20b/?q=%7B%22x%22%3A+1%7D&z=%&y")
        #expect(request.path == "/api/a b/")
        #expect(
            request.query == [
                SimRequest.Field("q", "{\"x\": 1}"), SimRequest.Field("z", "%"),
                SimRequest.Field("y", ""),
            ])
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "{\"values\": {\"id\": 26400002}}"])
    func `base64 comes back as it was`(_ text: String) {
        #expect(Base64.decode(Base64.encode(Array(text.utf8))) == Array(text.utf8))
    }
}
