import Glibc

/// One kernel lock for each rental: a byte range of one file, at the rental's number.
///
/// Open-file-description locks: a crash lets them go, they need no file each, and two openings in
/// one process exclude each other like two processes.
package final class RentalLocks: Sendable {
    private let descriptor: Int32

    package init(in folder: StateFolder) throws(StateError) {
        let path = folder.lock("rentals")
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .folder(reason: String(cString: strerror(errno)), folder: path)
        }
    }

    deinit {
        // Closing alone would leave the locks with a child that is between fork and exec.
        _ = control(setLock, type: F_UNLCK, 0, length: 0)
        close(descriptor)
    }

    /// Takes a rental's lock at once; false when another holds it.
    package func acquire(_ number: Int64) -> Bool {
        control(setLock, type: F_WRLCK, number) != nil
    }

    /// Takes the locks of all rentals, present and future, or none; false when one is taken.
    package func acquireAll() -> Bool {
        control(setLock, type: F_WRLCK, 0, length: 0) != nil
    }

    /// Lets a rental's lock go; nothing happens when it is not held.
    package func release(_ number: Int64) {
        _ = control(setLock, type: F_UNLCK, number)
    }

    /// Whether another opening of the file holds the rental's lock: its owner is at work.
    package func isHeldElsewhere(_ number: Int64) -> Bool {
        control(getLock, type: F_WRLCK, number) != Int16(F_UNLCK)
    }

    /// Those of these rentals whose locks another opening of the file holds.
    package func heldElsewhere(among numbers: [Int64]) -> Set<Int64> {
        // One look at all there are, as hardly ever one is held.
        guard control(getLock, type: F_WRLCK, 0, length: 0) != Int16(F_UNLCK) else { return [] }
        return Set(numbers.filter(isHeldElsewhere))
    }

    /// Runs one fcntl(2) lock command; answers the lock's type afterwards, `nil` on failure.
    private func control(
        _ command: Int32, type: Int32, _ number: Int64, length: Int64 = 1
    ) -> Int16? {
        var range = flock()
        range.l_type = Int16(type)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = off_t(number)
        range.l_len = off_t(length)  // 0 reaches to the end of all numbers
        return fcntl(descriptor, command, &range) == 0 ? range.l_type : nil
    }
}

/// F_OFD_GETLK and F_OFD_SETLK of fcntl(2), which Glibc's module hides behind a feature macro.
private let getLock: Int32 = 36
private let setLock: Int32 = 37
