import Shared

/// What a machine's body should be at a moment, as the market has it.
struct BodyWish: Sendable, Equatable {
    let id: Int64
    /// When its present run began; nothing: it does not run.
    var run: Instant?
    var hostname: String
    /// Whether it has an sshd, and whether that has a direct port too.
    var hasSSH: Bool
    var isDirect: Bool
    /// Who may log in, one line of a public key each.
    var authorizedKeys: [String]
    var onstart: String?
    /// What its own processes find in their environment; ssh sessions do not.
    var environment: [String]
    /// The file of hardware that its nvidia-smi reads.
    var hardware: String

    init(of instance: SimInstance, _ offer: Offer?, at now: Instant, authorizedKeys: [String]) {
        let request = instance.request
        id = instance.id
        run =
            instance.outages.covers(now)
            ? nil
            : instance.phases.last { $0.begins <= now }
                .flatMap { $0.status == .running ? $0.begins : nil }
        hostname = request.env["-h"]?.text.flatMap(Self.hostname) ?? "C.\(instance.id)"
        hasSSH = request.runtype.contains("ssh") || request.runtype.contains("jupyter")
        isDirect = request.runtype.contains("ssh_direc")
        self.authorizedKeys = authorizedKeys
        onstart = request.onstart
        let count = Int(offer?.attributes["num_gpus"]?.number ?? 1)
        environment = Self.environment(of: instance, gpus: count)
        hardware = NvidiaSMI.hardware(
            name: instance.gpuName, count: count,
            memoryMiB: Int(offer?.attributes["gpu_ram"]?.number ?? 24_576),
            driver: offer?.attributes["driver_version"]?.text ?? "550.54.15",
            cuda: offer?.attributes["cuda_max_good"]?.number.map { "\($0)" } ?? "12.4",
            id: instance.id)
    }

    private static func environment(of instance: SimInstance, gpus: Int) -> [String] {
        let own = [
            "HOME=/root", "PATH=\(Launch.standardPath)", "LANG=C.UTF-8",
            "CONTAINER_API_KEY=\(instance.key)", "CONTAINER_ID=\(instance.id)",
            "VAST_CONTAINERLABEL=C.\(instance.id)", "PUBLIC_IPADDR=127.0.0.1",
            "GPU_COUNT=\(gpus)", "DATA_DIRECTORY=/workspace",
        ]
        let asked = instance.request.env.list.compactMap { member in
            isName(member.key) ? member.value.text.map { "\(member.key)=\($0)" } : nil
        }
        let names = Set(asked.map { $0.prefix { $0 != "=" } })
        // A text with a zero byte cannot be handed to a process.
        return (own.filter { !names.contains($0.prefix { $0 != "=" }) } + asked)
            .filter { !$0.utf8.contains(0) }
    }

    /// Whether a key of `env` is a variable; the others are options such as `-p 80:80`.
    private static func isName(_ key: String) -> Bool {
        guard let first = key.utf8.first, first == 95 || (first | 32) >= 97 else { return false }
        return key.utf8.allSatisfy {
            $0 == 95 || (48...57).contains($0) || (97...122).contains($0 | 32)
        }
    }

    private static func hostname(_ text: String) -> String? {
        let isGood =
            (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                $0 == 45 || $0 == 46 || (48...57).contains($0) || (97...122).contains($0 | 32)
            }
        return isGood && !text.hasPrefix("-") ? text : nil
    }
}
