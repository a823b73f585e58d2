import Shared

/// What changes a world. Every change happens at `now`.
extension WorldState {
    /// Rents an offer, unless it is taken; faults that befall creates change what comes of it.
    mutating func create(_ order: CreateOrder, from offer: Offer, _ settings: WorldSettings)
        -> CreateOutcome
    {
        guard !rentedOffers.contains(offer.id),
            faults.fire(.offerGone, on: .create, at: now) == nil
        else { return .noSuchAsk }
        guard Double(order.diskMilliGB) <= offer.diskSpace * 1000 else { return .diskTooLarge }
        let isFree = isFree(offer)
        let wins = order.bid.map { $0 >= offer.minBid } ?? true
        guard isFree && wins || !order.cancelUnavailable else { return .unavailable }
        let instance = newInstance(order, from: offer, holdsGPUs: isFree && wins, settings)
        instances.append(instance)
        vast.admit(instance.id)
        if instance.holdsGPUs { hold(offer, for: instance.id) }
        befall(BodyID(instance.id), on: .create)
        return instance.holdsGPUs
            ? .created(id: instance.id, key: instance.key)
            : .createdStopped(id: instance.id, key: instance.key)
    }

    private mutating func newInstance(
        _ order: CreateOrder, from offer: Offer, holdsGPUs: Bool, _ settings: WorldSettings
    ) -> SimInstance {
        lastInstanceID += 1
        let raise = faults.fire(.priceRaised, on: .create, at: now)?.amount ?? 0
        let lag = faults.fire(.listingLag, on: .create, at: now)?.amount
        let rate = Double((order.bid ?? offer.gpuRate).microdollars) * (1 + raise / 100)
        let losesLabel = faults.fire(.labelLost, on: .create, at: now) != nil
        var instance = SimInstance(
            id: lastInstanceID, offerID: offer.id, gpuName: offer.gpuName, created: now,
            ended: nil, phases: [], intended: order.target, holdsGPUs: holdsGPUs,
            label: losesLabel ? nil : order.label, createdLabel: order.label,
            gpuRate: Dollars(microdollars: Int64(rate.rounded())), storageCost: offer.storageCost,
            diskMilliGB: order.diskMilliGB, isBid: order.bid != nil,
            hiddenUntil: lag.map { now + .milliseconds(Int64($0 * 1000)) },
            isStuck: faults.fire(.stuckLoading, on: .create, at: now) != nil,
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
    mutating func destroy(_ id: Int64, _ catalog: Catalog, _ settings: WorldSettings) -> Bool {
        guard let index = index(of: id) else { return false }
        var instance = instances.remove(at: index)
        instance.ended = now
        ended.append(instance)
        vast.instanceKeys[id] = nil
        troubles[BodyID(id)] = nil
        gpuHolders = gpuHolders.filter { $0.value != id }
        if instance.holdsGPUs { rentedOffers.remove(instance.offerID) }
        startQueued(catalog, settings)
        return true
    }

    /// Starts an instance, or queues the start when its GPUs are another's.
    ///
    /// Answers whether it starts now; nothing when there is none by this id.
    mutating func start(_ id: Int64, _ catalog: Catalog, _ settings: WorldSettings) -> Bool? {
        guard let index = index(of: id) else { return nil }
        let isBidTooLow =
            instances[index].isBid
            && catalog[instances[index].offerID].map { instances[index].gpuRate < $0.minBid }
                ?? false
        if !instances[index].holdsGPUs {
            guard !isBidTooLow, let offer = catalog[instances[index].offerID], isFree(offer)
            else {
                instances[index].intended = .running
                return false
            }
            instances[index].holdsGPUs = true
            hold(offer, for: id)
        }
        if instances[index].intended == .running, instances[index].status(at: now) != .exited {
            return true
        }
        instances[index].start(at: now, taking: random.duration(in: settings.boot))
        befall(BodyID(id), on: .state)
        return true
    }

    /// Stops an instance; false when there is none by this id.
    mutating func stop(_ id: Int64, _ settings: WorldSettings) -> Bool {
        guard let index = index(of: id) else { return false }
        instances[index].stop(at: now, taking: settings.stopping)
        return true
    }

    mutating func startQueued(_ catalog: Catalog, _ settings: WorldSettings) {
        let queued = instances.filter { !$0.holdsGPUs && $0.intended == .running }.map(\.id)
        for id in queued { _ = start(id, catalog, settings) }
    }

    /// Brings the world to a time: late creates that fell due happen, each at its own time.
    mutating func advance(
        to time: Instant, _ catalog: Catalog, _ settings: WorldSettings, vultr: VultrCatalog
    ) {
        if self.vultr != nil { advanceVultr(to: time, vultr, settings) }
        while let next = late.map(\.due).min(), next <= time,
            let index = late.firstIndex(where: { $0.due == next })
        {
            let create = late.remove(at: index)
            now = max(now, create.due)
            guard let offer = catalog[create.order.offerID] else { continue }
            _ = self.create(create.order, from: offer, settings)
        }
        now = max(now, time)
    }
}
