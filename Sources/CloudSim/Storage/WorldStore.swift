import Glibc
import SwiftOverlayShims

/// The file that keeps a world across restarts: one JSON text, replaced whole after each change.
struct WorldStore: Sendable {
    let path: String
    /// What a restart needs beyond the world itself.
    let header: JSONObject

    /// Replaces the file: a new one is written beside it, flushed, and renamed over it.
    ///
    /// - Throws: `StoreError`; the old file is whole then.
    func write(_ state: WorldState) throws(StoreError) {
        var document = header
        document.append("world", .object(state.json))
        try PrivateFile.replace(path, with: JSON.object(document).encoded)
    }
}

/// Why the state could not be kept or read.
package struct StoreError: Error, Equatable {
    package var message: String
}

/// Files that only their owner may read.
enum PrivateFile {
    /// Replaces a file atomically, mode 0600; unless it need not be, it is flushed to the disk first.
    static func replace(
        _ path: String, with bytes: [UInt8], isFlushed mustFlush: Bool = true
    ) throws(StoreError) {
        let beside = "\(path).new"
        let file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("write", beside) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = failure("write", beside)
                close(file)
                throw error
            }
            rest = rest.dropFirst(count)
        }
        let isFlushed = !mustFlush || fsync(file) == 0
        close(file)
        guard isFlushed, rename(beside, path) == 0 else { throw failure("replace", path) }
    }

    /// The content of a file; nothing when there is no such file.
    static func read(_ path: String) throws(StoreError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read", path)
        }
        defer { close(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            guard count > 0 else { return content }
            content += buffer[..<count]
        }
    }

    private static func failure(_ verb: String, _ path: String) -> StoreError {
        StoreError(message: "cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}
