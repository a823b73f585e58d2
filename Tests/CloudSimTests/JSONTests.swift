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
}
