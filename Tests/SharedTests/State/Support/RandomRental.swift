import Shared

extension Seeded {
    mutating func maybe<Value>(_ value: (inout Seeded) -> Value) -> Value? {
        Bool.random(using: &self) ? value(&self) : nil
    }

    mutating func rate() -> HourlyRate {
        HourlyRate(
            perHour: Dollars(microdollars: Int64.random(in: 0...Int64.max / 2, using: &self)))
    }

    mutating func stamp() -> Stamp {
        Stamp(
            wall: Instant(microseconds: Int64.random(in: -5...Int64.max / 2, using: &self)),
            sinceBoot: .microseconds(Int64.random(in: 0...Int64.max / 4, using: &self)),
            bootID: randomPart(using: &self))
    }

    mutating func rates() -> ClosedRange<HourlyRate> {
        let (one, two) = (rate(), rate())
        return min(one, two)...max(one, two)
    }

    /// Text such as users and providers write: quotes, accents, emoji, nothing at all.
    mutating func text() -> String {
        let pieces = ["", "a", "'", "\"", "--", ";", "ä", "🚀", " ", "\n", "%s", "?1", "\u{301}"]
        return (0..<Int.random(in: 0...6, using: &self)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &self)]
        }.joined()
    }

    /// A rental whose every field is random, as the journal can hold it.
    mutating func rental(_ id: RentalID) -> Rental {
        let offer = Offer(
            provider: .vast, id: text(), machine: maybe { $0.text() }, gpuName: text(),
            gpuCount: Int.random(in: 0...64, using: &self), running: rate(), stopped: rate(),
            reliability: 0)
        var rental = Rental(id: id, offer: offer, group: text(), intendedAt: stamp())
        vary(&rental)
        return rental
    }

    /// Gives every field that a change may set another random value.
    mutating func vary(_ rental: inout Rental) {
        rental.group = text()
        rental.state = RentalState.allCases.randomElement(using: &self) ?? .intended
        rental.cause = maybe { EndCause.allCases.randomElement(using: &$0) ?? .lost }
        rental.running = rate()
        rental.stopped = rate()
        rental.instance = maybe { InstanceID(provider: .vast, value: $0.text()) }
        rental.requestedAt = maybe { $0.stamp() }
        rental.answeredAt = maybe { $0.stamp() }
        rental.readyAt = maybe { $0.stamp() }
        rental.endingAt = maybe { $0.stamp() }
        rental.destroyAcceptedAt = maybe { $0.stamp() }
        rental.endedAt = maybe { $0.stamp() }
        rental.lastSeenAt = maybe { $0.stamp() }
        rental.missing = maybe { Absence(begun: $0.stamp(), ended: $0.stamp()) }
        rental.drainingAt = maybe { $0.stamp() }
        rental.stopAskedAt = maybe { $0.stamp() }
        rental.stopAcceptedAt = maybe { $0.stamp() }
        let held = rates()
        rental.held = held.lowerBound.perHour...held.upperBound.perHour
        rental.accrual.low = rate().perHour
        rental.accrual.high = rate().perHour
        rental.accrual.until = maybe { $0.stamp().wall }
        rental.accrual.seen = maybe { $0.rates() }
        rental.accrual.seenBefore = maybe { $0.rates() }
    }
}
