import CloudSim
import Shared
import TestSupport
import Testing

/// What only Vast does, over HTTP: queued starts, keys that come late, charges in parts.
@Suite struct VastOperationTests {
    private func order(_ offer: Int) -> CreateOrder {
        CreateOrder(
            offer: "\(offer)", label: "fk-a-inst0001-00000001", image: "image", diskGB: 72)
    }

    private func rent(_ client: VastClient, _ offer: Int) async throws -> InstanceID {
        let outcome = await client.create(order(offer))
        guard case .accepted(let id) = outcome else {
            throw ProviderUnderTest.NotRented(outcome: outcome)
        }
        return id
    }

    /// The keys of a machine, as its own list shows them.
    private func keys(of id: InstanceID, _ served: ServedWorld) async throws -> [String] {
        let answer = try await served.raw(.get, "/api/v0/instances/\(id.value)/ssh/")
        let text = try #require(answer?["ssh_keys"]?.string)
        guard case .array(let rows) = JSONValue(json: Array(text.utf8)) else { return [] }
        return rows.compactMap { $0["public_key"]?.string }
    }

    @Test func `quirk 10, a machine whose GPUs are another's is queued, and a stop takes it back`()
        async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vast()
            // Outbid from the first: it exists, stopped, and its GPU is free for another.
            let bid = try await served.raw(
                .put, "/api/v0/asks/108/",
                ["image": "u", "disk": 10, "price": .number(0.001), "target_state": "running"])
            let id = InstanceID(
                provider: .vast, value: try #require(bid?["new_contract"]?.idText))
            _ = try await rent(client, 108)
            guard case .queued(let reason) = try await client.start(id) else {
                Issue.record("a start without GPUs was not queued")
                return
            }
            #expect(reason.contains("queued"))
            #expect(try await client.stop(id) == .accepted)
            guard case .present(let instance) = try await client.lookup(id) else {
                Issue.record("it is gone")
                return
            }
            #expect(instance.status == .stopped)
        }
    }

    @Test func `quirk 7, a key that came after the create is attached, once`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vast()
            _ = try await client.ensureKey(publicKey("A"))
            let id = try await rent(client, 101)
            _ = try await client.ensureKey(publicKey("B"))
            #expect(try await keys(of: id, served) == [publicKey("A").description])
            for _ in 1...2 { try await client.attachKey(publicKey("B"), to: id) }
            #expect(
                try await keys(of: id, served)
                    == [publicKey("A").description, publicKey("B").description])
            await #expect(throws: ProviderError.self) {
                try await client.attachKey(
                    publicKey("A"), to: InstanceID(provider: .vast, value: "1"))
            }
        }
    }

    @Test func `a key with another comment is the same key`() async throws {
        try await ServedWorld.serving { served in
            let text = try publicKey().description + " somebody@else"
            let made = try await served.raw(.post, "/api/v0/ssh/", ["ssh_key": .string(text)])
            let id = try #require(made?["key"]?["id"]?.idText)
            #expect(try await served.vast().ensureKey(publicKey()) == id)
        }
    }

    @Test func `a charge names its machine, and its GPU and disk add up to it`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vast()
            let start = served.clock.now
            let id = try await rent(client, 101)
            served.clock.advance(.seconds(3 * 86_400))
            let charges = try await client.charges(since: start)
            // Noon to noon three days later: four days begun.
            #expect(charges.map(\.instance) == [id, id, id, id])
            for charge in charges {
                #expect(Set(charge.parts.map(\.kind)) == [.gpu, .disk])
                let sum = charge.parts.reduce(.zero) { $0 + $1.amount }
                #expect((sum - charge.amount).microdollars.magnitude <= 2)
            }
        }
    }

    @Test func `every page of charges is followed`() async throws {
        let lend = { (settings: inout WorldSettings) in
            settings.account.credit = Dollars(microdollars: 2_000_000_000)
        }
        try await ServedWorld.serving(lend) { served in
            let client = try served.vast()
            let start = served.clock.now
            for offer in [101, 102, 103] { _ = try await rent(client, offer) }
            served.clock.advance(.seconds(50 * 86_400))
            #expect(try await client.charges(since: start).count == 3 * 51)
        }
    }

    @Test func `a machine that runs has its direct way and the proxy, one that boots the proxy`()
        async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vast()
            _ = try await rent(client, 101)
            #expect(await client.listing().instances.first?.routes.map(\.way) == [.proxy])
            served.clock.advance(.seconds(120))
            #expect(await client.listing().instances.first?.routes.map(\.way) == [.direct, .proxy])
        }
    }

    @Test func `a reboot of a machine that boots is refused by a 200`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vast()
            let id = try await rent(client, 101)
            guard case .refused(let reason) = try await client.reboot(id) else {
                Issue.record("it was taken")
                return
            }
            #expect(reason.contains("Is the container started?"))
        }
    }
}
