import Shared

/// What a run stands on: the journal, and a listing of the account it is bound to.
struct Ground: Sendable {
    /// `nil` only in a dry run before the first real one.
    var journal: Journal?
    var locks: RentalLocks?
    var account: String
    var listing: Listing
}

extension World {
    /// The state as it is, opened only to read; nothing is made.
    func surveyWithoutTouching(_ provider: any Provider) async throws -> Ground {
        let journal = try existingJournal(readOnly: true)
        return try await survey(provider, journal, rebind: false)
    }

    /// The state opened to write, made at the first run, and bound to the account.
    func surveyAndEstablish(_ provider: any Provider, rebind: Bool) async throws -> Ground {
        let existing = try existingJournal(readOnly: false)
        var ground = try await survey(provider, existing, rebind: rebind)
        let journal =
            try existing
            ?? Journal(
                creating: folder, fleet: configuration.fleet, installation: randomPart(),
                gate: gate)
        if try journal.account(of: provider.name) != ground.account {
            try journal.bind(ground.account, of: provider.name, at: clock.stamp())
        }
        ground.journal = journal
        ground.locks = try RentalLocks(in: folder)
        return ground
    }

    private func existingJournal(readOnly: Bool) throws -> Journal? {
        guard folder.hasDatabase else { return nil }
        return try Journal(
            opening: folder, fleet: configuration.fleet, readOnly: readOnly, gate: gate)
    }

    /// Reads the account and the listing, and refuses what must not be acted on.
    private func survey(
        _ provider: any Provider, _ journal: Journal?, rebind: Bool
    ) async throws -> Ground {
        let account = try await provider.account()
        if let journal, let bound = try journal.account(of: provider.name), bound != account {
            guard rebind else {
                throw CheckError.otherAccount(
                    provider: provider.name, bound: bound, seen: account)
            }
            // Under another account's list every machine of ours would look gone.
            let open = try journal.openRentals().count
            guard open == 0 else {
                throw CheckError.rentalsElsewhere(provider: provider.name, bound: bound, open: open)
            }
        }
        let listing: Listing
        if let young = try journal?.youngListing(
            of: provider.name, notBy: "autoscaler", at: clock.stamp())
        {
            listing = young
        } else {
            listing = await provider.listing()
        }
        if journal == nil { try refuseLostState(listing) }
        return Ground(journal: journal, locks: nil, account: account, listing: listing)
    }

    /// Without a state file, machines with our label mean that it was lost (promise D4); without
    /// a complete listing nobody can tell.
    private func refuseLostState(_ listing: Listing) throws {
        let ours = listing.instances.filter {
            $0.label.flatMap { RentalID(label: $0, fleet: configuration.fleet) } != nil
        }
        guard ours.isEmpty else {
            throw CheckError.lostState(machines: ours.count, file: folder.database)
        }
        switch listing.completeness {
        case .complete: return
        case .partial(let reason), .failed(let reason):
            throw CheckError.nothingKnown(provider: listing.provider, reason: reason)
        }
    }
}
