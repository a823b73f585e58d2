/// What a Vultr machine runs once, after its installation: its startup script and its user data.
struct FirstBoot: Sendable, Equatable {
    /// A file that the machine begins with; its folders are made.
    struct File: Sendable, Equatable {
        /// From the root of its disk, without a slash at the beginning.
        var path: String
        var content: [UInt8]
    }

    /// Who else may log in.
    var keys: [String] = []
    var files: [File] = []
    /// The steps, as a shell script; `$root` is where the machine's disk begins.
    var script = ""

    private static let cloud = "var/lib/cloud/instance"

    /// Reads what a create sent; either may be empty, and both are base64.
    init(userData: String, script: String) {
        if let content = Base64.decode(script), !content.isEmpty {
            run(File(path: "tmp/firstboot.exec", content: content))
        }
        guard let content = Base64.decode(userData), !content.isEmpty else { return }
        files.append(File(path: "\(Self.cloud)/user-data.txt", content: content))
        if content.starts(with: "#!".utf8) {
            run(File(path: "\(Self.cloud)/scripts/part-001", content: content))
        } else if content.starts(with: "#cloud-config".utf8) {
            let config = CloudConfig(content)
            keys = config.keys
            self.script += config.script
        } else {
            self.script +=
                "echo 'cloudsim: user data must begin with #! or #cloud-config: not run'\n"
        }
    }

    /// What the script begins with; its first argument is where the machine's disk begins.
    ///
    /// `own` makes the file or folder of `/etc` that a path leads through the machine's own, where
    /// it is a link to this machine's.
    static let beginning = #"""
        root=$1
        cd "$root/"
        own() {
            case $1 in /etc/*) ;; *) return ;; esac
            name=${1#/etc/}
            name=$root/etc/${name%%/*}
            [ -L "$name" ] || return 0
            cp -rL "$name" "$name.own"
            rm -f "$name"
            mv "$name.own" "$name"
        }

        """#

    /// The program that user data and renters ask how far it has come.
    static let cloudInit = #"""
        #!/bin/sh
        done=/var/lib/cloud/instance/boot-finished
        [ "$1" = status ] || { echo 'cloud-init: only status [--wait] works here'; exit 1; }
        while [ "$2" = --wait ] && [ ! -e "$done" ]; do sleep 0.1; done
        if [ -e "$done" ]; then echo 'status: done'; else echo 'status: running'; fi

        """#

    private mutating func run(_ file: File) {
        files.append(file)
        script += "\"$root\"/\(file.path)\n"
    }
}
