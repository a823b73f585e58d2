import Shared

/// What a run stands on: the journal, and what every provider showed.
struct Ground: Sendable {
    /// `nil` only in a dry run before the first real one.
    var journal: Journal?
    var locks: RentalLocks?
    /// Every configured provider, one of which at least could be asked.
    var showings: [Showing]
}

/// What one provider answered at the beginning of a run.
struct Showing: Sendable {
    var provider: any Provider
    /// `nil` when it could not be asked; the listing has failed then.
    var account: String?
    var listing: Listing
}

extension World {
    /// The state as it is, opened only to read; nothing is made.
    func surveyWithoutTouching(_ providers: [any Provider]) async throws -> Ground {
        let journal = try existingJournal(readOnly: true)
        return try await survey(providers, journal, rebind: false)
    }

    /// The state opened to write, made at the first run, and bound to the accounts.
    func surveyAndEstablish(_ providers: [any Provider], rebind: Bool) async throws -> Ground {
        let existing = try existingJournal(readOnly: false)
        var ground = try await survey(providers, existing, rebind: rebind)
        let journal =
            try existing
            ?? Journal(
                creating: folder, fleet: configuration.fleet, installation: randomPart(),
                gate: gate)
        for showing in ground.showings {
            let provider = showing.provider.name
            guard let account = showing.account, try journal.account(of: provider) != account
            else { continue }
            try journal.bind(account, of: provider, at: clock.stamp())
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

    /// Reads every account and listing, all providers at once, and refuses what must not be
    /// acted on.
    ///
    /// A provider that cannot be asked is a failed listing, as long as another one can.
    private func survey(
        _ providers: [any Provider], _ journal: Journal?, rebind: Bool
    ) async throws -> Ground {
        var answers: [ProviderName: Result<Showing, any Error>] = [:]
        await withTaskGroup(of: (ProviderName, Result<Showing, any Error>).self) { group in
            for provider in providers {
                group.addTask {
                    (provider.name, await self.showing(of: provider, journal, rebind: rebind))
                }
            }
            for await (name, answer) in group { answers[name] = answer }
        }
        var showings: [Showing] = []
        var silent: [ProviderError] = []
        for provider in providers {
            switch answers[provider.name] {
            case .success(let showing):
                try refuseOtherAccount(showing, journal, rebind: rebind)
                showings.append(showing)
            case .failure(let error as ProviderError):
                silent.append(error)
                showings.append(silence(of: provider, error))
            case .failure(let error): throw error
            case nil: continue
            }
        }
        if journal == nil { try refuse(silent) }
        // Without any provider the report says what holds each; a key is for a person to mend.
        if silent.count == providers.count, silent.contains(where: \.isAboutKey) || Task.isCancelled
        {
            try refuse(silent)
        }
        if journal == nil { try refuseLostState(showings.map(\.listing)) }
        return Ground(journal: journal, locks: nil, showings: showings)
    }

    private func refuse(_ silent: [ProviderError]) throws {
        guard let first = silent.first else { return }
        throw silent.count == 1 ? first : CheckError.silent(silent)
    }

    private func showing(
        of provider: any Provider, _ journal: Journal?, rebind: Bool
    ) async -> Result<Showing, any Error> {
        do {
            let account = try await provider.account()
            let young = try journal?.youngListing(
                of: provider.name, notBy: "autoscaler", at: clock.stamp())
            let bound = try journal?.account(of: provider.name)
            let listing: Listing
            if let bound, bound != account, !rebind {
                listing = failed(provider.name, "the account is another one")
            } else if let young {
                listing = young
            } else {
                listing = await provider.listing()
            }
            return .success(Showing(provider: provider, account: account, listing: listing))
        } catch {
            return .failure(error)
        }
    }

    private func silence(of provider: any Provider, _ error: ProviderError) -> Showing {
        Showing(
            provider: provider, account: nil,
            listing: failed(provider.name, error.explanation.what))
    }

    private func failed(_ provider: ProviderName, _ reason: String) -> Listing {
        Listing(
            provider: provider, completeness: .failed(reason: reason), instances: [],
            begun: clock.stamp(), ended: clock.stamp())
    }

    private func refuseOtherAccount(
        _ showing: Showing, _ journal: Journal?, rebind: Bool
    ) throws {
        let provider = showing.provider.name
        guard let journal, let account = showing.account,
            let bound = try journal.account(of: provider), bound != account
        else { return }
        guard rebind else {
            throw CheckError.otherAccount(provider: provider, bound: bound, seen: account)
        }
        // Under another account's list every machine of ours would look gone.
        let open = try journal.openRentals().count { $0.provider == provider }
        guard open == 0 else {
            throw CheckError.rentalsElsewhere(provider: provider, bound: bound, open: open)
        }
    }

    /// Without a state file, machines with our label mean that it was lost (promise D4); without
    /// complete listings nobody can tell.
    private func refuseLostState(_ listings: [Listing]) throws {
        let ours = listings.flatMap(\.instances).filter {
            $0.label.flatMap { RentalID(label: $0, fleet: configuration.fleet) } != nil
        }
        guard ours.isEmpty else {
            throw CheckError.lostState(machines: ours.count, file: folder.database)
        }
        for listing in listings {
            switch listing.completeness {
            case .complete: continue
            case .partial(let reason), .failed(let reason):
                throw CheckError.nothingKnown(provider: listing.provider, reason: reason)
            }
        }
    }
}

extension ProviderError {
    /// Whether the key is what is wrong.
    var isAboutKey: Bool {
        if case .unauthorized = self { true } else { false }
    }
}
