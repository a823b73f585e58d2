import Shared

extension DemandSource: QueueQuestion {
    static var mostRows: Int { 1 }

    func answer(
        in content: QueueContent
    ) throws(NumberPathError) -> (value: Demand, observedAt: Instant) {
        let demand =
            switch content {
            case .document(let document, let written):
                try parse(document, from: self, written: written)
            case .rows(let answer, let time): try parse(answer, read: time)
            }
        return (demand, demand.observedAt)
    }
}

/// Reads a bare number of waiting jobs, where no path says that there is more, or a JSON document
/// by the source's paths.
private func parse(
    _ document: JSONValue, from source: DemandSource, written: Instant
) throws(NumberPathError) -> Demand {
    if document.double != nil, source.running == nil, source.observedAt == nil {
        return Demand(waiting: try wholeNumber(document), running: 0, observedAt: written)
    }
    let waiting = try source.waiting.jobs(in: document)
    let running = try source.running.map { path throws(NumberPathError) in
        try path.jobs(in: document)
    }
    return Demand(
        waiting: waiting, running: running ?? 0,
        observedAt: try source.observedAt.map { path throws(NumberPathError) in
            try path.time(in: document)
        } ?? written)
}

/// Reads the one row of a query: columns by the names `waiting`, `running` and `observed_at`, and
/// what is left over as `waiting`, then as `running`.
private func parse(
    _ answer: QueryAnswer, read: Instant
) throws(NumberPathError) -> Demand {
    guard let row = answer.rows.first else { throw NumberPathError("the query gave no row") }
    guard answer.rows.count == 1 else { throw NumberPathError("the query gave more than one row") }
    let cells = try named(answer.columns, row, ["waiting", "running"], others: ["observed_at"])
    guard let waiting = cells["waiting"] else {
        throw NumberPathError("the query gave no column waiting")
    }
    return Demand(
        waiting: try waiting.jobs("waiting"),
        running: try cells["running"].map { cell throws(NumberPathError) in
            try cell.jobs("running")
        } ?? 0,
        observedAt: try cells["observed_at"].map { cell throws(NumberPathError) in
            try cell.time("observed_at")
        } ?? read)
}
