import Shared
import TestSupport
import Testing

/// What the provider in memory can be told to do, beside keeping the contract.
@Suite struct FakeProviderTests {
    let clock = SimulatedClock()
    let fake: FakeProvider
    let offer = Offer(
        provider: .vast, id: "one", machine: "m", gpuName: "RTX 4090", gpuCount: 1,
        running: rate(300_000), stopped: rate(10_000), reliability: 0.99)

    init() {
        fake = FakeProvider(offers: [offer], clock: clock)
    }

    private func rent() async throws -> InstanceID {
        let order = CreateOrder(offer: "one", label: "fk-a", image: "image", diskGB: 10)
        let outcome = await fake.create(order)
        guard case .accepted(let id) = outcome else {
            throw ProviderUnderTest.NotRented(outcome: outcome)
        }
        return id
    }

    @Test func `a machine whose GPUs were given away is queued until they are back`() async throws {
        let id = try await rent()
        fake.occupy(id)
        #expect(try await fake.start(id) == .accepted)
        #expect(try await fake.stop(id) == .accepted)
        guard case .queued = try await fake.start(id) else {
            Issue.record("it started without GPUs")
            return
        }
        fake.occupy(id, false)
        #expect(try await fake.start(id) == .accepted)
    }

    @Test func `it bills booting and stopped machines for their disk, running ones in full`()
        async throws
    {
        let id = try await rent()
        clock.advance(.seconds(60))
        #expect(fake.machines.first?.cost(at: clock.now) == Dollars(microdollars: 167))
        clock.advance(.seconds(3600))
        #expect(fake.machines.first?.cost(at: clock.now) == Dollars(microdollars: 300_167))
        _ = try await fake.stop(id)
        clock.advance(.seconds(3600))
        try await fake.destroy(id)
        clock.advance(.seconds(3600))
        #expect(fake.machines.first?.cost(at: clock.now) == Dollars(microdollars: 310_167))
    }

    @Test func `a key of the account goes onto new machines, and others are attached`() async throws
    {
        _ = try await fake.ensureKey(publicKey("A"))
        let id = try await rent()
        #expect(try fake.machines.map(\.keys) == [[publicKey("A")]])
        for _ in 1...2 { try await fake.attachKey(publicKey("B"), to: id) }
        #expect(try fake.machines.map(\.keys) == [[publicKey("A"), publicKey("B")]])
    }

    @Test func `a create that fails in doubt made nothing`() async throws {
        fake.fail(with: .unreachable(provider: .vast, reason: "as told"))
        await #expect(throws: ProviderUnderTest.NotRented.self) { _ = try await rent() }
        #expect(fake.machines.isEmpty)
    }
}
