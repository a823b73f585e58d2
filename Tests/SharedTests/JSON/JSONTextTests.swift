import Testing

@testable import Shared

/// Values as JSON text.
@Suite struct JSONTextTests {
    private func text(_ value: JSONValue, pretty: Bool = false) -> String {
        String(decoding: value.json(pretty: pretty), as: UTF8.self)
    }

    @Test func `keys are sorted, and everything is in one line`() {
        #expect(
            text(["b": [1, .number(-2.5), .null], "a": true, "c": [:], "d": []])
                == #"{"a":true,"b":[1,-2.5,null],"c":{},"d":[]}"#)
    }

    @Test func `pretty text stands two spaces deeper with each level`() {
        #expect(
            text(["b": [1, ["c": "d"]], "a": []], pretty: true) == """
                {
                  "a" : [],
                  "b" : [
                    1,
                    {
                      "c" : "d"
                    }
                  ]
                }
                """)
    }

    @Test func `what JSON cannot hold as it is, is escaped, and the rest is left alone`() {
        #expect(
            text("\"\\/\u{8}\u{9}\u{A}\u{C}\u{D}\u{1}\u{1F}\u{7F}é💶")
                == #""\"\\/\b\t\n\f\r\u0001\u001f"# + "\u{7F}é💶\"")
    }

    @Test(arguments: [
        (1.0, "1"), (0.1, "0.1"), (-0.0, "-0"), (1e300, "1e+300"), (.infinity, "null"),
        (.nan, "null"),
    ])
    func `numbers are as short as they can be read back`(_ number: Double, _ shown: String) {
        #expect(text(.number(number)) == shown)
    }

    @Test func `text of any string is read back as that string`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let scalars = (0..<20).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &random))
            }
            let value = JSONValue.string(String(String.UnicodeScalarView(scalars)))
            #expect(JSONValue(json: value.json()) == value)
        }
    }
}
