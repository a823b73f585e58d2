/// Our durable record of one machine that we asked for: the unit of money.
package struct Rental: Equatable, Sendable {
    /// Counts the rentals of this state file from 1; also the byte its lock covers.
    ///
    /// 0 until stored.
    package var number: Int64 = 0
    package var id: RentalID
    /// Raised by every change; each change is a compare-and-set on it (promise M5).
    package var version: Int64 = 1
    package var provider: ProviderName
    package var group: String
    package var state: RentalState = .intended
    /// Set when the rental is to end; never changed to another cause afterwards.
    package var cause: EndCause?
    package var offer: String
    package var machine: String?
    package var gpuName: String
    package var gpuCount: Int
    /// The rate agreed to at the intent: a new row dearer than this is ended at once (promise M4).
    package var booked: HourlyRate
    /// The present rate while running, as last seen.
    package var running: HourlyRate
    /// The present rate while existing without running, as last seen.
    package var stopped: HourlyRate
    package var instance: InstanceID?

    package var intendedAt: Stamp
    /// When the create was about to leave.
    package var requestedAt: Stamp?
    /// When a definite answer to the create had come.
    package var answeredAt: Stamp?
    package var readyAt: Stamp?
    /// When it was let go while its files were not home yet; stays when it is ended afterwards.
    package var drainingAt: Stamp?
    /// When a stop of the held machine was about to be asked for.
    package var stopAskedAt: Stamp?
    /// When the provider accepted the stop of the held machine.
    package var stopAcceptedAt: Stamp?
    /// When it was decided to destroy it.
    package var endingAt: Stamp?
    /// When the provider first accepted the destroy.
    package var destroyAcceptedAt: Stamp?
    package var endedAt: Stamp?
    /// The complete listing that last showed it: the time it began.
    package var lastSeenAt: Stamp?
    /// The first of the complete listings in a row that do not show it.
    package var missing: Absence?
    package var accrual: Accrual = Accrual()
    /// What it has cost while it was draining, as far as `accrual` has counted; a part of that.
    package var held: ClosedRange<Dollars> = .zero...(.zero)

    package init(
        id: RentalID, offer: Offer, group: String, intendedAt: Stamp
    ) {
        self.id = id
        provider = offer.provider
        self.group = group
        self.offer = offer.id
        machine = offer.machine
        gpuName = offer.gpuName
        gpuCount = offer.gpuCount
        booked = offer.running
        running = offer.running
        stopped = offer.stopped
        self.intendedAt = intendedAt
    }

    /// When it last began to be unsettled whether a machine exists: sent, and no id known.
    package var inDoubt: Bool {
        instance == nil && state == .requested
    }

    /// Whether anything can have been written on its machine: it was ready once (promise D1).
    package var mayHoldFiles: Bool { readyAt != nil }
}

/// A complete listing that did not show a machine.
package struct Absence: Equatable, Sendable {
    package var begun: Stamp
    package var ended: Stamp

    package init(begun: Stamp, ended: Stamp) {
        self.begun = begun
        self.ended = ended
    }
}

/// What a rental has cost up to a point in time: an interval that the provider's bill lies in.
package struct Accrual: Equatable, Sendable {
    package var low: Dollars = .zero
    package var high: Dollars = .zero
    /// Up to when `low` and `high` count; `nil` before the create was sent.
    package var until: Instant?
    /// What it billed at the last observation and at the one before it: the least and the most.
    package var seen: ClosedRange<HourlyRate>?
    package var seenBefore: ClosedRange<HourlyRate>?

    package init() {}
}
