import Shared

/// Reads a group's queue from its source; whatever goes wrong is a reading too, never a zero.
func readDemand(_ source: DemandSource, clock: WallClock) async -> DemandReading {
    do throws(NumberPathError) {
        let (text, written) = try await content(of: source, clock: clock)
        let demand = try parse(text, from: source, written: written)
        return judge(demand, maxAge: source.maxAge, now: clock.now())
    } catch {
        return .missing(reason: error.reason)
    }
}

private func content(
    of source: DemandSource, clock: WallClock
) async throws(NumberPathError) -> (text: [UInt8], written: Instant) {
    switch source.origin {
    case .file(let path):
        do throws(SmallFile.Failure) {
            let file = try SmallFile(path: path, limit: 1 << 20)
            return (file.bytes, clock.fromSystem(file.modified))
        } catch {
            throw NumberPathError("\(path) \(error.words)")
        }
    case .command(let line):
        let output = await runShell(line, timeout: source.timeout)
        guard case .printed(let text) = output else {
            throw NumberPathError("the command \(output.problem)")
        }
        return (text, clock.now())
    }
}

/// Reads a bare number of waiting jobs, or a JSON document by the source's paths.
private func parse(
    _ text: [UInt8], from source: DemandSource, written: Instant
) throws(NumberPathError) -> Demand {
    guard let document = JSONValue(json: text) else {
        throw NumberPathError(text.isEmpty ? "it is empty" : "it is neither a number nor JSON")
    }
    if document.double != nil {
        return Demand(waiting: try wholeNumber(document), running: 0, observedAt: written)
    }
    let waiting = try source.waiting.jobs(in: document)
    let running = try source.running.map { path throws(NumberPathError) in
        try path.jobs(in: document)
    }
    return Demand(
        waiting: waiting, running: running ?? 0,
        observedAt: try source.observedAt.map { path throws(NumberPathError) in
            try instant(at: path, in: document)
        } ?? written)
}

private func instant(
    at path: NumberPath, in document: JSONValue
) throws(NumberPathError) -> Instant {
    guard let seconds = try path.number(in: document).double,
        (0...100_000_000_000).contains(seconds)
    else { throw NumberPathError("\(path) is not a time in seconds since 1970") }
    return Instant(seconds: seconds)
}

private func judge(_ demand: Demand, maxAge: Duration, now: Instant) -> DemandReading {
    let age = now - demand.observedAt
    // Clocks differ a little; a reading from well ahead of us is not a reading of now.
    guard age >= .seconds(-120) else {
        return .missing(reason: "it was written \((.zero - age).text) in the future")
    }
    guard age <= maxAge else { return .stale(demand, age: age, maxAge: maxAge) }
    return .known(demand, age: max(.zero, age))
}

extension ShellOutput {
    fileprivate var problem: String {
        switch self {
        case .printed: "printed something unusable"
        case .failed(let status): "failed: \(status)"
        case .timedOut(let limit): "did not end within \(limit.text)"
        case .tooMuch(let limit): "printed more than \(limit) bytes"
        case .notStarted(let reason): reason
        }
    }
}
