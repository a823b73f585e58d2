import Shared
import Testing

/// A rate in micro-dollars an hour.
func rate(_ micro: Int64) -> HourlyRate { HourlyRate(perHour: Dollars(microdollars: micro)) }

/// Seconds after a fixed start, on both clocks of one boot.
func stamp(_ seconds: Int64, boot: String = "boot-1") -> Stamp {
    Stamp(
        wall: Instant(microseconds: (1_790_000_000 + seconds) * 1_000_000),
        sinceBoot: .seconds(100_000 + seconds), bootID: boot)
}

func vast(_ id: Int64) -> InstanceID { InstanceID(provider: .vast, value: "\(id)") }

/// The fleet, installation and ids that the tests of the core rooms share.
enum Sample {
    static let installation = "inst0001"

    static func fleet(_ name: String = "a") throws -> FleetName {
        try #require(FleetName(name))
    }

    static func id(_ number: Int, installation: String = installation) throws -> RentalID {
        let digits = "\(number)"
        let unique = String(repeating: "0", count: 8 - digits.count) + digits
        return try #require(RentalID(installation: installation, unique: unique))
    }

    static func offer(_ id: String = "101", machine: String? = "m1") -> Offer {
        Offer(
            provider: .vast, id: id, machine: machine, gpuName: "RTX 4090", gpuCount: 1,
            running: rate(380_000), stopped: rate(1041), reliability: 0.99)
    }

    /// A rental whose intent was written at second 0.
    static func rental(
        _ number: Int, _ state: RentalState = .intended, instance: Int64? = nil,
        machine: String? = "m1"
    ) throws -> Rental {
        var rental = Rental(
            id: try id(number), offer: offer(machine: machine), group: "g", intendedAt: stamp(0))
        rental.number = Int64(number)
        rental.state = state
        rental.instance = instance.map(vast)
        if state != .intended {
            rental.requestedAt = stamp(0)
            rental.accrual.until = stamp(0).wall
        }
        if instance != nil { rental.answeredAt = stamp(1) }
        if state == .ready { rental.readyAt = stamp(60) }
        return rental
    }
}
