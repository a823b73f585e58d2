import Shared
import Testing

@Suite struct SSHRouteTests {
    @Test(arguments: [
        "203.0.113.10", "ssh4.vast.ai", "localhost", "a-b.example", "2001:db8::1", "::1",
        "1:2:3:4:5:6:7:8", "X1", " 203.0.113.10\n",
    ])
    func `an address or a name is a host, white space around it left out`(_ host: String) {
        let route = SSHRoute(.direct, host: host, port: 22)
        #expect(route != nil && route?.host.contains(where: \.isWhitespace) == false)
        #expect(route?.user == "root")
    }

    @Test(arguments: [
        "", " ", "-oProxyCommand=x", "-v", "a b", "a;b", "a/b", "$(x)", "`x`", "a\nb", "root@host",
        "host:22", "a..b", ".a", "a.", "a-", "a_b", "0.0.0.0", "::", "256.1.1.1", "1.2.3",
        "1.2.3.4.5", "1:2", ":::", "12345::", "g::1", "[::1]", "ünicode.example", "%", "a%0ab",
        "fe80::1%eth0",
    ])
    func `anything else is none, least of all an option of ssh`(_ host: String) {
        #expect(SSHRoute(.direct, host: host, port: 22) == nil)
    }

    @Test func `a name of any length is none`() {
        let label = String(repeating: "a", count: 63)
        #expect(SSHRoute(.direct, host: label, port: 22) != nil)
        #expect(SSHRoute(.direct, host: label + "a", port: 22) == nil)
        let long = Array(repeating: label, count: 4).joined(separator: ".")
        #expect(SSHRoute(.direct, host: long, port: 22) == nil)
    }

    @Test(arguments: [(0, false), (1, true), (65_535, true), (65_536, false), (-1, false)])
    func `a port is from 1 to 65535`(_ port: Int, _ isOne: Bool) {
        #expect((SSHRoute(.proxy, host: "a", port: port) != nil) == isOne)
    }

    @Test(arguments: [
        ("root", true), ("user_1", true), ("a-b.c", true), ("", false), ("-l", false),
        ("a b", false), ("a@b", false), ("$x", false),
    ])
    func `a user is a plain word`(_ user: String, _ isOne: Bool) {
        #expect((SSHRoute(.direct, user: user, host: "a", port: 22) != nil) == isOne)
    }

    @Test func `a route reads as a URL`() {
        #expect(SSHRoute(.direct, host: "::1", port: 22)?.description == "ssh://root@[::1]:22")
        #expect(SSHRoute(.proxy, host: "a.b", port: 5)?.description == "ssh://root@a.b:5")
    }
}
