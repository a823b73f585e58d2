import Shared
import Testing

/// Section 3.5 of the reference, quirks 16, 17 and 26.
@Suite struct VastRouteTests {
    private static let proxy = #""ssh_host": "ssh4.vast.ai", "ssh_port": 12344"#
    private static let direct =
        #""public_ipaddr": "203.0.113.10", "ports": {"22/tcp": [{"HostIp": "0.0.0.0", "#
        + #""HostPort": "40000"}], "8081/tcp": [{"HostPort": "40001"}]}"#

    private func routes(_ members: String) async throws -> [String] {
        let vast = try ScriptedVast(body: page(row(1, more: members)))
        let instance = try #require(await vast.client.listing().instances.first)
        #expect(vast.client.routes(of: instance) == instance.routes)
        return instance.routes.map { "\($0.way) \($0)" }
    }

    @Test func `the direct way comes before the proxy, and the two are never mixed`() async throws {
        #expect(
            try await routes("\(Self.direct), \(Self.proxy)") == [
                "direct ssh://root@203.0.113.10:40000", "proxy ssh://root@ssh4.vast.ai:12344",
            ])
        #expect(try await routes(Self.direct) == ["direct ssh://root@203.0.113.10:40000"])
    }

    @Test(arguments: ["null", "{}", #"{"22/tcp": null}"#, #"{"22/tcp": []}"#, "[]", "5"])
    func `quirk 16, no direct port yet in all its forms leaves the proxy`(
        _ ports: String
    ) async throws {
        let members = #""public_ipaddr": "203.0.113.10", "ports": \#(ports), \#(Self.proxy)"#
        #expect(try await routes(members) == ["proxy ssh://root@ssh4.vast.ai:12344"])
    }

    @Test func `quirk 16, ports that are missing leave the proxy`() async throws {
        #expect(try await routes(Self.proxy) == ["proxy ssh://root@ssh4.vast.ai:12344"])
    }

    @Test(arguments: [#""40000""#, "40000"])
    func `quirk 17, a port is text or a number`(_ port: String) async throws {
        let members =
            #""public_ipaddr": "203.0.113.10\n", "ports": {"22/tcp": [{"HostPort": \#(port)}]}"#
        #expect(try await routes(members) == ["direct ssh://root@203.0.113.10:40000"])
        #expect(
            try await routes(#""ssh_host": "a", "ssh_port": "\#(12_344)""#) == [
                "proxy ssh://root@a:12344"
            ])
    }

    @Test func `quirk 26, the proxy's port is as it stands, whatever the runtype`() async throws {
        let members = #"\#(Self.proxy), "image_runtype": "jupyter_proxy ssh_proxy""#
        #expect(try await routes(members) == ["proxy ssh://root@ssh4.vast.ai:12344"])
    }

    @Test(arguments: [
        #""public_ipaddr": "-oProxyCommand=x", "ssh_host": "$(x)""#,
        #""public_ipaddr": null, "ssh_host": null"#, #""public_ipaddr": 5, "ssh_host": {}"#,
    ])
    func `a stranger's word that is no host is no way`(_ hosts: String) async throws {
        let members = #"\#(hosts), "ssh_port": 22, "ports": {"22/tcp": [{"HostPort": "1"}]}"#
        #expect(try await routes(members).isEmpty)
    }

    @Test(arguments: [#""0""#, #""-1""#, #""65536""#, #""x""#, "null", "1.5", #""22 -v""#])
    func `a word that is no port is no way`(_ port: String) async throws {
        let members =
            #""public_ipaddr": "a", "ports": {"22/tcp": [{"HostPort": \#(port)}]}, "#
            + #""ssh_host": "b", "ssh_port": \#(port)"#
        #expect(try await routes(members).isEmpty)
    }
}
