import Shared

/// An image taken of a machine's disk: billed by its size while it exists.
struct VultrSnapshot: Sendable, Equatable {
    /// How long it takes to take one.
    static let taking = Duration.seconds(30)
    /// In GB; a simulated disk has nothing on it but its system.
    static let size: Int64 = 10
    /// What a GB and a month cost.
    static let monthlyGB = Dollars(microdollars: 50_000)

    let id: String
    let created: Instant
    var ended: Instant?
    /// Its description; not unique.
    var label: String
    let region: String
    /// What the machine was installed with.
    let image: VultrImage

    func isComplete(at now: Instant) -> Bool { now >= created + Self.taking }

    /// What it costs until `now`, in 672nds of a micro-dollar, as volumes are billed.
    ///
    /// `first`: only what falls into months from this one on.
    func cost672(until now: Instant, from first: Instant) -> Int128 {
        let monthly = Int128((Self.monthlyGB * Int(Self.size)).microdollars)
        return BilledMonth.all(from: created, until: min(ended ?? now, now))
            .filter { $0.begins >= first }
            .reduce(0) { $0 + monthly * Int128(min($1.hours, 672)) }
    }

    func row(at now: Instant) -> JSON {
        let bytes = JSON.int(Self.size << 30)
        return [
            "id": .string(id), "date_created": .string(created.vultrText),
            "description": .string(label), "size": bytes, "compressed_size": bytes,
            "status": isComplete(at: now) ? "complete" : "pending",
            "os_id": .int(image.systemID), "app_id": .int(image.applicationID),
        ]
    }
}

/// Snapshots: taken, shown, described, put back and removed.
extension VultrCall {
    func snapshot(_ id: String) throws(VultrRefusal) -> VultrSnapshot {
        guard let snapshot = part.snapshots.first(where: { $0.id == id && $0.ended == nil })
        else { throw .noSnapshot }
        return snapshot
    }

    mutating func addSnapshot() throws(VultrRefusal) -> SimResponse {
        let fields = try VultrFields(body)
        let machine = try machine(try fields.text("instance_id") ?? "")
        guard !machine.isLocked(at: state.now) else {
            throw VultrRefusal(500, "Unable to create snapshot: Server is currently locked")
        }
        let snapshot = VultrSnapshot(
            id: state.random.uuid(), created: state.now, ended: nil,
            label: try fields.text("description") ?? "", region: machine.region,
            image: machine.image)
        state.vultrPart.snapshots.append(snapshot)
        return SimResponse(status: 201, ["snapshot": snapshot.row(at: state.now)])
    }

    private mutating func change(
        _ id: String, _ change: (inout VultrSnapshot) -> Void
    ) throws(VultrRefusal) -> SimResponse {
        _ = try snapshot(id)
        for index in part.snapshots.indices where part.snapshots[index].id == id {
            change(&state.vultrPart.snapshots[index])
        }
        return .vultrDone
    }

    mutating func changeSnapshot(_ id: String) throws(VultrRefusal) -> SimResponse {
        let label = try VultrFields(body).text("description")
        return try change(id) { $0.label = label ?? $0.label }
    }

    mutating func removeSnapshot(_ id: String) throws(VultrRefusal) -> SimResponse {
        let now = state.now
        return try change(id) { $0.ended = now }
    }

    /// What a snapshot installs.
    ///
    /// - Throws: the refusal of one that is not there, or not complete.
    func image(ofSnapshot id: String) throws(VultrRefusal) -> VultrImage {
        let snapshot = try snapshot(id)
        guard snapshot.isComplete(at: state.now) else {
            throw VultrRefusal("Snapshot is not complete yet.")
        }
        return .snapshot(id, snapshot.image.systemID)
    }

    /// `POST /instances/ID/restore`: the machine is installed afresh from a snapshot.
    mutating func restore(_ id: String) throws(VultrRefusal) -> SimResponse {
        let index = try unlocked(id, "Unable to restore server")
        guard let snapshot = try VultrFields(body).text("snapshot_id") else {
            throw VultrRefusal("There are no backups in the simulation: name a snapshot_id.")
        }
        state.vultrPart.machines[index].image = try image(ofSnapshot: snapshot)
        install(index)
        return SimResponse(
            status: 202,
            [
                "status": [
                    "restore_type": "snapshot", "restore_id": .string(snapshot),
                    "status": "inprogress",
                ]
            ])
    }
}
