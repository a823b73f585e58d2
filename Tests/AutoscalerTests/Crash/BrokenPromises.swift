import CloudSim
import Shared

/// Which promises do not hold between a provider's world and a fleet's state file.
///
/// - Throws: `StateError` when the state does not open: that is one too.
func brokenPromises(
    _ world: SimulatedWorld, of fleet: SimulatedFleet, at now: Instant
) throws -> [String] {
    let journal = try fleet.journal()
    let open = try journal.openRentals()
    let bill = world.bill(at: now)
    let prefix = "fk-\(SimulatedFleet.name)-"
    let billed = bill.everyMachine
    let ours = billed.filter { $0.createdLabel?.hasPrefix(prefix) ?? false }
    var broken: [String] = []

    // A create in doubt is on the books too: its machine may not be in any list yet.
    let known = Set(open.compactMap { $0.instance?.value })
    let doubted = Set(open.filter(\.inDoubt).map { $0.id.label(in: SimulatedFleet.name) })
    for line in ours
    where line.ended == nil && !known.contains(line.id)
        && !doubted.contains(line.createdLabel ?? "")
    {
        broken.append("machine \(line.id) bills and no open rental stands for it")
    }
    for (label, lines) in Dictionary(grouping: ours, by: \.createdLabel) where lines.count > 1 {
        broken.append("\(lines.count) machines were made for \(label ?? "")")
    }
    let existing = ours.count { $0.ended == nil }
    if existing > SimulatedFleet.most {
        broken.append("\(existing) machines exist, max is \(SimulatedFleet.most)")
    }
    let strangers = billed.filter { !($0.createdLabel?.hasPrefix(prefix) ?? false) }
    if strangers.count != Strangers.labels.count || strangers.contains(where: { $0.ended != nil })
        || strangers.map({ $0.label ?? "" }) != Strangers.labels
    {
        broken.append("a stranger's machine was touched")
    }
    let cost = try journal.totalCost(at: now)
    let owed = ours.reduce(Dollars.zero) { $0 + $1.cost }
    if owed < cost.lowerBound || owed > cost.upperBound {
        broken.append("the bill \(owed) is outside \(cost.lowerBound) to \(cost.upperBound)")
    }
    let ended = Set(ours.filter { $0.ended != nil }.map(\.id))
    for rental in try journal.allRentals() where ended.contains(rental.instance?.value ?? "") {
        guard let lost = lostFiles(of: rental, in: fleet) else { continue }
        broken.append("\(rental.instance?.description ?? "") was destroyed: \(lost)")
    }
    return broken
}

/// Promise D1: what a machine that we destroyed had that never came home; `nil` when it had nothing,
/// or when so much was spent on holding it that the user wanted that.
private func lostFiles(of rental: Rental, in fleet: SimulatedFleet) -> String? {
    guard !fleet.sync.isEmpty, rental.readyAt != nil else { return nil }
    guard rental.drainingAt != nil else { return "it was ready, and was never held" }
    let hold = fleet.budget.hold
    guard hold.then == .destroy else { return "it was to be kept" }
    guard rental.held.upperBound >= hold.perMachine else {
        return "holding it had cost \(rental.held.upperBound) of \(hold.perMachine)"
    }
    return nil
}

/// One machine of a bill, whoever rented it out.
private struct BilledMachine {
    var id: String
    var label: String?
    var createdLabel: String?
    var ended: Instant?
    var cost: Dollars
}

extension CloudSim.Bill {
    fileprivate var everyMachine: [BilledMachine] {
        lines.map {
            BilledMachine(
                id: "\($0.id)", label: $0.label, createdLabel: $0.createdLabel, ended: $0.ended,
                cost: $0.cost)
        }
            + vultrLines.map {
                BilledMachine(
                    id: $0.id, label: $0.label, createdLabel: $0.createdLabel, ended: $0.ended,
                    cost: $0.cost)
            }
    }
}
