/// Where machines are rented and retired: the one place, used by every tool.
///
/// Each method records before and after every effect, so that a crash at any point leaves a
/// journal that the next run understands.
package struct RentalDesk: Sendable {
    package var journal: Journal
    /// Where the fleet's lock lies.
    package var folder: StateFolder
    package var locks: RentalLocks
    /// Whom this run can talk to.
    package var providers: [ProviderName: any Provider]
    package var clock: WallClock
    package var keys: SSHKeyRing

    package init(
        journal: Journal, folder: StateFolder, locks: RentalLocks, providers: [any Provider],
        clock: WallClock, keys: SSHKeyRing = SSHKeyRing(nil)
    ) {
        self.journal = journal
        self.folder = folder
        self.locks = locks
        self.providers = Dictionary(
            providers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.clock = clock
        self.keys = keys
    }

    /// The provider of that name.
    ///
    /// - Throws: `ProviderError.unreachable` when this run knows none, as after its settings were
    ///   taken out of the configuration.
    func provider(_ name: ProviderName) throws(ProviderError) -> any Provider {
        guard let provider = providers[name] else {
            throw .unreachable(provider: name, reason: "cannot be reached: it is not configured")
        }
        return provider
    }

    /// Runs `body` while holding the fleet's lock, under which room and money are given out (M5).
    ///
    /// It is never held across a network wait, so whoever holds it is soon done.
    /// - Throws: `LockError.fleetBusy` when it is not let go within five seconds.
    func decidingForFleet<Result>(_ body: () throws -> Result) async throws -> Result {
        let path = folder.lock("fleet")
        for _ in 0..<100 {
            if let lock = try FileLock(path: path) {
                return try withExtendedLifetime(lock) { try body() }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw LockError.fleetBusy
    }

    /// Runs `body` while holding the rental's lock; answers `nil` when another holds it (M5).
    func holding<Result>(
        _ rental: Rental, _ body: () async throws -> Result
    ) async throws -> Result? {
        guard locks.acquire(rental.number) else { return nil }
        defer { locks.release(rental.number) }
        return try await body()
    }

    /// Records one change and answers the rental as it now stands.
    func record(_ change: RentalChange, as name: String) throws -> Rental {
        try journal.record([change], as: name, at: clock.stamp()).first ?? change.rental
    }
}
