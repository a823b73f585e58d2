import Shared

/// The simulator's own interface, under `/cloudsim/`: the bill, the faults and the gauges.
struct AdminAPI: Sendable {
    let world: World
    let machines: MachineTable
    let key: String

    func answer(_ request: SimRequest, at now: Instant) -> SimResponse {
        respond(to: request, at: now).dated(now)
    }

    private func respond(to request: SimRequest, at now: Instant) -> SimResponse {
        guard request.header("authorization") == "Bearer \(key)" else {
            return .failure(403, "auth_error", "this is not the key of the ready file")
        }
        do throws(StoreError) {
            if request.method == "POST", request.segments.count == 3,
                request.segments[1] == "machines", let id = BodyID(text: request.segments[2])
            {
                return try setGauges(of: id, request, at: now)
            }
            switch (request.method, request.segments.dropFirst().joined(separator: "/")) {
            case ("GET", "bill"): return SimResponse(world.bill(at: now).json)
            case ("GET", "faults"):
                return SimResponse(["faults": .array(world.faults.map(\.json))])
            case ("POST", "faults"): return try addFault(request, at: now)
            case ("DELETE", "faults"):
                try world.clearFaults(at: now)
                return .success
            default: return .failure(404, "not_found", "the simulator has no such page")
            }
        } catch {
            return .failure(500, "simulator_error", error.message)
        }
    }

    /// Changes what a machine's GPUs show, and what is wrong with it; all of it or nothing.
    private func setGauges(
        of id: BodyID, _ request: SimRequest, at now: Instant
    ) throws(StoreError) -> SimResponse {
        let before = try world.perform(at: now) { state in
            state.has(id) ? state.troubles[id] ?? BodyTrouble() : nil
        }
        guard var trouble = before else {
            return .failure(404, "no_such_instance", "there is no machine \(id)")
        }
        var gauges = machines.gauges(of: id)
        do throws(GaugeError) {
            try SetMachine.change(&gauges, &trouble, JSON(parsing: request.body)?.members ?? [:])
        } catch {
            return .invalidArguments(error.message)
        }
        if trouble != before {
            try world.perform(at: now) { [trouble] in $0.troubles[id] = trouble }
        }
        try machines.set(gauges, of: id)
        var shown = gauges.json.members ?? [:]
        shown.append(contentsOf: trouble.shown)
        return SimResponse(.object(shown))
    }

    private func addFault(
        _ request: SimRequest, at now: Instant
    ) throws(StoreError) -> SimResponse {
        let order: FaultOrder
        do throws(FaultOrderError) {
            order = try FaultOrder(json: JSON(parsing: request.body) ?? .null)
        } catch {
            return .invalidArguments(error.message)
        }
        return SimResponse(try world.addFault(order, at: now).json)
    }
}
