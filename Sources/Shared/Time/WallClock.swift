/// The clocks of this run: wall time for records and people, boot time for ages (promise T5).
///
/// A struct of closures, because there is one real thing and tests only answer for it.
package struct WallClock: Sendable {
    /// Wall time; it can be stepped by the administrator.
    package var now: @Sendable () -> Instant
    /// Time since boot, suspended time included; it never steps back within one boot.
    package var sinceBoot: @Sendable () -> Duration
    /// Names the boot that `sinceBoot` counts from.
    package var bootID: String
    /// Sleeps for a time of this clock; a scaled clock sleeps less.
    ///
    /// Ends early when cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// Turns a time stamped by the kernel (a file's mtime) into a time of this clock.
    package var fromSystem: @Sendable (Instant) -> Instant

    package init(
        now: @escaping @Sendable () -> Instant,
        sinceBoot: @escaping @Sendable () -> Duration,
        bootID: String,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        fromSystem: @escaping @Sendable (Instant) -> Instant = { $0 }
    ) {
        self.now = now
        self.sinceBoot = sinceBoot
        self.bootID = bootID
        self.sleep = sleep
        self.fromSystem = fromSystem
    }
}
