/// Which row of a listing belongs to which rental, and what is left over.
struct Matching {
    let rows: [InstanceID: Instance]
    let orphans: [Instance]
    let suspects: [Instance]
    let strangers: [Instance]
    let otherInstallations: [String]
    private let byLabel: [RentalID: InstanceID]

    init(_ input: ReconcileInput) {
        let rows = Dictionary(
            input.listing.instances.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let owned = Set(input.rentals.compactMap(\.instance))
        let waiting = Set(input.rentals.filter { $0.instance == nil }.map(\.id))
        var byLabel: [RentalID: InstanceID] = [:]
        var orphans: [Instance] = []
        var strangers: [Instance] = []
        var others: Set<String> = []
        for row in input.listing.instances where !owned.contains(row.id) {
            guard let id = row.label.flatMap({ RentalID(label: $0, fleet: input.fleet) }) else {
                strangers.append(row)
                continue
            }
            if id.installation != input.installation {
                others.insert(id.installation)
            } else if waiting.contains(id), byLabel[id] == nil {
                byLabel[id] = row.id  // rows come in id order: the first machine is the one
            } else {
                orphans.append(row)
            }
        }
        let doubtful = input.rentals.filter { $0.inDoubt }
        self.rows = rows
        self.byLabel = byLabel
        self.orphans = orphans
        self.strangers = strangers
        suspects = strangers.filter { row in doubtful.contains { Self.suspect(row, for: $0) } }
        otherInstallations = others.sorted()
    }

    /// The row of a rental: by instance id where one is known, else by label.
    func row(of rental: Rental) -> Instance? {
        (rental.instance ?? byLabel[rental.id]).flatMap { rows[$0] }
    }

    /// Whether an unlabelled machine may be the one that a create in doubt made.
    func isSuspected(_ rental: Rental) -> Bool {
        suspects.contains { Self.suspect($0, for: rental) }
    }

    /// Unlabelled, on the same host, and not older than the intent by more than clocks differ.
    private static func suspect(_ row: Instance, for rental: Rental) -> Bool {
        guard (row.label ?? "").isEmpty, let machine = row.machine, machine == rental.machine
        else { return false }
        return row.created.map { $0 > rental.intendedAt.wall - .seconds(120) } ?? true
    }
}
