import Glibc

/// A kernel lock on a whole file (flock(2)): a crash lets it go, and the file stays.
///
/// Its holder can leave a line in the file for those who meet the lock.
package final class FileLock: Sendable {
    private let descriptor: Int32
    package let path: String

    /// Takes the lock at once, or answers `nil` when another open file holds it.
    package init?(path: String) throws(StateError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .folder(reason: String(cString: strerror(errno)), folder: path)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        // Closing alone would leave the lock with a child that is between fork and exec.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Replaces the line that others see.
    ///
    /// Failing to is no harm: the lock itself holds.
    package func announce(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, bytes, bytes.count, 0)
    }

    /// The line that the holder left; `nil` when there is none.
    package static func announcement(at path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count], as: UTF8.self)
            .split(separator: "\n").first.map(String.init)
    }
}
