import Testing

@testable import Shared

/// What is shown of a command's standard error.
@Suite struct ComplaintTests {
    private func line(_ text: String, hiding environment: [String: String] = [:]) -> String? {
        var complaint = Complaint()
        complaint.take(Array(text.utf8))
        return complaint.lastLine(hiding: environment)
    }

    @Test func `the last line that says anything is shown, short and harmless`() {
        #expect(line("") == nil)
        #expect(line(" \n\r\n") == nil)
        #expect(line("a\nb\n\n") == "b")
        #expect(line("a\r\nb\u{1B}[31m\u{202E}c\r\n") == "b [31m c")
        #expect(line(String(repeating: "x", count: 5000) + " y")?.count == 201)
    }

    @Test func `the value of a variable that is a secret by its name is not`() {
        let secrets = [
            "GHCR_TOKEN": "ghp_1", "DB_PASSWORD": "hunter22", "api_key": "k e y", "HOME": "/root",
            "SHORT_KEY": "no", "LONGER_KEY": "hunter22-and-more",
        ]
        #expect(
            line("/root: no: ghp_1 hunter22 [k e y] hunter22-and-more", hiding: secrets)
                == "/root: no: (hidden) (hidden) [(hidden)] (hidden)")
    }

    @Test func `neither is a line of it, a password of a URL, or what looks like a key`() {
        let pem = ["SSH_KEY": "-----BEGIN KEY-----\nabcd\n-----END KEY-----\n"]
        #expect(line("bad: abcd", hiding: pem) == "bad: (hidden)")
        #expect(line("bad:\nabcd\n-----END KEY-----\n", hiding: pem) == "(hidden)")
        #expect(line("at redis://me:pw@h:6379/0?") == "at redis://(hidden)@h:6379/0?")
        #expect(
            line("key 0123456789abcdef0123456789abcdef refused")
                == "key (hidden: it looks like a key) refused")
    }

    @Test func `of a line without end nothing is shown, as it may begin within a secret`() {
        let secret = String(repeating: "s", count: 50)
        let cut = secret + String(repeating: " x", count: Complaint.most / 2 - 10)
        #expect(line(cut, hiding: ["MY_SECRET": secret]) == nil)
        #expect(line(cut + "\nend", hiding: ["MY_SECRET": secret]) == "end")
    }
}
