import FoundationEssentials

/// A folder on tmpfs where there is one, gone when the test is over.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        let base =
            FileManager.default.isWritableFile(atPath: "/dev/shm")
            ? "/dev/shm" : FileManager.default.temporaryDirectory.path
        path = "\(base)/fleetkeeper-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
