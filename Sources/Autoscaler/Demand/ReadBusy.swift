import Shared

extension BusySource: QueueQuestion {
    static var mostRows: Int { 100_000 }

    func answer(
        in content: QueueContent
    ) throws(NumberPathError) -> (value: Work, observedAt: Instant) {
        let work =
            switch content {
            case .document(let document, let written):
                try parse(document, from: self, written: written)
            case .rows(let answer, let time): try parse(answer, read: time)
            }
        return (work, work.observedAt)
    }
}

/// Reads a list of names, one for each job or machine, or an object of names.
private func parse(
    _ document: JSONValue, from source: BusySource, written: Instant
) throws(NumberPathError) -> Work {
    let observedAt = try source.observedAt.map { path throws(NumberPathError) in
        try path.time(in: document)
    }
    let found = try source.machines.map { path throws(NumberPathError) in
        try path.values(in: document)
    }
    let isMany = source.machines?.steps.contains(.every) ?? false
    var machines: [String: Work.Load] = [:]
    switch isMany ? .array(found ?? []) : found?.first ?? document {
    case .array(let names):
        for name in names {
            machines[try machineName(name), default: Work.Load(jobs: 0)].jobs += 1
        }
    case .object(let members):
        for (name, value) in members {
            try add(try load(value), to: try machineName(.string(name)), in: &machines)
        }
    case let other:
        throw NumberPathError(
            "\(source.machines?.description ?? "the document") is \(other.kindShown), neither a "
                + "list of machines nor an object by machine")
    }
    return Work(machines: machines, observedAt: observedAt ?? written)
}

/// What an object says of one machine: a number of jobs, whether it works, or
/// `{ "jobs": 0, "idle_since": 1790000000 }`.
private func load(_ value: JSONValue) throws(NumberPathError) -> Work.Load {
    switch value {
    case .bool(let works): return Work.Load(jobs: works ? 1 : 0)
    case .object(let members):
        guard let jobs = members["jobs"] else {
            throw NumberPathError("a machine has an object without jobs")
        }
        var load = Work.Load(jobs: try wholeNumber(jobs))
        if let since = members["idle_since"], since != .null {
            load.idleSince = try instant(since, shown: "idle_since")
        }
        return load
    case .null, .integer, .number, .string, .array:
        return Work.Load(jobs: try wholeNumber(value))
    }
}

/// Reads a machine from each row, with its jobs (1 where no column says) and since when it is
/// idle.
private func parse(_ answer: QueryAnswer, read: Instant) throws(NumberPathError) -> Work {
    var machines: [String: Work.Load] = [:]
    var observed: Instant?
    for row in answer.rows {
        let cells = try named(
            answer.columns, row, ["machine", "jobs"], others: ["idle_since", "observed_at"])
        guard let machine = cells["machine"] else {
            throw NumberPathError("the query gave no column machine")
        }
        var load = Work.Load(jobs: 1)
        if let jobs = cells["jobs"] { load.jobs = try jobs.jobs("jobs") }
        if let since = cells["idle_since"], since != .null {
            load.idleSince = try since.time("idle_since")
        }
        if let at = cells["observed_at"] {
            let time = try at.time("observed_at")
            observed = min(observed ?? time, time)
        }
        try add(load, to: try machine.machine(), in: &machines)
    }
    return Work(machines: machines, observedAt: observed ?? read)
}

/// Adds what one entry says to what others said of the same machine.
private func add(
    _ load: Work.Load, to machine: String, in machines: inout [String: Work.Load]
) throws(NumberPathError) {
    guard let known = machines[machine] else {
        machines[machine] = load
        return
    }
    let idle = [known.idleSince, load.idleSince].compactMap { $0 }.max()
    machines[machine] = Work.Load(jobs: known.jobs + load.jobs, idleSince: idle)
}
