import Shared

/// Restarts and bids.
extension VastCall {
    /// `PUT instances/reboot/{id}`: the container stops and starts, and keeps its GPUs.
    mutating func reboot(_ id: Int64) -> SimResponse {
        restart(
            id, as: .rebooting, part: 5,
            refusal: .failure(
                200, "invalid_id", "Invalid instance id. Is the container started?"))
    }

    /// `PUT instances/recycle/{id}`: the container is made anew from a fresh pull.
    mutating func recycle(_ id: Int64) -> SimResponse {
        restart(
            id, as: .recycling, part: 1,
            refusal: .failure(
                400, "invalid_id", "Invalid instance id. Is the container started?"))
    }

    /// Restarts what runs, in a part of a boot's time.
    private mutating func restart(
        _ id: Int64, as status: ContainerStatus, part: Int, refusal: SimResponse
    ) -> SimResponse {
        guard let index = state.index(of: id), state.instances[index].intended == .running,
            state.instances[index].status(at: state.now) == .running
        else { return refusal }
        let time = state.random.duration(in: world.settings.boot) / part
        state.instances[index].restart(as: status, at: state.now, taking: time)
        if status == .recycling { state.emptyDisk(of: BodyID(id)) }
        state.befall(BodyID(id), on: .state, path: request.path)
        return .success
    }

    /// `PUT instances/bid_price/{id}`: another bid, from now on; null is one that wins.
    mutating func changeBid(_ id: Int64) -> SimResponse {
        guard let index = state.index(of: id) else { return .noSuchInstance(id) }
        guard state.instances[index].isBid else {
            return .invalidArguments("the instance is on demand, it has no bid")
        }
        let offer = world.catalog[state.instances[index].offerID]
        let lowest = offer.map { state.minBid(of: $0) } ?? .zero
        let bid: Dollars
        switch body?["price"] ?? .null {
        case .null: bid = max(lowest, Dollars(microdollars: 1000))
        case let price:
            let most = 32 * Double(offer?.gpuIDs.count ?? 1)
            guard let number = price.lenientNumber, (0.001...most).contains(number),
                let amount = Dollars(providerNumber: number)
            else { return .invalidArguments("price must be from 0.001 to 32 for each GPU") }
            bid = amount
        }
        state.instances[index].changeRate(to: bid, at: state.now)
        state.creditBound.value = nil
        if bid < lowest {
            state.outbid(id, world.catalog, world.settings)
        } else if !state.instances[index].holdsGPUs {
            _ = state.start(id, world.catalog, world.settings, path: request.path)
        }
        return .success
    }
}

extension WorldState {
    /// Stops an interruptible instance and takes its GPUs away; its disk stays and is billed.
    ///
    /// It resumes by itself once its bid wins again.
    mutating func outbid(_ id: Int64, _ catalog: Catalog, _ settings: WorldSettings) {
        guard let index = index(of: id), instances[index].holdsGPUs else { return }
        instances[index].stop(at: now, taking: .zero)
        instances[index].isOutbid = true
        release(index)
        startQueued(catalog, settings)
    }
}
