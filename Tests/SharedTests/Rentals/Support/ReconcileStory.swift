import Shared
import Testing

/// One fleet's journal and one complete listing, held against each other.
struct ReconcileStory {
    var rentals: [Rental] = []
    var rows: [Instance] = []
    var inFlight: Set<RentalID> = []
    /// When the listing began, in seconds; it takes two seconds.
    var at: Int64 = 300
    let fleet: FleetName

    init(at second: Int64 = 300) throws {
        at = second
        fleet = try Sample.fleet()
    }

    /// Adds a row: with a label, without one, or with the label of a rental.
    @discardableResult
    mutating func show(
        _ id: Int64, _ status: InstanceStatus = .running, label: String? = nil,
        of rental: Rental? = nil, machine: String? = "m1", price: Int64? = 380_000,
        created: Int64? = nil
    ) -> Instance {
        let running = price.map(rate)
        let row = Instance(
            id: vast(id), label: rental.map { $0.id.label(in: fleet) } ?? label, status: status,
            machine: machine, gpuName: "RTX 4090", gpuCount: 1, running: running,
            stopped: rate(1041), billing: running.map { $0...$0 },
            created: created.map { stamp($0).wall })
        rows.append(row)
        return row
    }

    func result() -> Reconciliation {
        reconcile(
            ReconcileInput(
                fleet: fleet, installation: Sample.installation, rentals: rentals,
                listing: Listing(
                    provider: .vast, completeness: .complete, instances: rows, begun: stamp(at),
                    ended: stamp(at + 2)),
                inFlight: inFlight, doubtGrace: .seconds(900), now: stamp(at + 3)))
    }

    /// The one rental after the listing, ended or not, and its change.
    func only() throws -> (rental: Rental, change: RentalChange?, all: Reconciliation) {
        let all = result()
        let change = all.changes.first
        let rental = try #require(change?.rental ?? all.rentals.first ?? rentals.first)
        return (rental, change, all)
    }
}
