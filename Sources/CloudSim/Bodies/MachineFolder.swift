import FoundationEssentials
import Glibc
import SwiftOverlayShims

/// A machine's files: what stays while it is stopped, and goes when it is destroyed.
struct MachineFolder: Sendable {
    let path: String

    /// Where the machine finds what is in `settings`.
    static let inside = "/run/machine"

    /// The machine's own disk; it sees it as `/`.
    var disk: String { "\(path)/disk" }
    var home: String { "\(disk)/root" }
    var settings: String { "\(path)/settings" }
    var programs: String { "\(path)/programs" }
    var logs: String { "\(path)/log" }
    /// What sshd said since the body began.
    var sshdLog: String { "\(logs)/sshd.log" }

    var exists: Bool { access(path, F_OK) == 0 }

    /// Makes what is missing, and brings the settings up to date; the machine's own files and its
    /// host key stay as they are, unless it was installed anew: then nothing stays.
    ///
    /// - Throws: `StoreError` when something cannot be written.
    func prepare(
        for wish: BodyWish, _ plan: BodyPlan, _ gauges: Gauges, with tools: BodyTools
    ) throws(StoreError) {
        let installed = "\(settings)/installed"
        if exists, text(of: installed) != wish.disk { try remove() }
        let isNew = !exists
        if isNew { try install(plan, with: tools) }
        try write(gauges)
        let isConfined = tools.confinement != .none
        let place = isConfined ? Self.inside : settings
        try write(plan.hardware, to: "\(settings)/hardware")
        try write(NvidiaSMI.script(reading: place), to: "\(programs)/nvidia-smi", mode: 0o755)
        if let onstart = plan.onstart {
            try write(onstart, to: "\(home)/onstart.sh", mode: 0o755)
        }
        unlink(sshdLog)
        if plan.hasSSH {
            try authorize(wish.authorizedKeys, again: true)
            try keepHostKey(named: plan.hostname, changes: wish.trouble.keyChanges, with: tools)
            let sessions = isConfined ? SSHDConfig.Sessions.confined : .shared(self)
            let config = SSHDConfig(listens: plan.listens, settings: place, sessions: sessions)
            try write(config.text, to: "\(settings)/sshd_config")
        }
        // The last step of an installation: one that was cut short begins again.
        if isNew { try write(wish.disk, to: installed) }
    }

    /// Lays out a new disk.
    private func install(_ plan: BodyPlan, with tools: BodyTools) throws(StoreError) {
        for folder in [path, disk, settings, programs, logs] { try make(folder) }
        let rooms = [
            "root/.ssh", "workspace", "app", "work", "cache", "tmp", "opt", "srv", "mnt", "etc",
            "var/log", "var/tmp",
        ]
        for room in rooms { try makeAll(room) }
        chmod(disk, 0o755)
        chmod("\(disk)/tmp", 0o1777)
        if tools.confinement != .none {
            try MachineRoot(disk: disk, shared: "\(path)/../.etc").fill(hostname: plan.hostname)
        }
        guard let boot = plan.firstBoot else { return }
        try makeAll("var/lib/cloud/instance/scripts")
        for file in boot.files {
            try write(file.content, to: "\(disk)/\(file.path)", mode: 0o700)
        }
        try authorize(boot.keys, as: "first_keys")
        try write(FirstBoot.beginning + boot.script, to: "\(settings)/first_boot")
        try write(FirstBoot.cloudInit, to: "\(programs)/cloud-init", mode: 0o755)
    }

    /// Lets keys log in, and those that were given earlier and are not any more no longer.
    ///
    /// Other lines of the machine's file stay; the keys are added again when the machine has
    /// removed them, if `again` says so.
    func authorize(
        _ keys: [String], as name: String = "keys", again: Bool = false
    ) throws(StoreError) {
        let folder = "\(home)/.ssh"
        var status = stat()
        // The machine may have put a link there, which would lead out of it.
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
        let file = "\(folder)/authorized_keys"
        let given = lines(of: "\(settings)/\(name)")
        guard again || given != keys else { return }
        let known = lines(of: file)
        let kept = known.filter { !given.contains($0) || keys.contains($0) }
        let wanted = kept + keys.filter { !kept.contains($0) }
        if wanted != known || known.isEmpty {
            unlink("\(file).new")
            try write(wanted.map { $0 + "\n" }.joined(), to: file)
        }
        try write(keys.map { $0 + "\n" }.joined(), to: "\(settings)/\(name)")
    }

    /// Makes the host key when there is none, or a new one when it has changed more often since.
    func keepHostKey(
        named name: String, changes: Int, with tools: BodyTools
    ) throws(StoreError) {
        let counter = "\(settings)/key_changes"
        let key = "\(settings)/host_key"
        if (text(of: counter).flatMap { Int($0) } ?? 0) != changes {
            unlink(key)
            unlink("\(key).pub")
        }
        guard access(key, F_OK) != 0 else { return }
        let made = try Launch.run(
            [
                tools.keyMaker, "-q", "-t", "ed25519", "-N", "", "-C", "root@\(name)", "-f", key,
            ])
        guard made == 0 else { throw StoreError(message: "cannot make a host key in \(settings)") }
        try write("\(changes)", to: counter)
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

    /// How much room its files take in memory, in bytes.
    var size: Int {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: disk)) ?? []
        var pages = 0
        for name in names {
            var status = stat()
            guard lstat("\(disk)/\(name)", &status) == 0 else { continue }
            pages += 1 + (Int(status.st_size) + 4095) / 4096
        }
        return pages * 4096
    }

    private func text(of file: String) -> String? {
        ((try? PrivateFile.read(file)) ?? nil).map { String(decoding: $0, as: UTF8.self) }
    }

    private func lines(of file: String) -> [String] {
        (text(of: file) ?? "").split(whereSeparator: \.isNewline).map(String.init)
    }

    private func make(_ folder: String) throws(StoreError) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw StoreError(
                message: "cannot make \(folder): \(String(cString: strerror(errno)))")
        }
    }

    private func makeAll(_ folder: String) throws(StoreError) {
        var place = disk
        for name in folder.split(separator: "/") {
            place += "/\(name)"
            try make(place)
        }
    }

    private func write(_ text: String, to file: String, mode: mode_t = 0o600) throws(StoreError) {
        try write(Array(text.utf8), to: file, mode: mode)
    }

    private func write(
        _ content: [UInt8], to file: String, mode: mode_t
    ) throws(StoreError) {
        try PrivateFile.replace(file, with: content, isFlushed: false)
        chmod(file, mode)
    }
}
