import FoundationEssentials
import Glibc
import Shared
import Testing

@Suite struct StateFolderTests {
    let room: TemporaryFolder

    init() throws {
        room = try TemporaryFolder()
    }

    @Test func `missing folders are made for their owner alone`() throws {
        let folder = StateFolder(path: room.path + "/one/two/three")
        try folder.prepare()
        #expect(permissions(of: room.path + "/one") == 0o700)
        #expect(permissions(of: folder.path) == 0o700)
        try folder.prepare()
        #expect(!folder.hasDatabase)
    }

    @Test func `a folder that is there keeps its permissions`() throws {
        chmod(room.path, 0o750)
        try StateFolder(path: room.path).prepare()
        #expect(permissions(of: room.path) == 0o750)
    }

    @Test func `a file in the place of the folder is refused`() throws {
        let file = try room.write("x", to: "file")
        #expect(throws: StateError.self) { try StateFolder(path: file).prepare() }
        #expect(throws: StateError.self) { try StateFolder(path: file + "/below").prepare() }
    }

    @Test(arguments: ["nfs", "nfs4", "cifs", "smb3", "ceph", "fuse.sshfs"])
    func `a network file system is refused by name`(_ kind: String) {
        #expect(throws: StateError.networkFileSystem(kind: kind, folder: room.path)) {
            try StateFolder(path: room.path).prepare(fileSystem: { _ in kind })
        }
    }

    @Test(arguments: ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", nil])
    func `a local file system, or one that nobody names, is taken`(_ kind: String?) throws {
        try StateFolder(path: room.path).prepare(fileSystem: { _ in kind })
    }

    @Test(.enabled(if: access("/dev/shm", F_OK) == 0, "there is no /dev/shm here"))
    func `the kernel's list of mounts tells the file system of a path`() {
        #expect(fileSystemType(of: "/proc") == "proc")
        #expect(fileSystemType(of: "/dev/shm") == "tmpfs")
        #expect(fileSystemType(of: "/no/such/path") == nil)
    }

    @Test func `the file system of a folder that was just made is known`() {
        #expect(fileSystemType(of: room.path) != nil)
    }
}
