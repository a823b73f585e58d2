package import Shared
import Synchronization

/// A provider in memory that keeps the contract of all providers; its time is a test's clock.
///
/// It rents what it was given to offer, boots machines in a minute, bills as the provider that it
/// is named after, and fails when a test says so.
package final class FakeProvider: Provider {
    private struct State {
        var stock: [String: Int]
        var machines: [FakeMachine] = []
        var keys: [SSHPublicKey] = []
        /// Machines whose GPUs are another's, once they are stopped.
        var occupied: Set<InstanceID> = []
        var failure: ProviderError?
        var lastID = 0
    }

    package let name: ProviderName
    private let clock: SimulatedClock
    private let catalog: [Offer]
    private let funds: Dollars
    private let state: Mutex<State>
    private static let boot = Duration.seconds(60)

    /// - Parameters:
    ///   - name: Whose rules of billing it follows.
    ///   - offers: What can be rented, each as often as `stock` says.
    ///   - stock: How many machines there are of each offer.
    ///   - funds: What the account has at first.
    ///   - clock: Its time.
    package init(
        name: ProviderName = .vast, offers: [Offer], stock: Int = 1,
        funds: Dollars = Dollars(microdollars: 1_000_000_000), clock: SimulatedClock
    ) {
        self.name = name
        self.clock = clock
        self.funds = funds
        catalog = offers
        state = Mutex(
            State(
                stock: Dictionary(
                    offers.map { ($0.id, stock) }, uniquingKeysWith: { first, _ in first })))
    }

    /// Every machine there ever was, in the order of their creation.
    package var machines: [FakeMachine] { state.withLock { $0.machines } }

    /// From now on every call fails like this; `nil` mends it.
    package func fail(with failure: ProviderError?) {
        state.withLock { $0.failure = failure }
    }

    /// Gives the GPUs of a machine to another customer as soon as it is stopped, or back.
    package func occupy(_ id: InstanceID, _ isOccupied: Bool = true) {
        state.withLock { state in
            if isOccupied { state.occupied.insert(id) } else { state.occupied.remove(id) }
        }
    }

    private func answer<Value>(
        _ body: (inout State) throws(ProviderError) -> Value
    ) throws(ProviderError) -> Value {
        try state.withLock { state throws(ProviderError) in
            if let failure = state.failure { throw failure }
            return try body(&state)
        }
    }

    package func account() async throws(ProviderError) -> String {
        try answer { _ in "fake-account" }
    }

    package func offers(_ wish: OfferWish) async throws(ProviderError) -> [Offer] {
        try answer { state in
            let fitting = catalog.filter {
                $0.gpuName == wish.gpu.name && $0.gpuCount == wish.gpu.count
                    && $0.running <= wish.maxPrice && state.stock[$0.id, default: 0] > 0
            }
            return Array(fitting.prefix(wish.limit))
        }
    }

    package func knows(gpu name: String) async throws(ProviderError) -> GPUKnowledge {
        try answer { _ in
            catalog.contains { $0.gpuName == name }
                ? .known : .unknown(closest: catalog.first?.gpuName)
        }
    }

    package func listing() async -> Listing {
        let now = clock.stamp
        do throws(ProviderError) {
            let instances = try answer { state in
                state.machines.filter { $0.ended == nil }.map { $0.instance(at: now.wall) }
            }
            return Listing(
                provider: name, completeness: .complete, instances: instances, begun: now,
                ended: now)
        } catch {
            return Listing(
                provider: name, completeness: .failed(reason: error.explanation.what),
                instances: [], begun: now, ended: now)
        }
    }

    package func lookup(_ id: InstanceID) async throws(ProviderError) -> Lookup {
        let now = clock.now
        return try answer { state in
            state.machines.first { $0.id == id && $0.ended == nil }
                .map { .present($0.instance(at: now)) } ?? .absent
        }
    }

    package func create(_ order: CreateOrder) async -> CreateOutcome {
        let now = clock.now
        do throws(ProviderError) {
            return try answer { state in
                guard let offer = catalog.first(where: { $0.id == order.offer }),
                    let left = state.stock[offer.id], left > 0
                else { return .refused(reason: "the offer is gone", offerGone: true) }
                state.stock[offer.id] = left - 1
                state.lastID += 1
                let id = InstanceID(provider: name, value: "\(state.lastID)")
                let keys = state.keys.enumerated().filter {
                    name == .vast || order.sshKeys.contains("key-\($0.offset + 1)")
                }
                state.machines.append(
                    FakeMachine(
                        id: id, offer: offer, created: now, label: order.label,
                        keys: keys.map(\.element),
                        power: [FakeMachine.Power(since: now, isOn: true)], boot: Self.boot))
                return .accepted(id)
            }
        } catch {
            return .unknown(reason: error.explanation.what)
        }
    }

    package func lastDate() -> (theirs: Instant, ours: Instant)? { nil }

    /// Changes a machine that exists; answers `nil` when there is none.
    private func change<Value>(
        _ id: InstanceID,
        _ body: (inout FakeMachine, inout Set<InstanceID>) -> Value
    ) throws(ProviderError) -> Value? {
        try answer { state in
            guard
                let index = state.machines.firstIndex(where: { $0.id == id && $0.ended == nil })
            else { return nil }
            return body(&state.machines[index], &state.occupied)
        }
    }

    package func start(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        let now = clock.now
        return try change(id) { machine, occupied in
            if !machine.isOn, occupied.contains(id) {
                return .queued(reason: "its GPUs are another's")
            }
            machine.turn(on: true, at: now)
            return .accepted
        } ?? .gone
    }

    package func stop(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        let now = clock.now
        return try change(id) { machine, _ in
            machine.turn(on: false, at: now)
            return .accepted
        } ?? .gone
    }

    package func reboot(_ id: InstanceID) async throws(ProviderError) -> PowerOutcome {
        try change(id) { machine, _ in
            machine.isOn ? .accepted : .refused(reason: "it is not running")
        } ?? .gone
    }

    package func destroy(_ id: InstanceID) async throws(ProviderError) {
        let now = clock.now
        let offer = try change(id) { machine, _ in
            machine.ended = now
            return machine.offer.id
        }
        guard let offer else { return }
        try answer { state in state.stock[offer, default: 0] += 1 }
    }

    package func setLabel(_ label: String, of id: InstanceID) async throws(ProviderError) {
        let isThere = try change(id) { machine, _ in
            machine.label = label
            return true
        }
        guard isThere != nil else {
            throw .refused(provider: name, status: 404, reason: "no such machine")
        }
    }

    package func ensureKey(_ key: SSHPublicKey) async throws(ProviderError) -> String {
        try answer { state in
            if let index = state.keys.firstIndex(of: key) { return "key-\(index + 1)" }
            state.keys.append(key)
            return "key-\(state.keys.count)"
        }
    }

    package func attachKey(
        _ key: SSHPublicKey, to id: InstanceID
    ) async throws(ProviderError) {
        let isThere = try change(id) { machine, _ in
            if !machine.keys.contains(key) { machine.keys.append(key) }
            return true
        }
        guard isThere != nil else {
            throw .refused(provider: name, status: 404, reason: "no such machine")
        }
    }

    package func credit() async throws(ProviderError) -> Credit {
        let now = clock.now
        return try answer { state in
            Credit(balance: funds - state.machines.reduce(.zero) { $0 + $1.cost(at: now) })
        }
    }

    package func charges(since: Instant) async throws(ProviderError) -> [Charge] {
        let now = clock.now
        return try answer { state in
            state.machines.filter { ($0.ended ?? now) > since }.map { machine in
                Charge(
                    instance: machine.id, description: machine.label, from: machine.created,
                    to: machine.ended ?? now, amount: machine.cost(at: now))
            }
        }
    }
}
