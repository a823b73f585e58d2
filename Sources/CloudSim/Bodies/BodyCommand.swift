import Glibc

/// The command line of a body.
///
/// Its first process waits for the end of descriptor 3, a pipe that only cloudsim holds open: when
/// cloudsim ends, however it ends, the process ends, and the kernel ends all others with it.
struct BodyCommand {
    /// The variable by which processes of a machine without namespaces are known.
    static let mark = "CLOUDSIM_MACHINE"

    let folder: MachineFolder
    let wish: BodyWish
    let tools: BodyTools

    var arguments: [String] {
        switch tools.confinement {
        case .namespaces(let bubblewrap):
            [bubblewrap] + BodyTools.separation(hostname: wish.hostname) + mounts + [
                "--chdir", "/root", "/bin/sh", "-c", confinedScript, "machine",
            ]
        case .none: ["/bin/sh", "-c", sharedScript, folder.path]
        }
    }

    var environment: [String] {
        guard tools.confinement == .none else { return wish.environment }
        return wish.environment.filter { !$0.hasPrefix("HOME=") } + ["HOME=\(folder.path)/home"]
    }

    private var mounts: [String] {
        var mounts = ["--ro-bind", "/usr", "/usr"]
        for name in ["bin", "sbin", "lib", "lib32", "lib64"] {
            if let target = Self.link("/\(name)") {
                mounts += ["--symlink", target, "/\(name)"]
            } else if access("/\(name)", F_OK) == 0 {
                mounts += ["--ro-bind", "/\(name)", "/\(name)"]
            }
        }
        mounts += ["--ro-bind", "/etc", "/etc"]
        for name in ["passwd", "group", "shadow"] {
            mounts += ["--ro-bind", "\(folder.settings)/\(name)", "/etc/\(name)"]
        }
        mounts += [
            "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/run", "--dir", "/run/sshd",
            "--ro-bind", folder.settings, MachineFolder.inside, "--tmpfs", "/var",
            "--bind", folder.logs, "/var/log",
        ]
        for room in MachineFolder.rooms {
            mounts += ["--bind", "\(folder.path)/\(room)", room == "home" ? "/root" : "/\(room)"]
        }
        let places = ["/usr/local/sbin", "/usr/local/bin"]
        if let place = places.first(where: { access($0, F_OK) == 0 }) {
            mounts += ["--ro-bind", folder.programs, place]
        }
        return mounts
    }

    private var confinedScript: String {
        let sshd = """
            /usr/bin/env -i \(tools.sshd) -D -e -f \(MachineFolder.inside)/sshd_config \
            3<&- 2>/var/log/sshd.log &

            """
        let onstart = """
            if [ -s "$HOME/onstart.sh" ]; then
                \(BodyTools.shell) "$HOME/onstart.sh" >/var/log/onstart.log 2>&1 3<&- &
            fi

            """
        return (wish.hasSSH ? sshd : "") + (wish.onstart == nil ? "" : onstart)
            + "/bin/cat <&3 >/dev/null\n"
    }

    /// Without namespaces: at the end, whatever carries the machine's mark is ended one by one.
    private var sharedScript: String {
        // As root, sshd wants this folder, which a service of the system would have made.
        let sshd = """
            [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
            /usr/bin/env -i \(tools.sshd) -D -e -f "$0/settings/sshd_config" \
            3<&- 2>"$0/log/sshd.log" &
            sshd=$!

            """
        let onstart = """
            if [ -s "$HOME/onstart.sh" ]; then
                (cd "$HOME" && \(Self.mark)="$0" PATH="$0/programs:$PATH" \
            exec \(BodyTools.shell) "$HOME/onstart.sh") >"$0/log/onstart.log" 2>&1 3<&- &
            fi

            """
        return (wish.hasSSH ? sshd : "") + (wish.onstart == nil ? "" : onstart) + """
            /bin/cat <&3 >/dev/null
            [ -z "$sshd" ] || kill -9 "$sshd"
            for round in 1 2 3 4 5 6 7 8 9; do
                found=
                for file in /proc/[0-9]*/environ; do
                    if grep -qzxF "\(Self.mark)=$0" "$file" 2>/dev/null; then
                        process=${file#/proc/}
                        kill -9 "${process%/environ}" && found=yes
                    fi
                done
                [ -n "$found" ] || break
            done

            """
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
