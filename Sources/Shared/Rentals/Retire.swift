/// What became of a wish to end a machine.
package enum RetireResult: Equatable, Sendable {
    /// The provider accepted the destroy; later runs confirm that it is gone.
    case accepted(Rental)
    /// The destroy is still to be accepted; the next run sends it again.
    case pending(Rental, reason: String)
    /// The provider cannot end it at this moment, as while it installs; the next run sends again.
    case notYet(Rental, reason: String)
    /// Nothing was sent: its files are not home yet, so it is kept (promise D1).
    case held(Rental)
    /// Another process works on it.
    case skipped
}

extension RentalDesk {
    /// Ends a machine: the wish on disk, the destroy, its answer on disk (promises M3 and M5).
    ///
    /// One whose files are not home is held instead, and nothing is sent (promise D1).
    /// Idempotent: called again it sends the destroy again, under the cause of the first call.
    /// - Parameters:
    ///   - rental: The rental as it was last read.
    ///   - cause: Why it ends; what has a cause already keeps it.
    ///   - owed: What has to come home from it first.
    /// - Returns: What became of the wish.
    /// - Throws: `StateError` when the journal cannot be written.
    package func retire(
        _ rental: Rental, because cause: EndCause, owing owed: OwedFiles
    ) async throws -> RetireResult {
        try await holding(rental) { try await end(rental, because: cause, owing: owed) }
            ?? .skipped
    }

    /// As `retire`, for whoever holds the rental's lock.
    func end(
        _ rental: Rental, because cause: EndCause, owing owed: OwedFiles
    ) async throws -> RetireResult {
        // What is ending was decided before: its files are home, or were given up.
        guard rental.state == .ending || !rental.wouldLose(owed) else {
            return .held(try hold(rental, because: cause, owing: owed))
        }
        return try await destroy(rental, because: cause)
    }

    /// Writes that a machine is to be destroyed, where that is not written yet, and sends it.
    ///
    /// Only `end` and `giveUp` may decide that: what it holds is lost.
    func destroy(
        _ rental: Rental, because cause: EndCause, detail: String? = nil
    ) async throws -> RetireResult {
        guard let id = rental.instance else {
            return .pending(rental, reason: "it is not known yet whether the machine exists")
        }
        var ending = rental
        if ending.state != .ending {
            let now = clock.stamp()
            ending.held = ending.holdingCost(at: now.wall)
            ending.state = .ending
            ending.cause = ending.cause ?? cause
            ending.endingAt = now
            let words = [ending.cause?.rawValue, detail].compactMap { $0 }
            ending = try record(
                RentalChange(
                    ending, event: "ending", detail: words.joined(separator: ": ")), as: "ending")
        }
        do {
            try await provider(id.provider).destroy(id)
        } catch {
            if case .notYet = error { return .notYet(ending, reason: error.explanation.what) }
            return .pending(ending, reason: error.explanation.what)
        }
        guard ending.destroyAcceptedAt == nil else { return .accepted(ending) }
        ending.destroyAcceptedAt = clock.stamp()
        return .accepted(
            try record(
                RentalChange(ending, event: "destroy accepted", detail: "\(id)"),
                as: "destroy accepted"))
    }

    /// Asks for a machine that two complete listings, at least 30 s apart, did not show; when the
    /// provider says by its id that it is gone, the rental is ended (promise M3).
    ///
    /// - Parameters:
    ///   - rental: The rental as it was last read.
    ///   - owed: What had to come home from it: when nobody ended it, that is lost (promise D1).
    /// - Returns: The rental, ended or not; `nil` when another process works on it.
    /// - Throws: `StateError` when the journal cannot be written.
    package func confirmGone(
        _ rental: Rental, owing owed: OwedFiles
    ) async throws -> Rental? {
        try await holding(rental) {
            guard let id = rental.instance else { return rental }
            let answer: Lookup
            do {
                answer = try await provider(id.provider).lookup(id)
            } catch {
                return rental  // any other answer is no evidence
            }
            guard answer == .absent else { return rental }
            var ended = rental
            ended.state = .ended
            ended.cause = rental.cause ?? .lost
            let now = clock.stamp()
            ended.endedAt = now
            ended.held = rental.holdingCost(at: now.wall)
            let hours = ended.bookStartedHours(at: now.wall)
            return try record(
                RentalChange(
                    ended, event: "ended", detail: ended.endWords(owing: owed),
                    steps: hours.map { [$0] } ?? []),
                as: "ended")
        }
    }

    /// Puts a rental's label back on its machine, without which a lost state could not find it.
    package func repairLabel(_ rental: Rental) async throws {
        guard let id = rental.instance else { return }
        _ = try await holding(rental) {
            try await provider(id.provider).setLabel(rental.id.label(in: journal.fleet), of: id)
            _ = try record(
                RentalChange(rental, event: "label repaired"), as: "label repaired")
        }
    }
}

extension Rental {
    /// Why it ended, and what was lost with it: `lost: its files were never copied home (games)`.
    package func endWords(owing owed: OwedFiles) -> String {
        let cause = cause?.rawValue ?? ""
        guard endingAt == nil, wouldLose(owed) else { return cause }
        // What was held may have been copied and destroyed by its owner: nobody told us.
        let byHand = drainingAt == nil ? "" : ", unless by hand"
        return "\(cause): its files were never copied home (\(owed))\(byHand)"
    }

    /// Whether the listings say it is gone, so that a lookup by id may confirm it: absent from
    /// complete listings that began at least 30 s apart (promise M3).
    package func looksGone(to listing: Listing) -> Bool {
        guard let missing, isKnownMissing, instance != nil, state.mayBill, listing.isComplete
        else { return false }
        return missing.begun.age(at: listing.begun) >= .seconds(30)
    }

    /// Whether a listing that began then and does not show it says something: not within 60 s of
    /// the accepted destroy, as a machine may leave the list before it stops billing.
    func countsAbsence(from begun: Stamp) -> Bool {
        guard let accepted = destroyAcceptedAt else { return true }
        return accepted.age(at: begun) >= .seconds(60)
    }

    /// Whether a listing that still counts did not show it.
    var isKnownMissing: Bool { missing.map { countsAbsence(from: $0.begun) } ?? false }
}
