import Glibc
import SwiftOverlayShims
import Synchronization

/// Writes lines to standard output: the result of a run, and nothing else.
///
/// A reader that has gone away wants no more, which is no error.
/// - Throws: `OutputError` when some of it could not be written.
package func printResult(_ lines: [String]) throws(OutputError) {
    let code = print(lines, to: STDOUT_FILENO)
    guard code == 0 || code == EPIPE else { throw OutputError(words: systemWords(code)) }
}

/// Writes lines to standard error: everything that is not the result.
///
/// What cannot be written is lost: nobody is left to tell.
package func printAside(_ lines: [String]) {
    _ = print(lines, to: STDERR_FILENO)
}

/// Shows in one line of the terminal what is being done; the next line of either kind takes its
/// place, and so does the end.
///
/// Nothing is shown where standard error is no terminal, or one that cannot move its cursor.
package func showProgress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    var size = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
    guard
        let line = progressLine(
            text, columns: isKnown ? Int(size.ws_col) : 80,
            terminal: getenv("TERM").map { String(cString: $0) })
    else { return }
    progressIsShown.withLock { $0 = true }
    _ = write(Array(line.utf8), to: STDERR_FILENO)
}

/// Takes away what `showProgress` shows.
package func endProgress() {
    let wasShown = progressIsShown.withLock { shown in
        defer { shown = false }
        return shown
    }
    if wasShown { _ = write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
}

/// What is written for a line of progress; `nil` for a terminal that cannot take it away again.
///
/// Strangers' words may be in it, so that nothing but printable text gets through (promise S3).
func progressLine(_ text: String, columns: Int, terminal: String?) -> String? {
    guard let terminal, !terminal.isEmpty, terminal != "dumb" else { return nil }
    let plain = text.filter { letter in
        letter.unicodeScalars.allSatisfy { !$0.properties.generalCategory.isControl }
    }
    return "\r\u{1B}[K" + plain.prefix(columns - 1)
}

private let progressIsShown = Mutex(false)

extension Unicode.GeneralCategory {
    fileprivate var isControl: Bool {
        [.control, .format, .lineSeparator, .paragraphSeparator, .surrogate].contains(self)
    }
}

/// Answers the system's error code; 0 when everything was written.
private func print(_ lines: [String], to descriptor: Int32) -> Int32 {
    guard !lines.isEmpty else { return 0 }
    endProgress()
    return write(Array((lines.joined(separator: "\n") + "\n").utf8), to: descriptor)
}

/// Answers the system's error code; 0 when everything was written.
private func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
            Glibc.write(
                descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        written += count
    }
    return 0
}
