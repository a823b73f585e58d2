import Glibc
import Shared
import SwiftOverlayShims

/// The programs of this machine that bodies are made with, and how far they can be kept apart.
struct BodyTools: Sendable {
    enum Confinement: Sendable, Equatable {
        /// Every machine has its own mounts, processes and host name, made by bubblewrap.
        case namespaces(bubblewrap: String)
        /// Namespaces are refused here: a machine is a folder and an sshd under our own name.
        case none
    }

    var sshd: String
    var keyMaker: String
    var confinement: Confinement
    /// Whom ssh logs in as.
    var user: String

    /// Finds the programs, and tries whether namespaces can be had; says so when they cannot.
    ///
    /// - Throws: `SimulatorError` when OpenSSH is missing.
    static func find() throws(SimulatorError) -> BodyTools {
        guard let sshd = program("sshd"), let keyMaker = program("ssh-keygen") else {
            throw SimulatorError(
                "machines with bodies need sshd and ssh-keygen, and they are not installed",
                hint: "as root: apt-get install openssh-server openssh-client bubblewrap; "
                    + "or pass --bodies off", .configuration)
        }
        let bubblewrap = program("bwrap", in: searchPath)
        if let bubblewrap, canConfine(with: bubblewrap) {
            return BodyTools(
                sshd: sshd, keyMaker: keyMaker, confinement: .namespaces(bubblewrap: bubblewrap),
                user: "root")
        }
        let reason = bubblewrap == nil ? "bubblewrap is not installed" : "namespaces are refused"
        let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "root"
        say([
            "cloudsim: \(reason) here, so machines share this one's files and processes; "
                + "log in as \(user)"
        ])
        return BodyTools(sshd: sshd, keyMaker: keyMaker, confinement: .none, user: user)
    }

    /// What every confined process begins with: its own processes, host name and, when we are
    /// not root, user.
    static func separation(hostname: String) -> [String] {
        ["--unshare-pid", "--unshare-uts", "--unshare-ipc", "--hostname", hostname, "--as-pid-1"]
            + (geteuid() == 0 ? [] : ["--unshare-user"])
    }

    /// The user's shell in a machine.
    static let shell = access("/bin/bash", X_OK) == 0 ? "/bin/bash" : "/bin/sh"

    private static func canConfine(with bubblewrap: String) -> Bool {
        let trial =
            [bubblewrap] + separation(hostname: "trial")
            + ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "/bin/true"]
        do throws(StoreError) {
            return try Launch.run(trial) == 0
        } catch {
            return false
        }
    }

    private static var searchPath: String {
        getenv("PATH").map { String(cString: $0) } ?? ""
    }

    private static func program(
        _ name: String, in path: String = "\(searchPath):\(Launch.standardPath)"
    ) -> String? {
        path.split(separator: ":").map { "\($0)/\(name)" }
            .first { $0.hasPrefix("/") && access($0, X_OK) == 0 }
    }
}
