import Shared
import Synchronization
import Testing

/// A provider with one prepared answer for each kind of call; a call that nobody prepared is a
/// failure of the test.
///
/// Every call is noted in the notebook it shares with the write gate.
struct ScriptedProvider: Provider {
    var name = ProviderName.vast
    let notes: Notebook
    var onCreate: (@Sendable (CreateOrder) -> CreateOutcome)?
    var onDestroy: (@Sendable (InstanceID) throws(ProviderError) -> Void)?
    var onStop: (@Sendable (InstanceID) throws(ProviderError) -> PowerOutcome)?
    var onLookup: (@Sendable (InstanceID) throws(ProviderError) -> Lookup)?
    var onLabel: (@Sendable (String, InstanceID) throws(ProviderError) -> Void)?

    init(notes: Notebook) {
        self.notes = notes
    }

    private func unasked(_ call: String) -> ProviderError {
        Issue.record("\(call) was called unasked")
        return .unreachable(provider: name, reason: "nothing prepared")
    }

    func account() async throws(ProviderError) -> String { throw unasked("account") }

    func offers(_ wish: OfferWish) async throws(ProviderError) -> [Offer] {
        throw unasked("offers")
    }

    func knows(gpu name: String) async throws(ProviderError) -> GPUKnowledge {
        throw unasked("knows")
    }

    func listing() async -> Listing {
        _ = unasked("listing")
        return Listing(
            provider: name, completeness: .failed(reason: "nothing prepared"), instances: [],
            begun: stamp(0), ended: stamp(0))
    }

    func lookup(_ id: InstanceID) async throws(ProviderError) -> Lookup {
        notes.note("lookup \(id)")
        guard let onLookup else { throw unasked("lookup") }
        return try onLookup(id)
    }

    func create(_ order: CreateOrder) async -> CreateOutcome {
        notes.note("create \(order.label)")
        guard let onCreate else {
            _ = unasked("create")
            return .notSent(reason: "nothing prepared")
        }
        return onCreate(order)
    }

    func destroy(_ id: InstanceID) async throws(ProviderError) {
        notes.note("destroy \(id)")
        guard let onDestroy else { throw unasked("destroy") }
        try onDestroy(id)
    }

    func setLabel(_ label: String, of id: InstanceID) async throws(ProviderError) {
        notes.note("label \(id) \(label)")
        guard let onLabel else { throw unasked("label") }
        try onLabel(label, id)
    }

    func start(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        throw unasked("start")
    }

    func stop(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        notes.note("stop \(id)")
        guard let onStop else { throw unasked("stop") }
        return try onStop(id)
    }

    func reboot(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        throw unasked("reboot")
    }

    func ensureKey(_ key: SSHPublicKey) async throws(ProviderError) -> String {
        throw unasked("ensureKey")
    }

    func attachKey(_ key: SSHPublicKey, to id: InstanceID) async throws(ProviderError) {
        throw unasked("attachKey")
    }

    func credit() async throws(ProviderError) -> Credit { throw unasked("credit") }

    func charges(since: Instant) async throws(ProviderError) -> [Charge] {
        throw unasked("charges")
    }

    func lastDate() -> (theirs: Instant, ours: Instant)? { nil }
}

/// A desk over a real journal whose writes and sends are noted in order.
struct DeskRoom {
    let room: StateRoom
    let notes = Notebook()
    let clock = ManualClock(now: stamp(0).wall)
    let journal: Journal
    let locks: RentalLocks
    var provider: ScriptedProvider

    init(gate: WriteGate? = nil) throws {
        room = try StateRoom()
        let notes = self.notes
        _ = try room.create()
        journal = try Journal(
            opening: room.folder, fleet: Sample.fleet(),
            gate: gate
                ?? WriteGate(
                    before: { notes.note("write \($0)") }, after: { notes.note("on disk \($0)") }))
        locks = try RentalLocks(in: room.folder)
        provider = ScriptedProvider(notes: notes)
    }

    var desk: RentalDesk {
        RentalDesk(
            journal: journal, folder: room.folder, locks: locks, providers: [provider],
            clock: clock.wallClock)
    }

    func request(room: Int = 10, budget: Budget = Budget()) -> RentRequest {
        RentRequest(
            group: "g", offer: Sample.offer(), image: "image", diskGB: 60, onstart: "run",
            room: room, limits: SpendingLimits(budget: budget, horizon: .zero), extra: .zero)
    }

    /// A rental with a running machine, in the journal.
    func running() async throws -> Rental {
        var copy = self
        copy.provider.onCreate = { _ in .accepted(vast(500)) }
        guard case .rented(let rental) = try await copy.desk.rent(request(), id: Sample.id(1))
        else { throw NotRented() }
        return rental
    }

    struct NotRented: Error {}

    /// What was noted since a moment.
    func notes(after count: Int) -> [String] { Array(notes.lines.dropFirst(count)) }
}
