import Shared

/// What changes a world. Every change happens at `now`.
extension WorldState {
    /// Rents an offer, unless it is taken; faults that befall creates change what comes of it.
    ///
    /// `path`: of the call that asks for it; nothing for a create that was put off.
    mutating func create(
        _ order: CreateOrder, from offer: Offer, _ settings: WorldSettings, path: String? = nil
    ) -> CreateOutcome {
        guard credit.outSince == nil else { return .noCredit }
        let target = FaultTarget(provider: .vast, operation: .create)
        guard !rentedOffers.contains(offer.id),
            faults.fire(.offerGone, on: target, at: now) == nil
        else { return .noSuchAsk }
        guard Double(order.diskMilliGB) <= offer.diskSpace * 1000 else { return .diskTooLarge }
        let isFree = isFree(offer)
        let wins = order.bid.map { $0 >= minBid(of: offer) } ?? true
        guard isFree && wins || !order.cancelUnavailable else { return .unavailable }
        let instance = newInstance(order, from: offer, holdsGPUs: isFree && wins, settings)
        instances.append(instance)
        differ(until: instance.hiddenUntil)
        let end = now + offer.duration
        contractsUntil.value = contractsUntil.value.map { min($0, end) }
        creditBound.value?.add(instance, at: now)
        vast.admit(instance.id)
        if instance.holdsGPUs { hold(offer, for: instance.id) }
        befall(BodyID(instance.id), on: .create, path: path)
        return instance.holdsGPUs
            ? .created(id: instance.id, key: instance.key)
            : .createdStopped(id: instance.id, key: instance.key)
    }

    private mutating func newInstance(
        _ order: CreateOrder, from offer: Offer, holdsGPUs: Bool, _ settings: WorldSettings
    ) -> SimInstance {
        lastInstanceID += 1
        let target = FaultTarget(provider: .vast, operation: .create)
        let raise = faults.fire(.priceRaised, on: target, at: now)?.amount ?? 0
        let lag = faults.fire(.listingLag, on: target, at: now)?.amount
        let rate = Double((order.bid ?? offer.gpuRate).microdollars) * (1 + raise / 100)
        let losesLabel = faults.fire(.labelLost, on: target, at: now) != nil
        var instance = SimInstance(
            id: lastInstanceID, offerID: offer.id, gpuName: offer.gpuName, created: now,
            ended: nil, phases: [], intended: order.target, holdsGPUs: holdsGPUs,
            label: losesLabel ? nil : order.label, createdLabel: order.label,
            gpuRate: Dollars(microdollars: Int64(rate.rounded())), storageCost: offer.storageCost,
            diskMilliGB: order.diskMilliGB, isBid: order.bid != nil,
            hiddenUntil: lag.map { now + .milliseconds(Int64($0 * 1000)) },
            isStuck: faults.fire(.stuckLoading, on: target, at: now) != nil,
            request: order.request, key: random.key())
        let boot = random.duration(in: settings.boot)
        if holdsGPUs, order.target == .running {
            instance.start(at: now, taking: boot)
        } else {
            instance.stop(at: now, taking: settings.stopping)
        }
        return instance
    }

    private mutating func hold(_ offer: Offer, for id: Int64) {
        rentedOffers.insert(offer.id)
        for gpu in offer.gpuIDs { gpuHolders[gpu] = id }
    }

    /// Ends an instance and gives its GPUs back; false when there is none by this id.
    ///
    /// Lists still show it for `lag`.
    mutating func destroy(
        _ id: Int64, _ catalog: Catalog, _ settings: WorldSettings, lag: Duration? = nil
    ) -> Bool {
        guard let index = index(of: id) else { return false }
        release(index)
        var instance = instances.remove(at: index)
        instance.ended = now
        instance.lingersUntil = lag.map { now + $0 }
        differ(until: instance.lingersUntil)
        ended.append(instance)
        vast.instanceKeys[id] = nil
        troubles[BodyID(id)] = nil
        startQueued(catalog, settings)
        return true
    }

    /// Notes that the labels have changed, and until when lists differ from what exists.
    mutating func differ(until time: Instant?) {
        labelChanges.value += 1
        if let time { listsAgree.value = max(listsAgree.value ?? time, time) }
    }

    /// Gives the GPUs of an instance back.
    mutating func release(_ index: Int) {
        guard instances[index].holdsGPUs else { return }
        let id = instances[index].id
        instances[index].holdsGPUs = false
        rentedOffers.remove(instances[index].offerID)
        for gpu in gpuHolders.keys.filter({ gpuHolders[$0] == id }) { gpuHolders[gpu] = nil }
    }

    /// Starts an instance, or queues the start when its GPUs are another's.
    ///
    /// `path`: of the call that asks for it; nothing for a start that comes by itself.
    mutating func start(
        _ id: Int64, _ catalog: Catalog, _ settings: WorldSettings, path: String? = nil
    ) -> StartOutcome {
        guard let index = index(of: id) else { return .noSuchInstance }
        guard !instances[index].isExpired else { return .contractEnded }
        guard credit.outSince == nil else { return .noCredit }
        if !instances[index].holdsGPUs {
            guard let offer = catalog[instances[index].offerID], isFree(offer),
                !instances[index].isBid || instances[index].gpuRate >= minBid(of: offer)
            else {
                instances[index].intended = .running
                return .queued
            }
            instances[index].holdsGPUs = true
            hold(offer, for: id)
        }
        if instances[index].intended == .running,
            instances[index].containerStatus(at: now) != .exited
        {
            return .starts
        }
        instances[index].start(at: now, taking: random.duration(in: settings.boot))
        befall(BodyID(id), on: .state, path: path)
        return .starts
    }

    /// A start that somebody asks for: the fault `queued-start` befalls it.
    mutating func startAsked(
        _ id: Int64, _ target: FaultTarget, _ catalog: Catalog, _ settings: WorldSettings
    ) -> StartOutcome {
        if let index = index(of: id), instances[index].holdsGPUs,
            instances[index].containerStatus(at: now) == .exited, !instances[index].isExpired,
            credit.outSince == nil, let offer = catalog[instances[index].offerID],
            let fault = faults.fire(.queuedStart, on: target, at: now)
        {
            release(index)
            rivals.append(
                Rival(
                    offerID: offer.id, gpuIDs: Set(offer.gpuIDs), minBid: nil, takes: true,
                    until: now + fault.delay))
        }
        return start(id, catalog, settings, path: target.path)
    }

    /// Stops an instance; false when there is none by this id.
    mutating func stop(_ id: Int64, _ settings: WorldSettings) -> Bool {
        guard let index = index(of: id) else { return false }
        instances[index].stop(at: now, taking: settings.stopping)
        return true
    }

    /// Starts what waits for its GPUs, and what a higher bid had stopped, where that works now.
    mutating func startQueued(_ catalog: Catalog, _ settings: WorldSettings) {
        guard credit.outSince == nil else { return }
        for instance in instances where !instance.holdsGPUs && !instance.isExpired {
            if instance.intended == .running {
                _ = start(instance.id, catalog, settings)
            } else if instance.isOutbid, let offer = catalog[instance.offerID], isFree(offer),
                instance.gpuRate >= minBid(of: offer)
            {
                _ = start(instance.id, catalog, settings)
            }
        }
    }
}

/// What came of a start.
enum StartOutcome: Equatable {
    case starts
    /// It starts by itself as soon as its GPUs are free.
    case queued
    case noSuchInstance
    case noCredit
    /// The host lets it no longer.
    case contractEnded
}
