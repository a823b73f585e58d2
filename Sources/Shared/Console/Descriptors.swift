import Glibc

/// Makes sure that the three standard descriptors are taken, so that no file of ours becomes one.
///
/// Where standard output or standard error is closed, writing to it goes on failing.
func takeStandardDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO {
        guard fcntl(descriptor, F_GETFD) < 0, errno == EBADF else { continue }
        // The lowest free one is what open gives.
        _ = open("/dev/null", O_RDONLY)
    }
}
