package import Shared
import Synchronization

/// Two markets, and the machines that one account has rented in each.
///
/// It has no clock and no timer: every call says what time it is. Calls may come from any thread,
/// and happen one after the other; a time before one seen already counts as that one.
package final class World: Sendable {
    package let settings: WorldSettings
    package let catalog: Catalog
    package let vultr: VultrCatalog
    private let store: WorldStore?
    private let state: Mutex<WorldState>

    /// A new world; the same arguments and calls make the same history.
    package convenience init(
        _ settings: WorldSettings = WorldSettings(), catalog: Catalog = .small,
        vultr: VultrCatalog = .small, start: Instant = Instant(microseconds: 0)
    ) {
        self.init(
            settings, catalog: catalog, vultr: vultr,
            state: WorldState(seed: settings.seed, start: start), store: nil)
    }

    /// A world that goes on from a state, and keeps each change in `store` before it answers.
    init(
        _ settings: WorldSettings, catalog: Catalog, vultr: VultrCatalog = .small,
        state: WorldState, store: WorldStore?
    ) {
        self.settings = settings
        self.catalog = catalog
        self.vultr = vultr
        self.store = store
        self.state = Mutex(state)
    }

    /// Brings the world to a time and does something to it, alone.
    ///
    /// `changes` is false only where nothing can come of it at a later time.
    ///
    /// - Throws: `StoreError` when the change could not be kept; it stays in memory.
    func perform<Value: Sendable>(
        at time: Instant, changes: Bool = true, _ body: (inout WorldState) -> Value
    ) throws(StoreError) -> Value {
        let result = state.withLock { state -> Result<Value, StoreError> in
            let before = store == nil ? nil : state
            state.advance(to: time, catalog, settings, vultr: vultr)
            let value = body(&state)
            if changes { state.quietUntil.value = nil }
            guard let store, var before else { return .success(value) }
            before.now = state.now
            before.lastCalls = state.lastCalls
            before.lastVultrCalls = state.lastVultrCalls
            guard before != state else { return .success(value) }
            do throws(StoreError) {
                try store.write(state)
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// What everything has cost until a time, late creates that fell due included.
    package func bill(at time: Instant) -> Bill {
        state.withLock { state in
            state.advance(to: time, catalog, settings, vultr: vultr)
            return state.bill(at: state.now)
        }
    }

    /// How many machines exist at a time, whether lists show them or not.
    package func population(at time: Instant) -> Int {
        state.withLock { state in
            state.advance(to: time, catalog, settings, vultr: vultr)
            return state.instances.count + (state.vultr?.machines.count ?? 0)
        }
    }

    /// Adds a fault rule.
    ///
    /// - Throws: `StoreError` when the rule could not be kept.
    @discardableResult
    package func addFault(_ order: FaultOrder, at time: Instant) throws(StoreError) -> FaultRule {
        try perform(at: time) { $0.faults.add(order, at: $0.now) }
    }

    /// A second world that is as this one is now, and goes its own way from here; in memory only.
    package func copy() -> World {
        World(
            settings, catalog: catalog, vultr: vultr, state: state.withLock { $0 }, store: nil)
    }

    /// Every rule, spent ones too.
    package var faults: [FaultRule] { state.withLock { $0.faults.rules } }

    /// Removes every rule, and ends what they do that lasts.
    ///
    /// Hosts come back, higher bids and suspensions end, the credit is there again; a contract that
    /// has ended stays so.
    ///
    /// - Throws: `StoreError` when the change could not be kept.
    package func clearFaults(at time: Instant) throws(StoreError) {
        try perform(at: time) { state in
            state.faults.clear()
            state.endFaults(catalog, settings)
        }
    }
}
