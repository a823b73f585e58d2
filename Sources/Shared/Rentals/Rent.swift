/// One machine that a tool wants to rent.
package struct RentRequest: Sendable {
    package var group: String
    package var offer: Offer
    package var image: String
    package var diskGB: Int
    package var onstart: String
    /// The most open rentals the group may have, this one included.
    package var room: Int
    package var limits: SpendingLimits
    /// The rates of what bills without a rental of ours (orphans).
    package var extra: HourlyRate
    package var setup: MachineSetup

    package init(
        group: String, offer: Offer, image: String, diskGB: Int, onstart: String, room: Int,
        limits: SpendingLimits, extra: HourlyRate, setup: MachineSetup = MachineSetup()
    ) {
        self.group = group
        self.offer = offer
        self.image = image
        self.diskGB = diskGB
        self.onstart = onstart
        self.room = room
        self.limits = limits
        self.extra = extra
        self.setup = setup
    }
}

/// What became of a wish to rent.
package enum RentResult: Equatable, Sendable {
    case rented(Rental)
    /// It may exist; later listings tell.
    case inDoubt(Rental, reason: String)
    /// Nothing was sent: the group is full, or a limit stands in the way.
    case held(reason: String)
    /// Nothing was created. `tryNext` when another offer may do.
    case refused(reason: String, tryNext: Bool)
}

extension RentalDesk {
    /// Rents one machine: intent on disk, one request, the answer on disk (promise M1).
    ///
    /// - Throws: `StateError` when the journal cannot be written; then nothing further was sent.
    package func rent(
        _ request: RentRequest, id: RentalID
    ) async throws -> RentResult {
        let provider = try provider(request.offer.provider)
        let keys: [String]
        do throws(ProviderError) {
            keys = try await self.keys.ids(at: provider)
        } catch {
            return .refused(reason: "no ssh key there: \(error.explanation.what)", tryNext: false)
        }
        let draft = Rental(
            id: id, offer: request.offer, group: request.group, intendedAt: clock.stamp())
        let intent: Rental
        do {
            intent = try await decidingForFleet {
                try journal.intend(
                    draft, room: request.room, limits: request.limits, extra: request.extra,
                    hold: { [locks] in locks.acquire($0) })
            }
        } catch let refusal as IntentRefusal {
            return .held(reason: refusal.description)
        }
        defer { locks.release(intent.number) }
        let sent = try recordRequest(intent)
        let outcome = await provider.create(
            CreateOrder(
                offer: request.offer.id, label: id.label(in: journal.fleet),
                image: request.image, diskGB: request.diskGB, onstart: request.onstart,
                sshKeys: keys, setup: request.setup))
        let result = try await settle(sent, outcome)
        guard case .rented(let rental) = result else { return result }
        return .rented(try await attachKey(to: rental, at: provider))
    }

    /// Puts the key on a new machine itself, for where the account's keys come too late.
    ///
    /// A refusal is an event of the rental and nothing more: the account has the key.
    private func attachKey(
        to rental: Rental, at provider: any Provider
    ) async throws -> Rental {
        guard let key = keys.key, let id = rental.instance else { return rental }
        do throws(ProviderError) {
            try await provider.attachKey(key, to: id)
            return rental
        } catch {
            return try record(
                RentalChange(rental, event: "key not attached", detail: error.explanation.what),
                as: "key not attached")
        }
    }

    /// From here on the machine may exist and cost money.
    private func recordRequest(_ intent: Rental) throws -> Rental {
        var rental = intent
        rental.state = .requested
        rental.requestedAt = clock.stamp()
        rental.accrual.until = rental.requestedAt?.wall
        return try record(RentalChange(rental, event: "requested"), as: "requested")
    }

    private func settle(_ sent: Rental, _ outcome: CreateOutcome) async throws -> RentResult {
        var rental = sent
        rental.answeredAt = clock.stamp()
        switch outcome {
        case .accepted(let id):
            rental.state = .booting
            rental.instance = id
            let stored = try record(
                RentalChange(rental, event: "created", detail: "\(id)"), as: "created")
            return .rented(stored)
        case .acceptedWithoutStart(let id, let reason):
            rental.instance = id
            let stored = try record(
                RentalChange(rental, event: "created, not started", detail: "\(id): \(reason)"),
                as: "created")
            _ = try await end(stored, because: .failedStart, owing: .nothing)
            return .refused(reason: "\(id) did not start: \(reason)", tryNext: true)
        case .refused(let reason, let offerGone):
            _ = try record(
                .neverExisted(rental, event: "refused", detail: reason, at: clock.stamp()),
                as: "refused")
            return .refused(reason: reason, tryNext: offerGone)
        case .notSent(let reason):
            _ = try record(
                .neverExisted(rental, event: "never sent", detail: reason, at: clock.stamp()),
                as: "never sent")
            return .refused(reason: reason, tryNext: false)
        case .unknown(let reason):
            let stored = try record(
                RentalChange(sent, event: "in doubt", detail: reason), as: "in doubt")
            return .inDoubt(stored, reason: reason)
        }
    }
}
