/// A port of a container, and where its host lets it out.
struct PublishedPort: Sendable, Equatable {
    /// With its protocol, such as `8080/tcp`.
    var inside: String
    var outside: Int64

    /// The container's variable that tells of it, such as `VAST_TCP_PORT_8080=20001`.
    var variable: String {
        let parts = inside.split(separator: "/")
        let kind = parts.count > 1 ? parts[1].uppercased() : "TCP"
        return "VAST_\(kind)_PORT_\(parts.first ?? "")=\(outside)"
    }
}

extension SimInstance {
    /// The first of the 64 ports that the host keeps for it.
    var firstPublishedPort: Int64 { 20_000 + (id % 600) * 64 }

    /// The ports that it publishes, at most 64, in the order of its request.
    ///
    /// `ssh` is where its sshd really listens; nothing without a body.
    func publishedPorts(ssh: SSHPorts?) -> [PublishedPort] {
        var inside: [String] = []
        if request.runtype.contains("ssh_direc") { inside.append("22/tcp") }
        if request.runtype.contains("jupyter_direc") { inside.append("8080/tcp") }
        for variable in request.env.list where variable.key.hasPrefix("-p ") {
            guard let port = variable.key.split(separator: ":").last else { continue }
            let name = port.contains("/") ? String(port) : "\(port)/tcp"
            if !inside.contains(name) { inside.append(name) }
        }
        return inside.prefix(64).enumerated().map { offset, port in
            let direct = port == "22/tcp" ? ssh.map { Int64($0.direct) } : nil
            // Numbers that no port can have ask for one that is the same on both sides.
            let same = port.split(separator: "/").first.flatMap { Int64($0) }.flatMap {
                $0 >= 70_000 ? $0 : nil
            }
            return PublishedPort(
                inside: port, outside: direct ?? same ?? firstPublishedPort + Int64(offset))
        }
    }
}
