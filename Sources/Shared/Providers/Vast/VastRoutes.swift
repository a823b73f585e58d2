/// How a machine of Vast's can be reached by ssh: section 3.5 of the reference.
///
/// Directly at its host's address and the port that its port 22 has there, and by the proxy. The
/// two are never mixed. The rule that adds one to the proxy's port is for machines with jupyter,
/// which nothing here rents.
struct VastRoutes {
    var routes: [SSHRoute]

    init(of row: JSONValue) {
        // Null, missing, `{}` and `{"22/tcp": null}` all mean that there is no direct port yet.
        let port = row["ports"]?["22/tcp"].flatMap(Self.hostPort)
        let direct = row.lenientText("public_ipaddr").flatMap { address in
            port.flatMap { SSHRoute(.direct, host: address, port: $0) }
        }
        let proxy = row.lenientText("ssh_host").flatMap { host in
            row.lenientNumber("ssh_port").flatMap(Int.init(exactly:)).flatMap { port in
                SSHRoute(.proxy, host: host, port: port)
            }
        }
        routes = [direct, proxy].compactMap { $0 }
    }

    /// The first usable `HostPort`, a number that comes as text.
    private static func hostPort(_ bindings: JSONValue) -> Int? {
        guard case .array(let bindings) = bindings else { return nil }
        return bindings.lazy.compactMap { $0["HostPort"]?.idText.flatMap { Int($0) } }.first
    }
}
