/// An operating system that a machine can be installed with.
struct VultrSystem: Sendable {
    let id: Int64
    let name: String
    let arch: String
    let family: String

    init(_ id: Int64, _ name: String, _ family: String, arch: String = "x64") {
        self.id = id
        self.name = name
        self.arch = arch
        self.family = family
    }

    /// Whether it stands for something else than a system: an image, a backup, an application.
    var isPseudo: Bool { ["iso", "snapshot", "backup", "application"].contains(family) }

    var row: JSON {
        [
            "id": .int(id), "name": .string(name), "arch": .string(arch),
            "family": .string(family),
        ]
    }

    static func numbered(_ id: Int64) -> VultrSystem? { all.first { $0.id == id } }

    /// By id, pseudo systems included, as the service lists them.
    static let all = [
        VultrSystem(159, "Custom", "iso"), VultrSystem(164, "Snapshot", "snapshot"),
        VultrSystem(180, "Backup", "backup"), VultrSystem(186, "Application", "application"),
        VultrSystem(215, "Ubuntu 16.04 x64", "ubuntu"),
        VultrSystem(270, "Ubuntu 18.04 x64", "ubuntu"),
        VultrSystem(387, "Ubuntu 20.04 x64", "ubuntu"),
        VultrSystem(477, "Debian 11 x64 (bullseye)", "debian"),
        VultrSystem(1743, "Ubuntu 22.04 LTS x64", "ubuntu"),
        VultrSystem(2136, "Debian 12 x64 (bookworm)", "debian"),
        VultrSystem(2284, "Ubuntu 24.04 LTS x64", "ubuntu"),
    ]
}
