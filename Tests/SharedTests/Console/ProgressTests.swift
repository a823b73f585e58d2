import Testing

@testable import Shared

@Suite struct ProgressTests {
    @Test func `a line of progress takes the place of the one before, and fits the terminal`() {
        #expect(progressLine("listing", columns: 80, terminal: "xterm") == "\r\u{1B}[Klisting")
        #expect(progressLine("listing", columns: 5, terminal: "xterm") == "\r\u{1B}[Klist")
    }

    @Test(arguments: [nil, "", "dumb"])
    func `a terminal that cannot take a line away is shown none`(_ terminal: String?) {
        #expect(progressLine("listing", columns: 80, terminal: terminal) == nil)
    }

    @Test func `what a stranger put into a name moves no cursor`() {
        #expect(
            progressLine(
                "RTX\u{1B}[2J\r\n\u{7}\u{9B}31m\u{202E} 4090", columns: 80, terminal: "xterm")
                == "\r\u{1B}[KRTX[2J31m 4090")
    }
}
