import Glibc

/// Why a file could not be read.
package struct FileError: Error, Equatable, Sendable {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// Reads a whole file of text; bytes that are not UTF-8 become replacement characters.
///
/// - Parameters:
///   - path: The file; a folder or a device is refused.
///   - limit: The most bytes to accept.
/// - Throws: `FileError` with the system's words.
package func readFile(_ path: String, limit: Int = 1 << 20) throws(FileError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
        throw FileError(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        throw FileError(path: path, reason: "not a regular file")
    }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        guard count >= 0 else {
            throw FileError(path: path, reason: String(cString: strerror(errno)))
        }
        guard count > 0 else { return String(decoding: content, as: UTF8.self) }
        content += chunk[..<count]
        guard content.count <= limit else {
            throw FileError(path: path, reason: "larger than \(limit) bytes")
        }
    }
}

/// When a file was last modified, by the system's clock.
package func modificationTime(of path: String) -> Instant? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Instant(
        microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000
            + Int64(status.st_mtim.tv_nsec) / 1000)
}
