import Shared

/// Where an sshd listens.
struct Listening: Sendable, Equatable {
    var address: String
    var port: UInt16
}

/// What a body is made from.
struct BodyPlan: Sendable, Equatable {
    var hostname: String
    /// Whether it has an sshd at all.
    var hasSSH: Bool
    /// Where that listens; empty when no port could be had.
    var listens: [Listening]
    /// What runs at each start.
    var onstart: String?
    /// What runs once, after an installation.
    var firstBoot: FirstBoot?
    /// What its own processes find in their environment; ssh sessions do not.
    var environment: [String]
    /// The file of hardware that its nvidia-smi reads.
    var hardware: String

    /// A Vast instance.
    init(
        of instance: SimInstance, _ offer: Offer?, _ secrets: [VastAccount.Secret],
        keys: [String], _ ports: SSHPorts?
    ) {
        let request = instance.request
        hostname = Self.hostname(request.env["-h"]?.text) ?? "C.\(instance.id)"
        hasSSH = request.runtype.contains("ssh") || request.runtype.contains("jupyter")
        let isDirect = request.runtype.contains("ssh_direc")
        let open = ports.map { [$0.proxy] + (isDirect ? [$0.direct] : []) } ?? []
        listens = hasSSH ? open.map { Listening(address: "127.0.0.1", port: $0) } : []
        onstart = request.onstart.flatMap { $0.isEmpty ? nil : $0 }
        let count = Int(offer?.attributes["num_gpus"]?.number ?? 1)
        var own = [
            "HOME=/root", "PATH=\(Launch.standardPath)", "LANG=C.UTF-8",
            "CONTAINER_API_KEY=\(instance.key)", "CONTAINER_ID=\(instance.id)",
            "VAST_CONTAINERLABEL=C.\(instance.id)", "PUBLIC_IPADDR=127.0.0.1",
            "GPU_COUNT=\(count)", "DATA_DIRECTORY=/workspace",
            "SSH_PUBLIC_KEY=\(keys.joined(separator: "\n"))",
        ]
        for port in instance.publishedPorts(ssh: ports) { own.append(port.variable) }
        environment = Self.environment(own, secrets, request.env)
        hardware = NvidiaSMI.hardware(
            name: instance.gpuName, count: count,
            memoryMiB: Int(offer?.attributes["gpu_ram"]?.number ?? 24_576),
            driver: offer?.attributes["driver_version"]?.text ?? "550.54.15",
            cuda: offer?.attributes["cuda_max_good"]?.number.map { "\($0)" } ?? "12.4",
            id: instance.id)
    }

    /// A Vultr machine.
    init(of machine: VultrMachine, _ plan: VultrPlan?, _ port: UInt16) {
        hostname = Self.hostname(machine.hostname) ?? "vultr"
        hasSSH = true
        listens = [Listening(address: machine.address, port: port)]
        firstBoot = FirstBoot(userData: machine.userData, script: machine.script)
        environment = ["HOME=/root", "PATH=\(Launch.standardPath)", "LANG=C.UTF-8"]
        let count = max(1, Int(plan?.gpus ?? 1))
        hardware = NvidiaSMI.hardware(
            name: machine.gpuName.split(separator: "_").dropFirst().joined(separator: " "),
            count: count, memoryMiB: Int(plan?.gpuMemory ?? 24) * 1024 / count,
            driver: "550.90.07", cuda: "12.4", id: machine.serial)
    }

    /// The variables of a container: the request's win over its own, and those over the account's.
    private static func environment(
        _ own: [String], _ secrets: [VastAccount.Secret], _ asked: JSONObject
    ) -> [String] {
        let account = secrets.compactMap { isName($0.key) ? "\($0.key)=\($0.value)" : nil }
        let request = asked.list.compactMap { member in
            isName(member.key) ? member.value.text.map { "\(member.key)=\($0)" } : nil
        }
        var names: Set<Substring> = []
        // A text with a zero byte cannot be handed to a process.
        return (request.reversed() + own + account).filter {
            names.insert($0.prefix { $0 != "=" }).inserted && !$0.utf8.contains(0)
        }
    }

    /// Whether a key of `env` is a variable; the others are options such as `-p 80:80`.
    private static func isName(_ key: String) -> Bool {
        guard let first = key.utf8.first, first == 95 || (first | 32) >= 97 else { return false }
        return key.utf8.allSatisfy {
            $0 == 95 || (48...57).contains($0) || (97...122).contains($0 | 32)
        }
    }

    private static func hostname(_ text: String?) -> String? {
        guard let text else { return nil }
        let isGood =
            (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                $0 == 45 || $0 == 46 || (48...57).contains($0) || (97...122).contains($0 | 32)
            }
        return isGood && !text.hasPrefix("-") ? text : nil
    }
}
