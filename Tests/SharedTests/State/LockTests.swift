import FoundationEssentials
import Glibc
import Shared
import Testing

@Suite struct LockTests {
    let room: StateRoom

    init() throws {
        room = try StateRoom()
    }

    @Test func `a file lock excludes a second one until it is let go`() throws {
        let path = room.folder.lock("x")
        var first: FileLock? = try FileLock(path: path)
        #expect(first != nil)
        #expect(try FileLock(path: path) == nil)
        first = nil
        #expect(try FileLock(path: path) != nil)
    }

    @Test func `locks of two names do not know each other`() throws {
        let one = try FileLock(path: room.folder.lock("one"))
        let two = try FileLock(path: room.folder.lock("two"))
        #expect(one != nil && two != nil)
    }

    @Test func `a lock that cannot be made says where`() {
        #expect(throws: StateError.self) { try FileLock(path: "/no/such/folder/x.lock") }
    }

    @Test func `whoever meets a tool's lock learns who holds it, since when and at which step`()
        throws
    {
        let now = Instant(seconds: 1_795_268_568)
        let lock = try ToolLock(tool: "autoscaler", in: room.folder, now: now)
        lock.step("listing machines, which takes a while")
        lock.step("renting")
        let holder = "pid \(getpid()), since 2026-11-21T13:42:48Z, step: renting"
        let error = LockError.held(tool: "autoscaler", holder: holder)
        #expect(throws: error) {
            try ToolLock(tool: "autoscaler", in: room.folder, now: now)
        }
        #expect(error.explanation.status == .busy)
        #expect(error.explanation.what.contains(holder))
        _ = try ToolLock(tool: "keepalive", in: room.folder, now: now)
        withExtendedLifetime(lock) {}
    }

    @Test func `a tool's lock is free when its holder is gone`() throws {
        var lock: ToolLock? = try ToolLock(tool: "t", in: room.folder, now: stamp(0).wall)
        #expect(lock != nil)
        lock = nil
        _ = try ToolLock(tool: "t", in: room.folder, now: stamp(1).wall)
    }

    @Test func `a rental's lock excludes other openings, rental by rental`() throws {
        let mine = try RentalLocks(in: room.folder)
        let other = try RentalLocks(in: room.folder)
        #expect(mine.acquire(7))
        #expect(!other.acquire(7))
        #expect(other.acquire(8))
        #expect(other.isHeldElsewhere(7) && !mine.isHeldElsewhere(7))
        mine.release(7)
        #expect(!other.isHeldElsewhere(7))
        #expect(other.acquire(7))
    }

    @Test func `all rentals' locks are taken together or not at all`() throws {
        let worker = try RentalLocks(in: room.folder)
        let migration = try RentalLocks(in: room.folder)
        #expect(worker.acquire(7_000_000))
        #expect(!migration.acquireAll())
        #expect(!worker.isHeldElsewhere(1))
        worker.release(7_000_000)
        #expect(migration.acquireAll())
        #expect(!worker.acquire(1) && !worker.acquire(7_000_000))
    }

    @Test func `a rental's lock is free when its opening is gone`() throws {
        var mine: RentalLocks? = try RentalLocks(in: room.folder)
        #expect(mine?.acquire(7) == true)
        mine = nil
        let other = try RentalLocks(in: room.folder)
        #expect(other.acquire(7))
    }

    @Test func `another process's lock is seen, and is free as soon as that process was killed`()
        async throws
    {
        let path = room.folder.lock("killed")
        let holder = try #require(Holder(locking: path))
        #expect(try FileLock(path: path) == nil)
        holder.kill()
        #expect(try FileLock(path: path) != nil)
    }
}

/// A child process, util-linux's `flock`, that holds a lock until it is killed.
private struct Holder {
    private let pid: pid_t

    /// Returns when the child says that it has the lock; `nil` when it could not be started.
    init?(locking path: String) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        let words = [
            "sh", "-c", "exec 9>\"$0\" && flock -x 9 && echo held && exec sleep 600 9>&9", path,
        ]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let result = posix_spawn(&child, "/bin/sh", &actions, nil, &arguments, nil)
        close(ends[1])
        guard result == 0 else { return nil }
        pid = child
        var byte: UInt8 = 0
        guard read(ends[0], &byte, 1) == 1 else { return nil }
    }

    /// Kills the child and waits until it is gone.
    func kill() {
        Glibc.kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }
}
