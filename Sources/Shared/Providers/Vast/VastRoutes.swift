/// How a machine of Vast's can be reached by ssh: section 3.5 of the reference.
///
/// Directly at its host's address and the port that its port 22 has there, and by the proxy. The
/// two are never mixed. The rule that adds one to the proxy's port is for machines with jupyter,
/// which nothing here rents.
struct VastRoutes: Decodable {
    var routes: [SSHRoute]

    private enum CodingKeys: String, CodingKey {
        case ports
        case address = "public_ipaddr"
        case proxyHost = "ssh_host"
        case proxyPort = "ssh_port"
    }

    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        // Null, missing, `{}` and `{"22/tcp": null}` all mean that there is no direct port yet.
        let ports = try? row.decode(JSONValue.self, forKey: .ports)
        let direct = row.lenientText(.address).flatMap { address in
            ports?["22/tcp"].flatMap(Self.hostPort).flatMap { port in
                SSHRoute(.direct, host: address, port: port)
            }
        }
        let proxy = row.lenientText(.proxyHost).flatMap { host in
            row.lenientNumber(.proxyPort).flatMap(Int.init(exactly:)).flatMap { port in
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
