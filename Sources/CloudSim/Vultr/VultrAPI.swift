package import Shared

/// The Vultr API over a world, without sockets: paths under `/v2`.
package struct VultrAPI: Sendable {
    package let world: World

    package init(world: World) {
        self.world = world
    }

    /// Answers a request at a time; whatever it changes has been kept when this returns.
    package func answer(_ request: SimRequest, at time: Instant) -> SimOutcome {
        let route = VultrRoute(request)
        let body = JSON(parsing: request.body)
        do throws(StoreError) {
            return try world.perform(at: time, changes: request.method != "GET") { state in
                var call = VultrCall(
                    route: route, request: request, body: body, world: world,
                    state: consume state)
                let outcome = call.outcome()
                state = call.state
                return outcome.dated(state.now)
            }
        } catch {
            return SimOutcome.answer(.vultr(500, error.message)).dated(time)
        }
    }
}

/// One request while it is answered.
struct VultrCall {
    let route: VultrRoute
    let request: SimRequest
    /// Nothing when the body is no JSON.
    let body: JSON?
    let world: World
    var state: WorldState

    var target: FaultTarget {
        let bulk: [String] =
            if case .bulkPower = route {
                (body?["instance_ids"]?.elements ?? []).compactMap(\.text)
            } else {
                []
            }
        return FaultTarget(
            provider: .vultr, operation: route.operation, path: request.path,
            machines: route.machine.map { [$0] } ?? bulk)
    }

    var part: VultrState { state.vultrPart }

    /// Whether something was sent; null is nothing.
    var hasBody: Bool { !request.body.isEmpty && body != .null }

    mutating func outcome() -> SimOutcome {
        if isTooFrequent() { return .answer(.vultrTooFrequent) }
        let isLaterPage = request.item("cursor").map { !$0.isEmpty } ?? false
        if isLaterPage, fire(.partialPage) != nil { return .answer(.badGateway) }
        guard let fault = state.faults.fire(FaultKind.transport, on: target, at: state.now)
        else { return late() ?? .answer(answer()) }
        return fault.outcome(.vultr, at: state.now) { answer() }
    }

    mutating func fire(_ kind: FaultKind) -> FaultRule? {
        state.faults.fire(kind, on: target, at: state.now)
    }

    /// Whether this call is one of more than 30 in a second from its address, and counts as such.
    private mutating func isTooFrequent() -> Bool {
        guard world.settings.thresholds else { return false }
        let now = state.now
        var calls = state.lastVultrCalls[request.source] ?? []
        calls.removeAll { now - $0 >= .seconds(1) }
        let isTooFrequent = calls.count >= 30
        if !isTooFrequent { calls.append(now) }
        state.lastVultrCalls[request.source] = calls
        return isTooFrequent
    }

    mutating func answer() -> SimResponse {
        do throws(VultrRefusal) {
            try checkKey()
            try checkForm()
            return try respond()
        } catch {
            return .vultr(error.status, error.text)
        }
    }

    /// - Throws: the refusal of a wrong key or none, where one is needed.
    func checkKey() throws(VultrRefusal) {
        if route.isPublic { return }
        guard request.header("authorization") == "Bearer \(world.settings.account.vultrKey)"
        else { throw VultrRefusal(401, "Invalid API token.") }
    }

    /// - Throws: the refusal of a body that is sent as a web form.
    private func checkForm() throws(VultrRefusal) {
        let kind = request.header("content-type")?.lowercased() ?? ""
        if !request.body.isEmpty, kind.hasPrefix("application/x-www-form-urlencoded") {
            throw .badRequest
        }
    }

    private mutating func respond() throws(VultrRefusal) -> SimResponse {
        switch route {
        case .plans, .regions, .availability, .systems, .empty: return try catalogue()
        case .list(let thing): return try list(thing)
        case .add(let thing): return try add(thing)
        case .show(let thing, let id): return try show(thing, id)
        case .change(let thing, let id): return try change(thing, id)
        case .remove(let thing, let id): return try remove(thing, id)
        case .power(let power, let ids): return try change(power, ids)
        case .bulkPower(let power):
            guard let ids = try VultrFields(body).texts("instance_ids") else {
                throw .badRequest
            }
            return try change(power, ids)
        case .reinstall(let id): return try reinstall(id)
        case .restore(let id): return try restore(id)
        case .userData(let id):
            return SimResponse(["user_data": ["data": .string(try machine(id).userData)]])
        case .addresses(let id): return try addresses(of: id)
        case .bandwidth(let id): return try bandwidth(of: id)
        case .upgrades(let id): return try upgrades(of: id)
        case .neighbors(let id): return try neighbors(of: id)
        case .networks(let id): return try networks(of: id)
        case .join(let id): return try join(id)
        case .leave(let id): return try leave(id)
        case .attach(let id): return try attach(id)
        case .detach(let id): return try detach(id)
        case .account: return account()
        case .pendingCharges: return pendingCharges()
        case .invoices: return try invoices()
        case .invoice(let id): return try invoice(id)
        case .invoiceItems(let id): return try invoiceItems(id)
        case .unknown:
            throw VultrRefusal(
                404, "\(request.method) \(request.path) is not part of the simulated API.")
        }
    }

    private mutating func add(_ thing: VultrRoute.Thing) throws(VultrRefusal) -> SimResponse {
        switch thing {
        case .machine: try createMachine()
        case .key: try addKey()
        case .script: try addScript()
        case .block: try addBlock()
        case .network: try addNetwork()
        case .snapshot: try addSnapshot()
        }
    }

    private mutating func show(
        _ thing: VultrRoute.Thing, _ id: String
    ) throws(VultrRefusal) -> SimResponse {
        switch thing {
        case .machine: try showMachine(id)
        case .key: SimResponse(["ssh_key": try key(id).row])
        case .script: SimResponse(["startup_script": try script(id).row(withText: true)])
        case .block: SimResponse(["block": row(of: try block(id))])
        case .network: SimResponse([networkName: try network(id).row])
        case .snapshot: SimResponse(["snapshot": try snapshot(id).row(at: state.now)])
        }
    }

    private mutating func change(
        _ thing: VultrRoute.Thing, _ id: String
    ) throws(VultrRefusal) -> SimResponse {
        switch thing {
        case .machine: try changeMachine(id)
        case .key: try changeKey(id)
        case .script: try changeScript(id)
        case .block: try changeBlock(id)
        case .network: try changeNetwork(id)
        case .snapshot: try changeSnapshot(id)
        }
    }

    private mutating func remove(
        _ thing: VultrRoute.Thing, _ id: String
    ) throws(VultrRefusal) -> SimResponse {
        switch thing {
        case .machine: try destroyMachine(id)
        case .key: try removeKey(id)
        case .script: try removeScript(id)
        case .block: try removeBlock(id)
        case .network: try removeNetwork(id)
        case .snapshot: try removeSnapshot(id)
        }
    }
}
