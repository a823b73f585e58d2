import Shared

/// What was read for one group.
struct QueueReadings: Equatable, Sendable {
    var demand: DemandReading
    /// `nil` where the configuration asks nobody.
    var busy: BusyReading?
}

extension World {
    /// Reads the queues of all groups, side by side, so that one that hangs costs the run its own
    /// time limit and not the sum of all.
    ///
    /// - Returns: The readings, in the order of the groups.
    func queues() async -> [QueueReadings] {
        let groups = configuration.groups
        return await withTaskGroup(of: (Int, QueueReadings).self) { tasks in
            var readings: [Int: QueueReadings] = [:]
            for (index, policy) in groups.enumerated() {
                if index >= mostAtOnce, let (done, reading) = await tasks.next() {
                    readings[done] = reading
                }
                tasks.addTask {
                    async let demand = demand(policy.demand)
                    let busy =
                        if let source = policy.busy { await busy(source) } else {
                            BusyReading?.none
                        }
                    return (index, QueueReadings(demand: await demand, busy: busy))
                }
            }
            for await (done, reading) in tasks { readings[done] = reading }
            return groups.indices.map {
                readings[$0] ?? QueueReadings(demand: .missing(reason: "it was not read"))
            }
        }
    }
}

/// How many groups are read at the same time.
private let mostAtOnce = 16
