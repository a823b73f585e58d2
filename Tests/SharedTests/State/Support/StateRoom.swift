import FoundationEssentials
import Glibc
import Shared
import Testing

/// A state folder of its own for one test, on memory where there is some, removed afterwards.
final class StateRoom: Sendable {
    let folder: StateFolder

    init() throws {
        let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        folder = StateFolder(path: "\(base)/fk-\(UUID().uuidString)")
        try folder.prepare()
    }

    deinit {
        chmod(folder.path, 0o700)
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    func create(gate: WriteGate = .open) throws -> Journal {
        try Journal(
            creating: folder, fleet: try Sample.fleet(), installation: Sample.installation,
            gate: gate)
    }

    func open(_ fleet: String = "a", readOnly: Bool = false) throws -> Journal {
        try Journal(opening: folder, fleet: try Sample.fleet(fleet), readOnly: readOnly)
    }

    /// The bytes of the state file.
    func bytes() throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: folder.database)))
    }

    func write(_ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: folder.database))
    }

    /// The names of everything in the folder.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}

/// The permission bits of a file or folder.
func permissions(of path: String) -> UInt32? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
}
