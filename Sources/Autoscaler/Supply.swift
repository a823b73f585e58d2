import Shared

/// Rule 6, supply: the offers for one group, one at a time, best first.
///
/// The user's order of GPUs comes first, then the expected price of an hour of work. Hosts that
/// failed lately are passed over, and hosts that carry a machine of ours come last.
struct Supply {
    let view: GroupView
    let world: World
    let desk: RentalDesk
    let seen: Observation
    private var offers: [Offer] = []
    private var gpusLeft: [GPUPreference]
    private var tried: Set<String> = []
    private var busyHosts: Set<String>
    /// Why there is no next offer, for each GPU that was looked for.
    private var problems: [String] = []
    /// Whether the market could not be asked.
    private(set) var failed = false

    init(view: GroupView, world: World, desk: RentalDesk, seen: Observation) {
        self.view = view
        self.world = world
        self.desk = desk
        self.seen = seen
        gpusLeft = view.policy.gpus
        busyHosts = Set(seen.rentals.compactMap(\.machine))
    }

    /// Why there is no next offer.
    var problem: String {
        problems.isEmpty ? "every offer that fits was tried" : problems.joined(separator: "; ")
    }

    /// The next machine to try; `nil` when the market has no more that fits, see `problem`.
    mutating func next() async throws -> RentRequest? {
        while offers.isEmpty, !gpusLeft.isEmpty {
            try await search(gpusLeft.removeFirst())
        }
        let fresh = offers.firstIndex { !($0.machine.map(busyHosts.contains) ?? false) }
        guard let index = fresh ?? offers.indices.first else { return nil }
        let offer = offers.remove(at: index)
        tried.insert(offer.id)
        if let machine = offer.machine { busyHosts.insert(machine) }
        guard let settings = world.configuration.vast else { return nil }
        return RentRequest(
            group: view.policy.name, offer: offer, image: view.policy.image ?? settings.image,
            diskGB: view.policy.diskGB ?? settings.diskGB, onstart: view.policy.onstart,
            room: view.policy.bounds(at: seen.now.wall).size.upperBound, limits: seen.limits,
            extra: seen.reconciliation?.orphanRate ?? .zero)
    }

    /// Asks the market for one GPU model.
    private mutating func search(_ gpu: GPUPreference) async throws {
        guard let settings = world.configuration.vast else { return }
        let wish = OfferWish(
            gpu: gpu, maxPrice: gpu.maxPrice ?? settings.maxPrice,
            diskGB: view.policy.diskGB ?? settings.diskGB, verifiedOnly: settings.verifiedOnly)
        let avoided = try desk.journal.avoidedMachines(
            of: desk.provider.name, within: .seconds(86_400), at: world.clock.stamp())
        do {
            let found = try await desk.provider.offers(wish)
            offers = found.filter {
                !tried.contains($0.id) && !($0.machine.map(avoided.contains) ?? false)
            }.sorted { ($0.pricePerReliableHour, $0.id) < ($1.pricePerReliableHour, $1.id) }
            if offers.isEmpty {
                problems.append(
                    "no \(gpu.count)x \(gpu.name) on offer under \(wish.maxPrice) "
                        + "with \(wish.diskGB) GB")
            }
        } catch {
            failed = true
            problems.append(error.explanation.what)
        }
    }
}
