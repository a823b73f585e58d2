import Testing

@testable import Shared

@Suite struct StrangersWordsTests {
    @Test(arguments: [
        ("plain words, ä 🚀", "plain words, ä 🚀"),
        ("two\nlines\r\nand\u{2028}more", "two lines  and more"),
        ("\u{1B}[2Jgone", " [2Jgone"),
        ("\u{9B}31m red", " 31m red"),
        ("right\u{202E}left", "right left"),
        ("nul\u{0}", "nul "),
    ])
    func `a provider's words reach a terminal as words only`(_ words: String, _ shown: String) {
        #expect(bounded(words) == shown)
    }

    @Test func `a provider's words are cut after two hundred characters`() {
        #expect(bounded(String(repeating: "x", count: 200)).count == 200)
        #expect(
            bounded(String(repeating: "x", count: 201)) == String(repeating: "x", count: 200) + "…")
        #expect(bounded(String(repeating: "\u{301}", count: 1_000_000)).utf8.count < 10_000)
    }
}
