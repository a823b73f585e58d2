@testable import Autoscaler
@testable import Shared

extension QueueReader {
    /// Reads one queue, as if one group asked for it.
    func demand(_ source: DemandSource) async -> DemandReading {
        let answers = await read(source.place, for: Inquiries(demand: [source], busy: []))
        return answers.demand[0].reading
    }

    /// Reads who works, as if one group asked for it.
    func busy(_ source: BusySource) async -> BusyReading {
        let answers = await read(source.place, for: Inquiries(demand: [], busy: [source]))
        return answers.busy[0].reading
    }

    /// Reads the queues of groups that differ in nothing else.
    func readings(
        _ sources: [(demand: DemandSource, busy: BusySource?)],
        within limit: Duration = .seconds(600)
    ) async -> [QueueReadings] {
        let groups = sources.enumerated().map { index, source in
            GroupPolicy(
                name: "g\(index)", size: 0...1, demand: source.demand, busy: source.busy, gpus: [])
        }
        return await readings(of: groups, within: limit)
    }
}
