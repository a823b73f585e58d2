import Glibc
import SwiftOverlayShims

/// The folder that holds the state file, the locks and the pacing file.
package struct StateFolder: Sendable {
    package let path: String

    package var database: String { "\(path)/state.sqlite" }
    package var pacing: String { "\(path)/pacing" }

    package func lock(_ name: String) -> String { "\(path)/\(name).lock" }

    /// Whether a state file is there; the folder itself may be missing too.
    package var hasDatabase: Bool { access(database, F_OK) == 0 }

    /// Names the folder of a configuration; nothing is touched.
    package init(path: String) {
        self.path = path
    }

    /// Makes the folder where it is missing (0700), and refuses one that locks cannot work in.
    ///
    /// - Parameter fileSystem: Answers the type of the file system of a path.
    /// - Throws: `StateError.folder`, `StateError.networkFileSystem`.
    package func prepare(
        fileSystem: (String) -> String? = fileSystemType
    ) throws(StateError) {
        var missing: [String] = []
        var parent = Substring(path)
        while access(String(parent), F_OK) != 0, let slash = parent.lastIndex(of: "/") {
            missing.append(String(parent))
            parent = parent[..<slash]
            if parent.isEmpty { break }
        }
        for folder in missing.reversed() where mkdir(folder, 0o700) != 0 && errno != EEXIST {
            throw .folder(reason: String(cString: strerror(errno)), folder: folder)
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .folder(reason: "it is not a folder", folder: path)
        }
        if let kind = fileSystem(path), networkFileSystems.contains(kind) {
            throw .networkFileSystem(kind: kind, folder: path)
        }
    }
}

/// The type of the file system under a path (`ext4`, `nfs4`), from the kernel's list of mounts;
/// `nil` where that cannot be read.
package func fileSystemType(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0,
        let table = try? SmallFile(path: "/proc/self/mountinfo", limit: 1 << 20)
    else { return nil }
    let mounts = String(decoding: table.bytes, as: UTF8.self)
    // Linux packs a device as 12 bits of major number between 8 and 12 bits of minor (makedev(3)).
    let device = UInt64(status.st_dev)
    let major = (device >> 8) & 0xFFF
    let minor = (device & 0xFF) | ((device >> 12) & 0xFFF00)
    for line in mounts.split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count > 6, words[2] == "\(major):\(minor)",
            let dash = words.firstIndex(of: "-"), dash + 1 < words.endIndex
        else { continue }
        return String(words[dash + 1])
    }
    return nil
}

/// File systems whose locks do not reliably reach the other machines that mount them.
private let networkFileSystems: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "lustre", "afs", "glusterfs", "fuse.sshfs",
    "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "gpfs", "beegfs",
]
