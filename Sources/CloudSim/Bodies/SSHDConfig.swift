/// The configuration of one machine's sshd.
struct SSHDConfig {
    enum Sessions {
        /// In namespaces of the machine's own.
        case confined
        /// Among this machine's processes; its own home is in the machine's folder.
        case shared(MachineFolder)
    }

    var listens: [Listening]
    /// Where the machine finds its settings.
    var settings: String
    var sessions: Sessions

    var text: String {
        let lines =
            listens.map { "ListenAddress \($0.address):\($0.port)" } + [
                "HostKey \"\(settings)/host_key\"", "PidFile none",
                "UsePAM no", "StrictModes no", "PermitRootLogin prohibit-password",
                "PasswordAuthentication no", "KbdInteractiveAuthentication no",
                "AuthorizedKeysFile \"\(keys)\"", "UseDNS no", "PrintMotd no", "PrintLastLog no",
                "MaxStartups 200", "MaxSessions 200", "Subsystem sftp internal-sftp",
                "SetEnv \(environment)",
            ]
        return lines.map { $0 + "\n" }.joined()
    }

    private var keys: String {
        switch sessions {
        case .confined: ".ssh/authorized_keys"
        case .shared(let folder): "\(folder.home)/.ssh/authorized_keys"
        }
    }

    private var environment: String {
        switch sessions {
        case .confined: "\"PATH=\(Launch.standardPath)\""
        case .shared(let folder):
            "\"PATH=\(folder.programs):\(Launch.standardPath)\" \"HOME=\(folder.home)\" "
                + "\"\(BodyCommand.mark)=\(folder.path)\""
        }
    }
}
