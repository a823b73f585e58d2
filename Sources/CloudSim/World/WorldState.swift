import Shared

/// Everything that can change in a world, as a value; `World` guards the one in use.
struct WorldState: Sendable, Equatable {
    /// A create that happens later than its request (fault `late-effect`).
    struct LateCreate: Sendable, Equatable {
        var due: Instant
        var order: CreateOrder
    }

    var random: RandomSource
    /// The latest time seen: a world's time never goes back.
    var now: Instant
    var lastInstanceID: Int64 = 26_400_000
    /// By id, ascending: what exists, and what existed.
    var instances: [SimInstance] = []
    var ended: [SimInstance] = []
    /// Which instance has which physical GPU.
    var gpuHolders: [Int64: Int64] = [:]
    /// Offers that have an instance of ours.
    var rentedOffers: Set<Int64> = []
    var late: [LateCreate] = []
    /// The Vultr half; nothing until something was made there, so that it costs nothing.
    var vultr: VultrState?
    var faults: FaultPlan
    /// What is wrong with machines that their markets know nothing of.
    var troubles: [BodyID: BodyTrouble] = [:]
    /// What other renters of Vast do to our offers.
    var rivals: [Rival] = []
    var credit = Credit()
    /// When lists show everything that exists, and nothing else.
    var listsAgree: Derived<Instant?> = Derived(nil)
    /// Nothing happens by itself before this; nothing: nobody has looked yet.
    var quietUntil: Derived<Instant?> = Derived(nil)
    /// Until when the credit surely lasts; nothing: to be worked out.
    var creditBound: Derived<CreditBound?> = Derived(nil)
    /// No contract ends, and no machine is deleted for it, before this; nothing: to be worked out.
    var contractsUntil: Derived<Instant?> = Derived(nil)
    /// Counts the changes that lists of labels would show.
    var labelChanges = Derived(0)
    /// Keys, variables and volumes of the Vast account.
    var vast = VastAccount()
    /// When each endpoint was last called by each caller, for the thresholds; not kept across
    /// restarts.
    var lastCalls: [String: Instant] = [:]
    /// The calls to Vultr within the last second by address, for its threshold; not kept either.
    var lastVultrCalls: [String: [Instant]] = [:]

    init(seed: UInt64, start: Instant) {
        random = RandomSource(seed: seed)
        faults = FaultPlan(seed: seed)
        now = start
    }

    func index(of id: Int64) -> Int? {
        var low = 0
        var high = instances.count
        while low < high {
            let middle = (low + high) / 2
            if instances[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < instances.count && instances[low].id == id ? low : nil
    }

    subscript(id: Int64) -> SimInstance? { index(of: id).map { instances[$0] } }

    func isFree(_ offer: Offer) -> Bool {
        offer.gpuIDs.allSatisfy { gpuHolders[$0] == nil }
            && !rivals.contains { $0.takes && !$0.gpuIDs.isDisjoint(with: offer.gpuIDs) }
    }

    /// The lowest bid that wins an offer now.
    func minBid(of offer: Offer) -> Dollars {
        rivals.reduce(offer.minBid) { lowest, rival in
            rival.offerID == offer.id ? max(lowest, rival.minBid ?? .zero) : lowest
        }
    }

    /// What the machines of Vast have cost: Vast's account knows nothing of another market.
    var vastTotal: Dollars {
        Bill(of: ended + instances, volumes: vast.endedVolumes + vast.volumes, at: now).total
    }

    func bill(at now: Instant) -> Bill {
        Bill(
            of: ended + instances, volumes: vast.endedVolumes + vast.volumes, and: vultr, at: now)
    }
}

/// A create request after validation.
struct CreateOrder: Sendable, Equatable {
    var offerID: Int64
    /// The bid in $ an hour; nothing: on demand.
    var bid: Dollars?
    var diskMilliGB: Int64
    var label: String?
    var target: IntendedStatus
    /// Whether to fail rather than to make an instance that cannot start.
    var cancelUnavailable: Bool
    var request: SimInstance.ContainerRequest
}

/// What came of a create order.
enum CreateOutcome: Equatable {
    /// It exists and starts, or waits stopped as ordered.
    case created(id: Int64, key: String)
    /// It exists and is billed for its disk, but cannot start.
    case createdStopped(id: Int64, key: String)
    /// Nothing by this id, or it is rented.
    case noSuchAsk
    /// Another offer has its GPUs.
    case unavailable
    /// The offer has no disk of that size.
    case diskTooLarge
    /// The account has no credit.
    case noCredit
}
