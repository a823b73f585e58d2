import CloudSim
import Shared

/// Which promises do not hold between a provider's world and a state file.
///
/// - Throws: `StateError` when the state does not open: that is one too.
func brokenPromises(_ world: SimulatedWorld, folder: String, at now: Instant) throws -> [String] {
    let journal = try Journal(opening: StateFolder(path: folder), fleet: SimulatedFleet.name)
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
    return broken
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
