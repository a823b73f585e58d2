extension Rental {
    /// The columns of `rental` that a change may set, in the order of `changeableValues`.
    static let changeable = [
        "fleet_group", "state", "cause", "running_rate", "stopped_rate", "instance",
        "requested_at", "answered_at", "ready_at", "ending_at", "destroy_accepted_at", "ended_at",
        "last_seen_at", "missing_begun", "missing_ended", "spent_low", "spent_high", "spent_until",
        "seen_low", "seen_high", "seen_before_low", "seen_before_high",
        "draining_at", "stop_asked_at", "stop_accepted_at", "held_low", "held_high",
    ]

    var changeableValues: [SQLValue] {
        [
            .text(group), .text(state.rawValue), .optional(cause?.rawValue),
            .integer(running.perHour.microdollars), .integer(stopped.perHour.microdollars),
            .optional(instance?.value),
            .optional(requestedAt?.stored), .optional(answeredAt?.stored),
            .optional(readyAt?.stored), .optional(endingAt?.stored),
            .optional(destroyAcceptedAt?.stored), .optional(endedAt?.stored),
            .optional(lastSeenAt?.stored), .optional(missing?.begun.stored),
            .optional(missing?.ended.stored), .integer(accrual.low.microdollars),
            .integer(accrual.high.microdollars), .optional(accrual.until?.microseconds),
            .optional(accrual.seen?.lowerBound.perHour.microdollars),
            .optional(accrual.seen?.upperBound.perHour.microdollars),
            .optional(accrual.seenBefore?.lowerBound.perHour.microdollars),
            .optional(accrual.seenBefore?.upperBound.perHour.microdollars),
            .optional(drainingAt?.stored), .optional(stopAskedAt?.stored),
            .optional(stopAcceptedAt?.stored), .integer(held.lowerBound.microdollars),
            .integer(held.upperBound.microdollars),
        ]
    }

    /// The columns that never change after the intent.
    static let fixed = [
        "id", "version", "provider", "offer", "machine", "gpu_name", "gpu_count", "booked_rate",
        "intended_at",
    ]

    var fixedValues: [SQLValue] {
        [
            .text(id.description), .integer(version), .text(provider.rawValue), .text(offer),
            .optional(machine), .text(gpuName), .integer(Int64(gpuCount)),
            .integer(booked.perHour.microdollars), .text(intendedAt.stored),
        ]
    }

    /// Reads a row of `rental`.
    ///
    /// - Throws: `StateError.damaged` when a column holds what no version writes.
    init(row: SQLRow, file: String) throws(StateError) {
        guard let id = row.text("id").flatMap({ RentalID($0) }),
            let provider = row.text("provider").flatMap(ProviderName.init(rawValue:)),
            let state = row.text("state").flatMap(RentalState.init(rawValue:)),
            let intended = row.text("intended_at").flatMap(Stamp.init(stored:)),
            let booked = row.rate("booked_rate"), let running = row.rate("running_rate"),
            let stopped = row.rate("stopped_rate")
        else {
            let name = row.text("id") ?? "without an id"
            throw .damaged(reason: "rental \(name) cannot be read", file: file)
        }
        let offer = Offer(
            provider: provider, id: row.text("offer") ?? "", machine: row.text("machine"),
            gpuName: row.text("gpu_name") ?? "", gpuCount: Int(row.integer("gpu_count") ?? 0),
            running: booked, stopped: stopped, reliability: 0)
        self.init(
            id: id, offer: offer, group: row.text("fleet_group") ?? "", intendedAt: intended)
        number = row.integer("number") ?? 0
        version = row.integer("version") ?? 0
        self.state = state
        self.running = running
        cause = row.text("cause").flatMap(EndCause.init(rawValue:))
        instance = row.text("instance").map { InstanceID(provider: provider, value: $0) }
        requestedAt = row.stamp("requested_at")
        answeredAt = row.stamp("answered_at")
        readyAt = row.stamp("ready_at")
        endingAt = row.stamp("ending_at")
        destroyAcceptedAt = row.stamp("destroy_accepted_at")
        endedAt = row.stamp("ended_at")
        lastSeenAt = row.stamp("last_seen_at")
        if let begun = row.stamp("missing_begun"), let ended = row.stamp("missing_ended") {
            missing = Absence(begun: begun, ended: ended)
        }
        accrual.low = Dollars(microdollars: row.integer("spent_low") ?? 0)
        accrual.high = Dollars(microdollars: row.integer("spent_high") ?? 0)
        accrual.until = row.integer("spent_until").map(Instant.init(microseconds:))
        accrual.seen = row.rates("seen_low", "seen_high")
        accrual.seenBefore = row.rates("seen_before_low", "seen_before_high")
        drainingAt = row.stamp("draining_at")
        stopAskedAt = row.stamp("stop_asked_at")
        stopAcceptedAt = row.stamp("stop_accepted_at")
        let low = Dollars(microdollars: row.integer("held_low") ?? 0)
        held = low...max(low, Dollars(microdollars: row.integer("held_high") ?? 0))
    }
}

extension SQLRow {
    fileprivate func stamp(_ name: String) -> Stamp? { text(name).flatMap(Stamp.init(stored:)) }

    fileprivate func rates(_ low: String, _ high: String) -> ClosedRange<HourlyRate>? {
        guard let low = rate(low), let high = rate(high), low <= high else { return nil }
        return low...high
    }

    fileprivate func rate(_ name: String) -> HourlyRate? {
        integer(name).map { HourlyRate(perHour: Dollars(microdollars: $0)) }
    }
}
