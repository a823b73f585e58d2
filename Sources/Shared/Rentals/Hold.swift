/// Machines that are let go and kept until their files are home (promise D1).
extension RentalDesk {
    /// Begins to hold a machine, for whoever holds the rental's lock: nothing is sent.
    ///
    /// Idempotent: what is held already stays as it is, cause and time included.
    func hold(
        _ rental: Rental, because cause: EndCause, owing owed: OwedFiles
    ) throws -> Rental {
        guard rental.state != .draining else { return rental }
        var held = rental
        held.state = .draining
        held.cause = held.cause ?? cause
        held.drainingAt = clock.stamp()
        held.held = .zero...(.zero)
        return try record(
            RentalChange(
                held, event: "draining",
                detail: "\(held.cause?.rawValue ?? ""), until its files are home: \(owed)"),
            as: "draining")
    }

    /// Destroys a held machine: nothing has to come home from it any more, or the limit of
    /// `budget.hold` is reached and says so.
    ///
    /// - Parameters:
    ///   - rental: A rental that is draining.
    ///   - reason: Why it is let go now, and what becomes of its files; for its journal.
    /// - Returns: As `retire`; what is not draining is skipped.
    /// - Throws: `StateError` when the journal cannot be written.
    package func giveUp(_ rental: Rental, because reason: String) async throws -> RetireResult {
        guard rental.state == .draining else { return .skipped }
        return try await holding(rental) {
            try await destroy(rental, because: rental.cause ?? .policy, detail: reason)
        } ?? .skipped
    }

    /// Stops a held machine, whose files stay on its disk: the wish on disk, the stop, its answer
    /// on disk.
    ///
    /// - Returns: What became of it.
    /// - Throws: `StateError` when the journal cannot be written.
    package func halt(_ rental: Rental, because reason: String) async throws -> HaltResult {
        guard rental.state == .draining, let id = rental.instance else { return .skipped }
        return try await holding(rental) {
            guard rental.stopAcceptedAt == nil else { return .accepted(rental) }
            var halting = rental
            if halting.stopAskedAt == nil {
                halting.stopAskedAt = clock.stamp()
                halting = try record(
                    RentalChange(halting, event: "stopping", detail: reason), as: "stopping")
            }
            let outcome: PowerOutcome
            do throws(ProviderError) {
                outcome = try await provider(id.provider).stop(id)
            } catch {
                return .pending(halting, reason: error.explanation.what)
            }
            switch outcome {
            case .accepted: break
            case .queued(let reason), .refused(let reason):
                return .pending(halting, reason: reason)
            case .gone:
                return .pending(halting, reason: "the provider knows no such machine")
            }
            halting.stopAcceptedAt = clock.stamp()
            return .accepted(
                try record(
                    RentalChange(halting, event: "stop accepted", detail: "\(id)"),
                    as: "stop accepted"))
        } ?? .skipped
    }
}

/// What became of a wish to stop a machine.
package enum HaltResult: Equatable, Sendable {
    /// The provider accepted the stop, now or before.
    case accepted(Rental)
    /// The stop is still to be accepted; the next run sends it again.
    case pending(Rental, reason: String)
    /// Another process works on it, or it is not held.
    case skipped
}
