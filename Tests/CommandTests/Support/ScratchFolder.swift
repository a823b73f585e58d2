import Foundation
import Testing

/// A folder that goes away with the test.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "fleetkeeper-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A path inside it.
    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Replaces a file inside it, whole: a reader sees the old text or the new one.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
    }
}

/// Every file under a folder with its bytes; empty when there is no such folder.
func contents(of folder: String) -> [String: Data] {
    var files: [String: Data] = [:]
    for name in FileManager.default.enumerator(atPath: folder) ?? .init() {
        guard let name = name as? String else { continue }
        files[name] = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
    }
    return files
}
