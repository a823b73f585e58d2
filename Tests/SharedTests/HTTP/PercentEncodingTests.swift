import Testing

@testable import Shared

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("AZaz09-._~", "AZaz09-._~"), ("a b+c", "a%20b%2Bc"),
        ("é/?&=#%", "%C3%A9%2F%3F%26%3D%23%25"),
        (#"{"rentable":true}"#, "%7B%22rentable%22%3Atrue%7D"), ("\u{0}\n", "%00%0A"),
    ])
    func `all but unreserved characters are encoded`(plain: String, encoded: String) {
        #expect(plain.percentEncoded == encoded)
    }
}
