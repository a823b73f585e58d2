import Shared

/// Rule 6, supply: the offers for one group, one at a time, best first.
///
/// The user's order of GPUs comes first, then the expected price of an hour of work at any
/// provider. Hosts that failed lately are passed over, and hosts that carry a machine of ours come
/// last.
struct Supply {
    let view: GroupView
    let world: World
    let seen: Observation
    private let markets: [ProviderName: any Provider]
    /// Remembers which hosts failed lately; `nil` where there is no state yet.
    private let journal: Journal?
    private let keys: SSHKeyRing
    private var offers: [Offer] = []
    private var gpusLeft: [GPUPreference]
    private var tried: Set<String> = []
    private var busyHosts: Set<String>
    /// Why there is no next offer, for each GPU and provider that was looked for.
    private var problems: [String] = []
    /// Whether a market could not be asked.
    private(set) var failed = false

    /// Asks nobody yet.
    ///
    /// The keys are made sure of at a market before its offers are looked at, as nothing is rented
    /// that nobody could log in to.
    init(
        view: GroupView, world: World, seen: Observation,
        markets: [ProviderName: any Provider], journal: Journal?, keys: SSHKeyRing
    ) {
        self.view = view
        self.world = world
        self.seen = seen
        self.markets = markets
        self.journal = journal
        self.keys = keys
        gpusLeft = view.policy.gpus
        busyHosts = Set(
            seen.rentals.filter(\.provider.offersAreSingle).compactMap(\.machine))
    }

    /// Why there is no next offer.
    var problem: String {
        problems.isEmpty ? "every offer that fits was tried" : problems.joined(separator: "; ")
    }

    /// The next machine to try; `nil` when the markets have no more that fits, see `problem`.
    mutating func next() async throws -> RentRequest? {
        while offers.isEmpty, !gpusLeft.isEmpty {
            try await search(gpusLeft.removeFirst())
        }
        let fresh = offers.firstIndex { !($0.machine.map(busyHosts.contains) ?? false) }
        guard let index = fresh ?? offers.indices.first else { return nil }
        let offer = offers.remove(at: index)
        tried.insert(offer.id)
        if offer.provider.offersAreSingle, let machine = offer.machine { busyHosts.insert(machine) }
        guard let terms = world.configuration.terms(at: offer.provider) else { return nil }
        return RentRequest(
            group: view.policy.name, offer: offer, image: view.policy.image ?? terms.image,
            diskGB: view.policy.diskGB ?? terms.diskGB, onstart: view.policy.onstart,
            room: view.policy.bounds(at: seen.now.wall).size.upperBound, limits: seen.limits,
            extra: seen.orphanRate, setup: view.policy.setup)
    }

    /// Puts an offer that was just taken first again, where it stands for more than one machine.
    mutating func isTaken(_ offer: Offer) {
        guard !offer.provider.offersAreSingle else { return }
        offers.insert(offer, at: 0)
    }

    /// Asks every market that nothing holds for one GPU model.
    ///
    /// A market that does not answer is told of, and the others are taken as they are.
    private mutating func search(_ gpu: GPUPreference) async throws {
        for provider in world.configuration.providers where !seen.isHeld(at: provider) {
            guard let market = markets[provider],
                let terms = world.configuration.terms(at: provider)
            else { continue }
            let wish = OfferWish(
                gpu: gpu, maxPrice: gpu.maxPrice ?? terms.maxPrice,
                diskGB: view.policy.diskGB ?? terms.diskGB, verifiedOnly: terms.verifiedOnly,
                query: view.policy.query ?? terms.query)
            let avoided =
                try journal?.avoidedMachines(
                    of: provider, within: .seconds(86_400), at: world.clock.stamp()) ?? []
            do {
                _ = try await keys.ids(at: market)
                let found = try await market.offers(wish).filter {
                    !tried.contains($0.id) && !($0.machine.map(avoided.contains) ?? false)
                }
                offers += found
                if found.isEmpty { problems.append(await nothing(at: market, for: wish)) }
            } catch {
                failed = true
                problems.append(error.explanation.what)
            }
        }
        offers.sort { ($0.pricePerReliableHour, $0.id) < ($1.pricePerReliableHour, $1.id) }
    }

    /// Why a market has nothing that fits: there may be no GPU of that name.
    private func nothing(at market: any Provider, for wish: OfferWish) async -> String {
        let place = world.configuration.providers.count > 1 ? " at \(market.name)" : ""
        if case .unknown(let closest)? = try? await market.knows(gpu: wish.gpu.name) {
            return "no GPU is called \(wish.gpu.name) at \(market.name), at any price"
                + (closest.map { "; did you mean \($0)?" } ?? "")
        }
        let slice = wish.gpu.sliceGB.map { ", or \($0) GB of one," } ?? ""
        let query = (wish.query?.steps.isEmpty ?? true) ? "" : " that meets the query"
        return "no \(wish.gpu.count)x \(wish.gpu.name)\(slice) on offer\(place)\(query) "
            + "under \(wish.maxPrice) with \(wish.diskGB) GB"
    }
}
