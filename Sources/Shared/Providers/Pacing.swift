import Glibc

/// The spacing of calls that a provider asks for, kept for all our processes together in one small
/// locked file: providers count per account, not per process.
package struct Pacing: Sendable {
    private let file: String
    private let clock: WallClock

    /// Keeps the turns in `file`, which is made when missing.
    package init(file: String, clock: WallClock) {
        self.file = file
        self.clock = clock
    }

    /// Waits for this process's turn at an endpoint: at least `spacing` after the last one.
    ///
    /// The turn is taken before the wait, so two processes never get the same one. Without a
    /// usable file it only waits the spacing itself: slower, and still polite.
    /// - Parameters:
    ///   - endpoint: A name without spaces.
    ///   - spacing: The provider's threshold.
    ///   - deadline: When the run has to stop; a turn after it is not taken.
    /// - Returns: False when the turn would come after the deadline.
    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    package func waitTurn(
        at endpoint: String, spacing: Duration, before deadline: Instant
    ) async throws -> Bool {
        try await turn(at: endpoint, spacing: spacing, before: deadline) != nil
    }

    /// As `waitTurn`; answers the turn, to be given back where nothing came of it, and `nil` when it
    /// would come after the deadline.
    func turn(
        at endpoint: String, spacing: Duration, before deadline: Instant
    ) async throws -> Stamp? {
        let now = clock.stamp()
        guard let wait = takeTurn(endpoint, spacing, now, latest: deadline - now.wall) else {
            return nil
        }
        if wait > .zero { try await clock.sleep(wait) }
        return now.later(by: wait)
    }

    /// Gives back a turn, as nothing of its request left this machine: the next one need not wait for
    /// it.
    ///
    /// Does nothing when another turn was taken since, or the file cannot be used.
    func giveBack(_ turn: Stamp, at endpoint: String, spacing: Duration) {
        let descriptor = open(file, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { return }
        var turns = read(descriptor)
        guard turns[endpoint]?.stored == turn.stored else { return }
        turns[endpoint] = Stamp(
            wall: turn.wall - spacing, sinceBoot: turn.sinceBoot - spacing, bootID: turn.bootID)
        write(turns, to: descriptor)
    }

    /// Takes the next turn; answers how long to wait for it, `nil` when that is too long.
    private func takeTurn(
        _ endpoint: String, _ spacing: Duration, _ now: Stamp, latest: Duration
    ) -> Duration? {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            return spacing <= latest ? spacing : nil
        }
        defer { close(descriptor) }
        var turns = read(descriptor)
        var wait = Duration.zero
        if let last = turns[endpoint], last.bootID == now.bootID {
            wait = last.sinceBoot + spacing - now.sinceBoot
        }
        // A turn further off than the spacing and a queue of fifty is a leftover, not a queue.
        wait = wait > spacing * 50 ? spacing : max(.zero, wait)
        guard wait <= max(.zero, latest) else { return nil }
        turns[endpoint] = now.later(by: wait)
        write(turns, to: descriptor)
        return wait
    }

    private func read(_ descriptor: Int32) -> [String: Stamp] {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return [:] }
        var turns: [String: Stamp] = [:]
        for line in String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let stamp = Stamp(stored: String(parts[1])) else { continue }
            turns[String(parts[0])] = stamp
        }
        return turns
    }

    private func write(_ turns: [String: Stamp], to descriptor: Int32) {
        let lines = turns.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.stored)\n" }
        let bytes = Array(lines.joined().utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, bytes, bytes.count, 0)
    }
}

extension Stamp {
    fileprivate func later(by wait: Duration) -> Stamp {
        Stamp(wall: wall + wait, sinceBoot: sinceBoot + wait, bootID: bootID)
    }
}

/// An exchange whose every request waits for its turn at one endpoint.
package struct PacedExchange: HTTPExchange {
    package var base: any HTTPExchange
    package var pacing: Pacing
    package var endpoint: String
    package var spacing: Duration
    package var deadline: Instant

    package init(
        base: any HTTPExchange, pacing: Pacing, endpoint: String, spacing: Duration,
        deadline: Instant
    ) {
        self.base = base
        self.pacing = pacing
        self.endpoint = endpoint
        self.spacing = spacing
        self.deadline = deadline
    }

    package func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let turn: Stamp?
        do {
            turn = try await pacing.turn(at: endpoint, spacing: spacing, before: deadline)
        } catch {
            throw .cancelled(sent: false)
        }
        guard let turn else { throw .outOfTime }
        do throws(HTTPError) {
            return try await base.exchange(request)
        } catch {
            if case .notSent = error {
                pacing.giveBack(turn, at: endpoint, spacing: spacing)
            }
            throw error
        }
    }
}
