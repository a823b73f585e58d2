import CloudSim
import Shared
import TestSupport
import Testing

/// The real Vultr client against the simulated service, over HTTP, with the failures of section 9
/// of the reference.
@Suite struct VultrWorldTests {
    static let a40 = "ewr/vcg-a40-24c-120g-48vram"
    static let a16 = "ewr/vcg-a16-6c-64g-16vram"

    func order(_ offer: String = a16, keys: [String] = []) -> CreateOrder {
        CreateOrder(
            offer: offer, label: "fk-a-inst0001-00000001", image: "ignored", diskGB: 60,
            onstart: "echo hello", sshKeys: keys)
    }

    func rent(
        _ client: VultrClient, _ offer: String = a16, keys: [String] = []
    ) async throws -> InstanceID {
        let outcome = await client.create(order(offer, keys: keys))
        guard case .accepted(let id) = outcome else {
            throw ProviderUnderTest.NotRented(outcome: outcome)
        }
        return id
    }

    func status(_ id: InstanceID, _ client: VultrClient) async throws -> InstanceStatus? {
        guard case .present(let instance) = try await client.lookup(id) else { return nil }
        return instance.status
    }

    @Test func `whole GPUs that a region has now are offered, at the region's price`() async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vultr(regions: ["lax", "blr", "ewr"])
            let a40 = try await client.offers(wish("A40", atMost: 2_000_000))
            // Sold out in lax; the plan's own order of regions does not matter, ours does.
            #expect(a40.map(\.id) == ["blr/vcg-a40-24c-120g-48vram", Self.a40])
            #expect(a40.map(\.running) == [rate(1_712_000), rate(1_712_000)])
            #expect(a40.map(\.stopped) == a40.map(\.running))
            #expect(try await client.offers(wish("A40", atMost: 1_711_999)).isEmpty)
            // The only A100 is a slice of one.
            #expect(try await client.offers(wish("A100", atMost: 2_000_000)).isEmpty)
        }
    }

    @Test func `a region that is unknown there is told by its name`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr(regions: ["mars"])
            let error = await #expect(throws: ProviderError.self) {
                _ = try await client.offers(wish("A40", atMost: 2_000_000))
            }
            #expect(error?.explanation.what.contains("mars") == true)
        }
    }

    @Test
    func `a machine goes from pending over installing to ready, and only then has an address`()
        async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vultr(sshPort: 2222)
            let id = try await rent(client)
            #expect(await client.listing().instances.map(\.routes) == [[]])
            for seconds in [10, 30, 30] {
                #expect(try await status(id, client) == .booting)
                served.clock.advance(.seconds(seconds))
            }
            #expect(try await status(id, client) == .booting)
            served.clock.advance(.seconds(31))
            #expect(try await status(id, client) == .running)
            let routes = await client.listing().instances.first?.routes
            #expect(routes?.map(\.port) == [2222] && routes?.first?.host.hasPrefix("127.") == true)
        }
    }

    @Test func `the ssh keys of an order are those of the machine, and unknown ones are refused`()
        async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            let key = try await client.ensureKey(publicKey())
            _ = try await rent(client, keys: [key])
            guard
                case .refused(let reason, offerGone: false) = await client.create(
                    order(keys: ["3f0c6c1e-0d0e-4a59-9a4e-2a4c2c7c6a11"]))
            else {
                Issue.record("an unknown key was taken")
                return
            }
            #expect(reason.contains("Invalid ssh key"))
            let list = try await served.raw(.get, "/v2/ssh-keys", key: "simulated-vultr-key")
            #expect(list?["meta"]?["total"] == 1)
        }
    }

    @Test func `a key under another name and with another comment is the same key`() async throws {
        try await ServedWorld.serving { served in
            let text = try publicKey().description + " somebody@else"
            let made = try await served.raw(
                .post, "/v2/ssh-keys", ["name": "old laptop", "ssh_key": .string(text)],
                key: "simulated-vultr-key")
            let id = try #require(made?["ssh_key"]?["id"]?.string)
            #expect(try await served.vultr().ensureKey(publicKey()) == id)
        }
    }

    @Test func `a plan that is sold out between availability and create is gone`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            try served.fault(.offerGone, on: .create)
            guard case .refused(_, offerGone: true) = await client.create(order()) else {
                Issue.record("a plan that is sold out is not gone")
                return
            }
        }
    }

    @Test func `no access to GPUs and the account's limits are refusals that no other offer mends`()
        async throws
    {
        let limits: [(inout WorldSettings) -> Void] = [
            { $0.vultr.allowsGPUs = false }, { $0.vultr.machines = 0 },
            { $0.vultr.monthlyFee = .zero },
        ]
        for limit in limits {
            try await ServedWorld.serving(limit) { served in
                let outcome = try await served.vultr().create(order())
                guard case .refused(let reason, offerGone: false) = outcome else {
                    Issue.record("it was \(outcome)")
                    return
                }
                #expect(reason.contains("Server add failed"))
            }
        }
    }

    @Test(arguments: [
        FaultKind.closedAfter, .closedBefore, .lateEffect, .http503, .html, .emptyObject,
    ])
    func `a create without an answer to rely on is in doubt, and was sent once`(
        _ kind: FaultKind
    ) async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            try served.fault(kind, on: .create)
            guard case .unknown = await client.create(order()) else {
                Issue.record("\(kind) was taken for an answer")
                return
            }
            served.clock.advance(.seconds(120))
            let acted = kind == .closedAfter || kind == .lateEffect
            #expect(served.world.population(at: served.clock.now) == (acted ? 1 : 0))
        }
    }

    @Test func `a destroy while it installs is refused as locked, and taken later`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            let id = try await rent(client)
            let error = await #expect(throws: ProviderError.self) { try await client.destroy(id) }
            guard case .notYet(_, let reason) = error else {
                Issue.record("it was \(String(describing: error))")
                return
            }
            #expect(reason.contains("locked"))
            served.clock.advance(.seconds(60))
            try await client.destroy(id)
            #expect(try await client.lookup(id) == .absent)
        }
    }

    @Test func `power over a machine that installs is refused as locked`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            let id = try await rent(client)
            for outcome in [try await client.stop(id), try await client.reboot(id)] {
                guard case .refused(let reason) = outcome else {
                    Issue.record("it was \(outcome)")
                    return
                }
                #expect(reason.contains("locked"))
            }
        }
    }

    @Test func `a halt shows a few seconds later, and a restarted one keeps its id and its price`()
        async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            let id = try await rent(client)
            served.clock.advance(.seconds(120))
            #expect(try await client.stop(id) == .accepted)
            #expect(try await status(id, client) == .running)
            served.clock.advance(.seconds(4))
            let stopped = try #require(await client.listing().instances.first)
            #expect(stopped.status == .stopped && stopped.billing?.lowerBound == rate(471_000))
            #expect(try await client.start(id) == .accepted)
            #expect(try await status(id, client) == .running)
        }
    }

    @Test func `calls that come too often are repeated after the wait that is asked, reads only`()
        async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            for operation in [SimOperation.list, .user, .search, .show, .destroy] {
                try served.fault(.http429, on: operation, count: 2)
            }
            #expect(await client.listing().isComplete)
            #expect(try await !client.account().isEmpty)
            #expect(try await client.lookup(InstanceID(provider: .vultr, value: "x")) == .absent)
            try await client.destroy(InstanceID(provider: .vultr, value: "x"))
            try served.fault(.http429, on: .create)
            guard case .refused(_, offerGone: false) = await client.create(order()) else {
                Issue.record("a create that came too often was not refused")
                return
            }
        }
    }

    @Test func `a row dearer than its offer shows in what is charged`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            try served.fault(.priceRaised, on: .create)
            _ = try await rent(client)
            served.clock.advance(.seconds(1800))
            let charges = try await client.charges(since: served.clock.now - .seconds(1800))
            #expect(charges.map(\.amount) == [Dollars(microdollars: 588_750)])
        }
    }

    @Test func `a wrong key is told as one, though the catalogue answers without any`() async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vultr(key: "WRONG")
            #expect(try await !client.offers(wish("A40", atMost: 2_000_000)).isEmpty)
            let error = await #expect(throws: ProviderError.self) { try await client.account() }
            #expect(error?.explanation.status == .credentials)
            guard case .refused(_, offerGone: false) = await client.create(order()),
                case .failed = await client.listing().completeness
            else {
                Issue.record("a wrong key was let in")
                return
            }
            #expect(served.world.population(at: served.clock.now) == 0)
        }
    }

    @Test func `another account is another identity, and lists as one without machines`()
        async throws
    {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            let account = try await client.account()
            _ = try await rent(client)
            try served.fault(.otherAccount, on: .user)
            #expect(try await client.account() != account)
        }
    }

    @Test func `the provider's clock is known from its answers`() async throws {
        try await ServedWorld.serving { served in
            let client = try served.vultr()
            _ = try await client.account()
            #expect(client.lastDate()?.theirs == served.clock.now)
        }
    }
}
