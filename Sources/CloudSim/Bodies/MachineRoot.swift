import FoundationEssentials
import Glibc

/// The root of a machine's disk: what a system has besides its programs.
struct MachineRoot {
    /// Where a machine sees this one's `/etc`.
    static let hostSettings = "/run/host/etc"

    let disk: String
    /// A folder that all machines share, on the same file system: a link to what is there is made
    /// much faster than anew.
    let shared: String

    /// Makes the machine's own `/etc`, whose other files are this machine's for reading.
    ///
    /// - Throws: `StoreError` when something cannot be written.
    func fill(hostname: String) throws(StoreError) {
        for (link, target) in Self.links { symlink(target, disk + link) }
        let accounts = Accounts()
        let own = [
            "passwd": accounts.passwd, "group": accounts.group, "shadow": accounts.shadow,
            "hostname": "\(hostname)\n",
            "hosts": "127.0.0.1\tlocalhost\n127.0.1.1\t\(hostname)\n::1\tlocalhost\n",
        ]
        for (name, text) in own {
            let file = "\(disk)/etc/\(name)"
            try PrivateFile.replace(file, with: Array(text.utf8), isFlushed: false)
            chmod(file, name == "shadow" ? 0o600 : 0o644)
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/etc")) ?? []
        mkdir(shared, 0o700)
        for name in names where own[name] == nil {
            // A link is the same there, as it may lead beyond the folder.
            let target = Self.target(of: "/etc/\(name)") ?? "\(Self.hostSettings)/\(name)"
            let place = "\(disk)/etc/\(name)"
            if link("\(shared)/\(name)", place) == 0 { continue }
            symlink(target, "\(shared)/\(name)")
            if link("\(shared)/\(name)", place) != 0 { symlink(target, place) }
        }
    }

    /// The links of this machine's root that lead into `/usr`, such as `/bin`.
    static let links: [(link: String, target: String)] = folders.compactMap { name in
        target(of: name).map { (name, $0) }
    }

    /// The folders of programs that are no links here, for a machine to see as they are.
    static let programFolders = folders.filter { name in
        access(name, F_OK) == 0 && !links.contains { $0.link == name }
    }

    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static let folders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64"]
}

/// The accounts of a machine: root, which has our own number when we are not root.
struct Accounts {
    private let user = geteuid()
    private let ownGroup = getegid()

    var passwd: String {
        var lines = ["root:x:\(user):\(ownGroup):root:/root:\(BodyTools.shell)"]
        if user == 0 { lines.append("sshd:x:101:65534::/run/sshd:/usr/sbin/nologin") }
        if user != 65_534 { lines.append("nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin") }
        return lines.map { $0 + "\n" }.joined()
    }

    var group: String {
        var lines = ["root:x:\(ownGroup):"]
        // Without being root, a terminal cannot be given to another group.
        if user == 0 { lines.append("tty:x:5:") }
        if ownGroup != 65_534 { lines.append("nogroup:x:65534:") }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Without a password, and not locked: sshd refuses a locked account.
    var shadow: String { "root:*:19000:0:99999:7:::\n" }
}
