/// Holds a complete listing against the journal.
///
/// Pure: no clock, network, file or log. A rental is matched by instance id as soon as one is
/// known, and by label only until then (promise M1).
package func reconcile(_ input: ReconcileInput) -> Reconciliation {
    let matching = Matching(input)
    let vanished = vanished(matching, input)
    let judged = input.rentals.map { rental in
        input.inFlight.contains(rental.id)
            ? (rental, nil) : judge(rental, matching, input, mayClose: vanished == nil)
    }
    let rentals = judged.map(\.0).filter { $0.state.mayBill }
    return Reconciliation(
        rentals: rentals,
        changes: judged.compactMap(\.1),
        orphans: matching.orphans,
        suspects: matching.suspects,
        strangers: matching.strangers,
        otherInstallations: matching.otherInstallations,
        mislabelled: mislabelled(rentals, matching, input),
        missing: rentals.filter(isMissing).map(\.id),
        overpriced: rentals.filter { isOverpriced($0, matching, input) }.map(\.id),
        vanished: vanished)
}

/// What one rental becomes in the light of the listing; `mayClose` where the listing may be
/// believed that a machine was never made.
private func judge(
    _ rental: Rental, _ matching: Matching, _ input: ReconcileInput, mayClose: Bool
) -> (Rental, RentalChange?) {
    if let row = matching.row(of: rental) {
        let change = seen(rental, as: row, input)
        return (change.rental, change)
    }
    if rental.state == .ended { return (rental, nil) }
    let change = unseen(rental, matching, input, mayClose: mayClose)
    return (change?.rental ?? rental, change)
}

/// A rental that the listing shows: its id, state, rates and cost.
private func seen(_ before: Rental, as row: Instance, _ input: ReconcileInput) -> RentalChange {
    var rental = before
    rental.instance = row.id
    rental.lastSeenAt = input.listing.begun
    rental.missing = nil
    rental.running = row.running ?? rental.running
    rental.stopped = row.stopped ?? rental.stopped
    if before.state == .ended { reopen(&rental) }
    rental.state = state(of: rental, showing: row.status)
    if row.status == .running, rental.state != .ending {
        rental.readyAt = rental.readyAt ?? input.now
    }
    let billing = row.billing ?? .zero...rental.worstRate
    // Once a destroy or a stop may have been sent, a list that still shows the machine at work may
    // be an old one.
    let isCertain =
        before.endingAt == nil && (before.stopAskedAt == nil || row.status == .stopped)
    let step = rental.accrual.observe(
        isCertain ? billing : .zero...billing.upperBound, booked: rental.worstRate,
        asked: input.listing.begun.wall, answered: input.listing.ended.wall)
    rental.countHolding(step)
    return RentalChange(
        rental, event: eventName(from: before, to: rental), detail: "\(row.id) \(row.status)",
        steps: step.map { [$0] } ?? [])
}

/// A machine that shows up after its rental was closed: the rental lives again (promise M1).
///
/// One that we had destroyed is still to be ended, one that vanished while it was held is held
/// again. One that was thought never created, or lost with its host, joins the fleet again.
private func reopen(_ rental: inout Rental) {
    rental.endedAt = nil
    guard rental.endingAt == nil, rental.drainingAt == nil else {
        rental.state = rental.endingAt == nil ? .draining : .ending
        return
    }
    rental.state = .booting
    rental.cause = nil
}

private func state(of rental: Rental, showing status: InstanceStatus) -> RentalState {
    guard !rental.state.isLeaving else { return rental.state }
    switch status {
    case .running: return .ready
    case .stopped: return .stopped
    case .unreachable: return .unreachable
    case .booting: return rental.readyAt == nil ? .booting : rental.state
    case .other: return rental.readyAt == nil ? .booting : rental.state
    }
}

private func eventName(from before: Rental, to after: Rental) -> String? {
    if before.state == .ended { return "reopened" }
    if before.instance == nil { return "found" }
    return before.state == after.state ? nil : after.state.rawValue
}

/// A rental that a complete listing does not show.
private func unseen(
    _ before: Rental, _ matching: Matching, _ input: ReconcileInput, mayClose: Bool
) -> RentalChange? {
    var rental = before
    switch before.state {
    case .intended:
        guard mayClose else { return nil }
        // Its owner is gone (its lock is free) and nothing was sent: there is nothing to look for.
        return .neverExisted(rental, event: "never sent", at: input.now)
    case .requested where before.instance == nil:
        return unanswered(rental, matching, input, mayClose: mayClose)
    case .ended:
        return nil
    case .requested, .booting, .ready, .stopped, .unreachable, .draining, .ending:
        guard !rental.isKnownMissing, counts(input.listing, for: before) else { return nil }
        let step = rental.accrual.suppose(
            atMost: rental.worstRate, to: input.listing.ended.wall)
        rental.countHolding(step)
        rental.missing = Absence(begun: input.listing.begun, ended: input.listing.ended)
        return RentalChange(rental, event: "not listed", steps: step.map { [$0] } ?? [])
    }
}

/// Whether a listing without the rental says something.
///
/// A new machine may lag behind its create; one being destroyed may leave the list before it
/// stops billing, so listings soon after the destroy are no evidence (promise M3).
private func counts(_ listing: Listing, for rental: Rental) -> Bool {
    guard rental.countsAbsence(from: listing.begun) else { return false }
    guard rental.destroyAcceptedAt == nil else { return true }
    guard rental.lastSeenAt == nil, let answered = rental.answeredAt else { return true }
    return answered.age(at: listing.begun) >= listingLag
}

/// How long a new machine may be missing from the list (quirk 4 of the Vast reference).
private let listingLag = Duration.seconds(120)

/// A create that was sent and never answered: in doubt until the grace is over, or for as long as
/// an unlabelled machine on the same host may be it.
private func unanswered(
    _ before: Rental, _ matching: Matching, _ input: ReconcileInput, mayClose: Bool
) -> RentalChange? {
    var rental = before
    let sent = rental.requestedAt ?? rental.intendedAt
    let suspected = matching.isSuspected(rental)
    let isOver = sent.age(at: input.listing.begun) >= input.doubtGrace
    guard isOver, !suspected, mayClose else {
        let step = rental.accrual.suppose(atMost: rental.booked, to: input.listing.begun.wall)
        return RentalChange(rental, event: nil, steps: step.map { [$0] } ?? [])
    }
    return .neverExisted(
        rental, event: "never created",
        detail: "no complete listing showed it for \(input.doubtGrace.text)", at: input.now)
}

/// A rental with a machine that no listing shows, and that is not being ended.
private func isMissing(_ rental: Rental) -> Bool {
    rental.missing != nil && rental.state != .ending
}

private func mislabelled(
    _ rentals: [Rental], _ matching: Matching, _ input: ReconcileInput
) -> [InstanceID: RentalID] {
    var wrong: [InstanceID: RentalID] = [:]
    for rental in rentals where rental.state != .ending {
        guard let id = rental.instance, let row = matching.rows[id],
            row.label != rental.id.label(in: input.fleet)
        else { continue }
        wrong[id] = rental.id
    }
    return wrong
}

/// A new row dearer than booked: nothing ran on it yet, so it can go at once (promise M4).
private func isOverpriced(
    _ rental: Rental, _ matching: Matching, _ input: ReconcileInput
) -> Bool {
    guard rental.readyAt == nil || rental.readyAt == input.now, !rental.state.isLeaving,
        let id = rental.instance, let price = matching.rows[id]?.running
    else { return false }
    return price.perHour > rental.booked.perHour + roundingTolerance
}

/// Providers compute prices in floating point: $0.00001 an hour is no raise.
private let roundingTolerance = Dollars(microdollars: 10)

/// Promise M2: a listing that lacks more than max(2, 20 %) of what the last one showed is not
/// acted on.
private func vanished(
    _ matching: Matching, _ input: ReconcileInput
) -> Reconciliation.Vanished? {
    let before = input.rentals.filter {
        $0.state.mayBill && $0.state != .ending && $0.lastSeenAt != nil && $0.missing == nil
    }
    let lacking = before.filter { $0.instance.map { matching.rows[$0] == nil } ?? false }
    guard lacking.count > max(2, before.count / 5) else { return nil }
    return Reconciliation.Vanished(missing: lacking.count, shownBefore: before.count)
}
