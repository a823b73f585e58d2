package import Shared

/// The Vast API over a world, without sockets.
package struct VastAPI: Sendable {
    package let world: World
    let machines: MachineTable
    private let labels = LabelCounts()

    package init(world: World) {
        self.init(world: world, machines: MachineTable())
    }

    init(world: World, machines: MachineTable) {
        self.world = world
        self.machines = machines
    }

    /// Answers a request at a time; whatever it changes has been kept when this returns.
    package func answer(_ request: SimRequest, at time: Instant) -> SimOutcome {
        let route = VastRoute(request)
        let body = JSON(parsing: request.body)
        do throws(StoreError) {
            return try world.perform(at: time, changes: request.method != "GET") { state in
                // Moved, not copied: a call that changes one machine must not copy them all.
                var call = VastCall(
                    route: route, request: request, body: body, world: world, machines: machines,
                    labels: labels, state: consume state)
                let outcome = call.outcome()
                state = call.state
                return outcome.dated(state.now)
            }
        } catch {
            let failure = SimResponse.failure(500, "simulator_error", error.message)
            return SimOutcome.answer(failure).dated(time)
        }
    }
}

/// One request while it is answered.
struct VastCall {
    let route: VastRoute
    let request: SimRequest
    /// Nothing when the body is no JSON.
    let body: JSON?
    let world: World
    let machines: MachineTable
    let labels: LabelCounts
    var state: WorldState

    var target: FaultTarget {
        FaultTarget(
            provider: .vast, operation: operation, path: request.path,
            machines: machineIDs.map(String.init))
    }

    /// The machines that the call is about.
    private var machineIDs: [Int64] {
        if let id = route.machine { return [id] }
        let key = route == .bulkDestroy ? "instance_ids" : "ids"
        guard route == .bulkDestroy || route == .bulkUpdate else { return [] }
        return (body?[key]?.elements ?? []).compactMap { $0.whole }
    }

    var operation: SimOperation {
        route.operation(changesState: body?["state"] != nil)
    }

    mutating func outcome() -> SimOutcome {
        if let refusal = pace() { return .answer(refusal) }
        let isLaterPage = request.item("after_token") != nil
        if isLaterPage, fire(.partialPage) != nil { return .answer(.badGateway) }
        guard let fault = state.faults.fire(FaultKind.transport, on: target, at: state.now)
        else { return late() ?? .answer(answer()) }
        return fault.outcome(.vast, at: state.now) { answer() }
    }

    mutating func fire(_ kind: FaultKind) -> FaultRule? {
        state.faults.fire(kind, on: target, at: state.now)
    }

    /// Refuses a call that comes too soon after the caller's last one of its endpoint; a caller is
    /// a key at an address.
    private mutating func pace() -> SimResponse? {
        guard world.settings.thresholds, let (endpoint, threshold) = route.pace else { return nil }
        let caller = "\(endpoint) \(request.source) \(key ?? "")"
        let last = state.lastCalls[caller]
        if let last, state.now - last < .milliseconds(Int64(threshold * 1000)) {
            return .tooFrequent(threshold: threshold)
        }
        state.lastCalls[caller] = state.now
        return nil
    }

    private mutating func answer() -> SimResponse {
        if let refusal = refuseKey() { return refusal }
        switch route {
        case .search(let form): return search(form)
        case .create(let offer): return create(offer)
        case .bulkCreate: return createMany()
        case .launch: return launch()
        case .list: return list()
        case .oldList:
            return .failure(
                410, "deprecated_endpoint",
                "/api/v0/instances/ is deprecated. Use /api/v1/instances/ instead.")
        case .show(let id): return show(id)
        case .listFilters: return listFilters()
        case .update(let id): return update(id)
        case .bulkUpdate: return updateMany()
        case .bulkDestroy: return destroyMany()
        case .reboot(let id): return reboot(id)
        case .recycle(let id): return recycle(id)
        case .bid(let id): return changeBid(id)
        case .updateImage(let id): return updateImage(id)
        case .deposit(let id): return deposit(of: id)
        case .takeSnapshot(let id): return takeSnapshot(of: id)
        case .priceIncreases: return priceIncreases()
        case .answerPriceIncrease: return answerPriceIncrease()
        case .requestLogs(let id): return requestLogs(id)
        case .execute(let id): return execute(id)
        case .result(let name): return result(name)
        case .copy: return copy()
        case .cancelCopy: return cancelCopy()
        case .copyToCloud: return copyToCloud()
        case .destroy(let id):
            return destroy(id) ? .success : .noSuchInstance(id)
        default: return answerForAccount()
        }
    }

    private mutating func answerForAccount() -> SimResponse {
        switch route {
        case .user: return user()
        case .listKeys: return listKeys()
        case .createKey: return createKey()
        case .updateKey(let id): return updateKey(id)
        case .deleteKey(let id): return deleteKey(id)
        case .instanceKeys(let id): return listKeys(of: id)
        case .attachKey(let id): return attachKey(to: id)
        case .detachKey(let id, let key): return detachKey(key, from: id)
        case .listSecrets: return listSecrets()
        case .createSecrets: return createSecrets()
        case .updateSecrets: return updateSecrets()
        case .deleteSecrets: return deleteSecret()
        case .charges: return charges()
        case .invoices: return invoices()
        case .oldInvoices: return oldInvoices()
        case .searchVolumes: return searchVolumes()
        case .rentVolume: return rentVolume()
        case .listVolumes: return listVolumes()
        case .deleteVolume: return deleteVolume()
        case .cloneVolume: return cloneVolume()
        case .searchTemplates: return SimResponse(["success": true, "templates": []])
        case .gpuNames: return gpuNames()
        default:
            return .failure(
                404, "not_found",
                "\(request.method) \(request.path) is not part of the simulated API.")
        }
    }

    /// Ends an instance that somebody asks to end; false when there is none by this id.
    mutating func destroy(_ id: Int64) -> Bool {
        guard state[id] != nil else { return false }
        let lag = fire(.destroyLag)?.delay
        return state.destroy(id, world.catalog, world.settings, lag: lag)
    }

    /// The key of the request, in its header or its query.
    private var key: String? {
        request.header("authorization").flatMap { header in
            header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : nil
        } ?? request.item("api_key")
    }

    /// Refuses a wrong key or none; an instance's own key may change that instance only.
    func refuseKey() -> SimResponse? {
        if route.isPublic { return nil }
        guard let key, !key.isEmpty else {
            return .failure(403, "auth_error", "This action requires login.")
        }
        if world.settings.account.owns(key) { return nil }
        guard let owner = state.instances.first(where: { $0.key == key }) else {
            return .failure(401, "auth_error", "Invalid user key")
        }
        let isOwnChange = operation == .state || operation == .destroy
        guard isOwnChange, owner.id == route.instance else {
            return .failure(403, "auth_error", "This key lacks the permission for this action.")
        }
        return nil
    }
}

extension SimOutcome {
    /// The outcome with a `Date` header of the simulated time.
    func dated(_ now: Instant) -> SimOutcome {
        switch self {
        case .answer(let response): .answer(response.dated(now))
        case .delayed(let time, let response): .delayed(time, response.dated(now))
        case .closed, .hang: self
        }
    }
}

extension SimResponse {
    func dated(_ now: Instant) -> SimResponse {
        var dated = self
        dated.headers.append(SimRequest.Field("Date", now.httpDate))
        return dated
    }
}
