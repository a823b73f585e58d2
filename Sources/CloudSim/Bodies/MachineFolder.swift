import FoundationEssentials
import Glibc

/// A machine's files: what stays while it is stopped, and goes when it is destroyed.
struct MachineFolder: Sendable {
    let path: String

    /// The machine's own folders, by the name that they have in it.
    static let rooms = ["home", "workspace", "app", "work", "cache", "tmp"]
    /// Where the machine finds what is in `settings`.
    static let inside = "/run/machine"

    var settings: String { "\(path)/settings" }
    var programs: String { "\(path)/programs" }
    var logs: String { "\(path)/log" }
    /// What sshd said since the body began.
    var sshdLog: String { "\(logs)/sshd.log" }

    var exists: Bool { access(path, F_OK) == 0 }

    /// Makes what is missing, and brings the settings up to date; the machine's own files and its
    /// host key stay as they are.
    ///
    /// - Throws: `StoreError` when something cannot be written.
    func prepare(
        for wish: BodyWish, _ ports: [UInt16], _ gauges: Gauges, with tools: BodyTools
    ) throws(StoreError) {
        let isNew = !exists
        let folders =
            [path] + Self.rooms.map { "\(path)/\($0)" } + [settings, programs, logs]
            + ["\(path)/home/.ssh"]
        for folder in folders { try make(folder) }
        chmod("\(path)/tmp", 0o1777)
        if isNew { try write(gauges) }
        let isConfined = tools.confinement != .none
        let place = isConfined ? Self.inside : settings
        try write(wish.hardware, to: "\(settings)/hardware")
        try write(NvidiaSMI.script(reading: place), to: "\(programs)/nvidia-smi", mode: 0o755)
        if let onstart = wish.onstart, !onstart.isEmpty {
            try write(onstart, to: "\(path)/home/onstart.sh", mode: 0o755)
        }
        unlink(sshdLog)
        let accounts = Accounts()
        try write(accounts.passwd, to: "\(settings)/passwd", mode: 0o644)
        try write(accounts.group, to: "\(settings)/group", mode: 0o644)
        try write(accounts.shadow, to: "\(settings)/shadow")
        guard wish.hasSSH else { return }
        try authorize(wish.authorizedKeys)
        if access("\(settings)/host_key", F_OK) != 0 {
            try makeHostKey(named: wish.hostname, with: tools)
        }
        let sessions = isConfined ? SSHDConfig.Sessions.confined : .shared(path)
        let config = SSHDConfig(ports: ports, settings: place, sessions: sessions)
        try write(config.text, to: "\(settings)/sshd_config")
    }

    /// Lets keys log in, besides those that may already.
    func authorize(_ keys: [String]) throws(StoreError) {
        let file = "\(path)/home/.ssh/authorized_keys"
        let known = try PrivateFile.read(file).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = known.split(whereSeparator: \.isNewline).map(String.init)
        let missing = keys.filter { !lines.contains($0) }
        guard !missing.isEmpty || known.isEmpty else { return }
        try write((lines + missing).map { $0 + "\n" }.joined(), to: file)
    }

    func write(_ gauges: Gauges) throws(StoreError) {
        try write(gauges.shellText, to: "\(settings)/gauges")
    }

    /// Deletes the folder with everything in it.
    func remove() throws(StoreError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            guard exists else { return }
            throw StoreError(message: "cannot delete \(path)")
        }
    }

    private func makeHostKey(named name: String, with tools: BodyTools) throws(StoreError) {
        let made = try Launch.run(
            [
                tools.keyMaker, "-q", "-t", "ed25519", "-N", "", "-C", "root@\(name)",
                "-f", "\(settings)/host_key",
            ])
        guard made == 0 else { throw StoreError(message: "cannot make a host key in \(settings)") }
    }

    private func make(_ folder: String) throws(StoreError) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw StoreError(
                message: "cannot make \(folder): \(String(cString: strerror(errno)))")
        }
    }

    private func write(_ text: String, to file: String, mode: mode_t = 0o600) throws(StoreError) {
        try PrivateFile.replace(file, with: Array(text.utf8))
        chmod(file, mode)
    }
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
