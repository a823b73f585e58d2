import Glibc
import Shared

/// The file that tells programs how to reach a running simulator.
struct ReadyFile: Equatable {
    var vastURL: String
    var vastKey: String
    var vultrURL: String
    var vultrKey: String
    var clock: ClockScale
    var pid: Int32
    var adminURL: String
    var adminKey: String
    /// Whom ssh logs in to machines as; nothing when machines have no bodies.
    var sshUser: String?
    /// The port of every Vultr machine's sshd; nothing when machines have no bodies.
    var vultrSSHPort: UInt16?
    /// Every key of the account at Vast, when it has several.
    var vastKeys: [String] = []

    init(
        vastURL: String, vastKey: String, vultrURL: String, vultrKey: String, clock: ClockScale,
        pid: Int32, adminURL: String, adminKey: String, sshUser: String? = nil,
        vultrSSHPort: UInt16? = nil
    ) {
        self.vastURL = vastURL
        self.vastKey = vastKey
        self.vultrURL = vultrURL
        self.vultrKey = vultrKey
        self.clock = clock
        self.pid = pid
        self.adminURL = adminURL
        self.adminKey = adminKey
        self.sshUser = sshUser
        self.vultrSSHPort = vultrSSHPort
    }

    /// Reads a ready file.
    ///
    /// - Throws: `SimulatorError` when there is none, or it is not one.
    init(path: String) throws(SimulatorError) {
        let bytes: [UInt8]?
        do throws(StoreError) {
            bytes = try PrivateFile.read(path)
        } catch {
            throw SimulatorError(error.message, .state)
        }
        guard let bytes else {
            throw SimulatorError(
                "there is no such file, so no simulator is running", at: path,
                hint: "start one with: cloudsim serve --ready-file \(path)", .unreachable)
        }
        guard let json = JSON(parsing: bytes), let vastURL = json["vast_url"]?.text,
            let vastKey = json["vast_api_key"]?.text,
            let vultrURL = json["vultr_url"]?.text, let vultrKey = json["vultr_api_key"]?.text,
            let clock = json["clock"]?.text.flatMap({ ClockScale(text: $0) }),
            let pid = json["pid"]?.whole, let adminURL = json["admin_url"]?.text,
            let adminKey = json["admin_key"]?.text
        else {
            throw SimulatorError(
                "this is not a ready file of cloudsim", at: path,
                hint: "pass the file that cloudsim serve --ready-file wrote", .configuration)
        }
        self.init(
            vastURL: vastURL, vastKey: vastKey, vultrURL: vultrURL, vultrKey: vultrKey,
            clock: clock, pid: Int32(truncatingIfNeeded: pid), adminURL: adminURL,
            adminKey: adminKey, sshUser: json["ssh_user"]?.text,
            vultrSSHPort: json["vultr_ssh_port"]?.whole.flatMap { UInt16(exactly: $0) })
        vastKeys = json["vast_api_keys"]?.elements?.compactMap(\.text) ?? []
    }

    var json: JSON {
        var members: JSONObject = [
            "vast_url": .string(vastURL), "vast_api_key": .string(vastKey),
            "vultr_url": .string(vultrURL), "vultr_api_key": .string(vultrKey),
            "clock": .string(clock.text), "pid": .int(Int64(pid)),
            "admin_url": .string(adminURL), "admin_key": .string(adminKey),
        ]
        if let sshUser { members.append("ssh_user", .string(sshUser)) }
        if let vultrSSHPort { members.append("vultr_ssh_port", .int(Int64(vultrSSHPort))) }
        if !vastKeys.isEmpty {
            members.append("vast_api_keys", .array(vastKeys.map { .string($0) }))
        }
        return .object(members)
    }

    /// Writes the file whole, readable by its owner only.
    func write(to path: String) throws(StoreError) {
        try PrivateFile.replace(path, with: json.encoded + [0x0A])
    }

    /// `CLOUDSIM_READY`, when it is set and not empty.
    static var pathFromEnvironment: String? {
        getenv("CLOUDSIM_READY").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
