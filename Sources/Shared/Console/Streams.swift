import Glibc

/// Writes lines to standard output: the result of a run, and nothing else.
package func printResult(_ lines: [String]) {
    write(lines, to: STDOUT_FILENO)
}

/// Writes lines to standard error: everything that is not the result.
package func printAside(_ lines: [String]) {
    write(lines, to: STDERR_FILENO)
}

private func write(_ lines: [String], to descriptor: Int32) {
    guard !lines.isEmpty else { return }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
            Glibc.write(
                descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }  // the reader is gone: nobody is left to tell
        written += count
    }
}
