import Glibc
import SwiftOverlayShims

/// A regular file read whole, with what its permissions were at that moment.
package struct SmallFile {
    package var bytes: [UInt8]
    /// The permission bits: 0o600 and the like.
    package var mode: UInt32
    /// When it was last modified, by the system's clock.
    package var modified: Instant

    /// Whether others than the owner may read it.
    package var isReadableByOthers: Bool { mode & 0o044 != 0 }

    /// Why a file could not be read.
    package enum Failure: Error, Equatable {
        case missing
        /// A link whose target does not exist.
        case danglingLink
        case folder
        /// A pipe, device or socket.
        case special
        case tooLarge
        /// The system's words: `Permission denied`.
        case system(String)
    }

    /// Reads a file of at most `limit` bytes; never waits for a pipe or a device.
    package init(path: String, limit: Int) throws(Failure) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            let failure = Failure(errno)
            throw failure == .missing && isLink(path) ? .danglingLink : failure
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Failure(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .folder
        default: throw .special
        }
        mode = status.st_mode & 0o7777
        modified = Instant(
            microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000
                + Int64(status.st_mtim.tv_nsec) / 1000)
        bytes = try contents(of: file, limit: limit)
    }
}

extension SmallFile.Failure {
    fileprivate init(_ code: Int32) {
        // A path through something that is no folder leads to nothing.
        self =
            code == ENOENT || code == ENOTDIR ? .missing : .system(String(cString: strerror(code)))
    }

    /// Follows the name of a file: `does not exist`.
    package var words: String {
        switch self {
        case .missing: "does not exist"
        case .danglingLink: "is a link to nothing"
        case .folder: "is a folder"
        case .special: "is no regular file"
        case .tooLarge: "is too large"
        case .system(let words): "cannot be read: \(words)"
        }
    }
}

private func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}

private func contents(of file: Int32, limit: Int) throws(SmallFile.Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(file, &chunk, chunk.count)
        if count == 0 { return bytes }
        if count < 0 {
            if errno == EINTR { continue }
            throw SmallFile.Failure(errno)
        }
        guard bytes.count + count <= limit else { throw .tooLarge }
        bytes += chunk[..<count]
    }
}
