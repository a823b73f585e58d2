import Glibc

/// The command line of a body.
///
/// Its first process reads descriptor 3, a pipe that only cloudsim holds open: a line asks it to
/// start sshd again, and when cloudsim ends, however it ends, the process ends, and the kernel
/// ends all others with it.
struct BodyCommand {
    /// The variable by which processes of a machine without namespaces are known.
    static let mark = "CLOUDSIM_MACHINE"

    let folder: MachineFolder
    let plan: BodyPlan
    let trouble: BodyTrouble
    let tools: BodyTools

    var arguments: [String] {
        switch tools.confinement {
        case .namespaces(let bubblewrap):
            [bubblewrap] + BodyTools.separation(hostname: plan.hostname) + root + mounts + [
                "--chdir", "/root", "/bin/sh", "-c", (isFull ? Self.full : "") + script, "machine",
                "", MachineFolder.inside, "/var/log",
            ]
        case .none:
            [
                "/bin/sh", "-c", Self.beginning + script + Self.end, folder.path, folder.disk,
                folder.settings,
                folder.logs,
            ]
        }
    }

    var environment: [String] {
        guard tools.confinement == .none else { return plan.environment }
        let own = ["HOME=\(folder.home)", "\(Self.mark)=\(folder.path)"]
        let path = ["PATH=\(folder.programs):\(Launch.standardPath)"]
        let other = plan.environment.filter { !$0.hasPrefix("HOME=") && !$0.hasPrefix("PATH=") }
        return other + own + path
    }

    private var isFull: Bool { trouble.isDiskFull }

    /// The machine's disk; a full one is a copy in memory that has no room for more.
    private var root: [String] {
        guard isFull else { return ["--bind", folder.disk, "/"] }
        return ["--size", "\(folder.size + 65_536)", "--tmpfs", "/"]
            + MachineRoot.links.flatMap { ["--symlink", $0.target, $0.link] } + ["--dir", "/root"]
    }

    private var mounts: [String] {
        var mounts = ["--ro-bind", "/usr", "/usr"]
        for place in MachineRoot.programFolders { mounts += ["--ro-bind", place, place] }
        mounts += [
            "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/run", "--dir", "/run/sshd",
            "--ro-bind", "/etc", MachineRoot.hostSettings,
            "--ro-bind", folder.settings, MachineFolder.inside, "--bind", folder.logs, "/var/log",
        ]
        if isFull { mounts += ["--ro-bind", folder.disk, "/run/disk"] }
        let places = ["/usr/local/sbin", "/usr/local/bin"]
        if let place = places.first(where: { access($0, F_OK) == 0 }) {
            mounts += ["--ro-bind", folder.programs, place]
        }
        return mounts
    }

    /// Fills the disk: what is in it, and then a file without a name that takes the rest.
    private static let full = """
        for entry in /run/disk/*; do
            case ${entry##*/} in
                bin | sbin | lib* | usr | dev | proc | run) ;;
                *) cp -a "$entry" / ;;
            esac
        done
        exec 4>/.rest
        cat /dev/zero >&4 2>/dev/null
        rm /.rest

        """

    /// The machine's life; $1 is where its disk begins, $2 its settings, $3 its logs.
    private var script: String {
        let sshd = """
            answer() {
                /usr/bin/env -i \(tools.sshd) -D -e -f "$settings/sshd_config" \
            3<&- 4>&- 2>>"$log/sshd.log" &
                sshd=$!
            }

            """
        let onstart = """
            (cd "$HOME" && exec \(BodyTools.shell) "$HOME/onstart.sh") \
            >"$log/onstart.log" 2>&1 3<&- 4>&- &

            """
        let firstBoot = """
            if mkdir "$root/var/lib/cloud/instance/sem" 2>/dev/null; then
                (/bin/sh "$settings/first_boot" "$root"; \
            touch "$root/var/lib/cloud/instance/boot-finished") \
            >"$log/cloud-init-output.log" 2>&1 3<&- 4>&- &
            fi

            """
        let isOpen = plan.hasSSH && trouble.network == .open
        return "root=$1 settings=$2 log=$3\n" + sshd + (isOpen ? "answer\n" : "")
            + (plan.onstart == nil ? "" : onstart) + (plan.firstBoot == nil ? "" : firstBoot)
            + "while /bin/sh -c 'read -r line' <&3; do answer; done\n"
    }

    /// Without namespaces: as root, sshd wants its folder, which a service of the system would have
    /// made.
    private static let beginning = """
        [ "$(id -u)" != 0 ] || mkdir -p /run/sshd

        """

    /// Without namespaces: at the end, the sshd is ended, and one by one whatever carries the
    /// machine's mark.
    private static let end = """
        [ -z "$sshd" ] || kill -9 "$sshd"
        for round in 1 2 3 4 5 6 7 8 9; do
            found=
            for place in /proc/[0-9]*; do
                process=${place#/proc/}
                [ "$process" != $$ ] || continue
                if grep -qzxF "\(mark)=$0" "$place/environ" 2>/dev/null; then
                    kill -9 "$process" && found=yes
                fi
            done
            [ -n "$found" ] || break
        done

        """
}
