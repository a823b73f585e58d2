import Shared
import TestSupport
import Testing

/// What every provider keeps to: the clients over HTTP against cloudsim, and the one in memory.
@Suite struct ProviderContractTests {
    @Test(arguments: ProviderKind.allCases)
    func `a created machine appears in a listing and in a lookup, with its label and price`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let offer = try #require(try await it.provider.offers(it.wish).first)
            let id = try await it.rent()
            #expect(id.provider == it.provider.name)
            let listing = await it.provider.listing()
            #expect(listing.isComplete && listing.instances.map(\.id) == [id])
            let instance = try await it.instance(id)
            #expect(listing.instances == [instance])
            #expect(instance.label == ProviderUnderTest.label && instance.status == .booting)
            #expect(instance.running == offer.running && instance.stopped == offer.stopped)
            it.clock.advance(.seconds(150))
            #expect(try await it.instance(id).status == .running)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a create with an offer that is gone is refused as gone`(_ kind: ProviderKind) async throws
    {
        try await kind.using { it in
            let offer = try #require(try await it.provider.offers(it.wish).first)
            var machines = 0
            var outcome = await it.provider.create(it.order(offer))
            while case .accepted = outcome, machines < 5 {
                machines += 1
                outcome = await it.provider.create(it.order(offer))
            }
            guard case .refused(_, offerGone: true) = outcome else {
                Issue.record("it was \(outcome)")
                return
            }
            #expect(await it.provider.listing().instances.count == machines)
            #expect(try await !it.provider.offers(it.wish).contains { $0.id == offer.id })
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a destroy is idempotent, and a lookup of what was destroyed is gone`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let id = try await it.running()
            try await it.provider.destroy(id)
            try await it.provider.destroy(id)
            #expect(try await it.provider.lookup(id) == .absent)
            let listing = await it.provider.listing()
            #expect(listing.isComplete && listing.instances.isEmpty)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a label is repaired, as often as it is put`(_ kind: ProviderKind) async throws {
        try await kind.using { it in
            let id = try await it.running()
            for label in ["fk-b-inst0001-00000002", "fk-b-inst0001-00000002"] {
                try await it.provider.setLabel(label, of: id)
                #expect(try await it.instance(id).label == label)
            }
            try await it.provider.destroy(id)
            await #expect(throws: ProviderError.self) {
                try await it.provider.setLabel("x", of: id)
            }
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a machine is stopped and started, and what is so already stays so`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let id = try await it.running()
            for _ in 1...2 {
                #expect(try await it.provider.stop(id) == .accepted)
                it.clock.advance(.seconds(30))
                #expect(try await it.instance(id).status == .stopped)
            }
            for _ in 1...2 {
                #expect(try await it.provider.start(id) == .accepted)
                it.clock.advance(.seconds(150))
                #expect(try await it.instance(id).status == .running)
            }
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a start of a machine that runs does not disturb it`(_ kind: ProviderKind) async throws {
        try await kind.using { it in
            let id = try await it.running()
            #expect(try await it.provider.start(id) == .accepted)
            #expect(try await it.instance(id).status == .running)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a machine that was rebooted runs again`(_ kind: ProviderKind) async throws {
        try await kind.using { it in
            let id = try await it.running()
            #expect(try await it.provider.reboot(id) == .accepted)
            it.clock.advance(.seconds(150))
            #expect(try await it.instance(id).status == .running)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `there is no power over a machine that is gone`(_ kind: ProviderKind) async throws {
        try await kind.using { it in
            let id = try await it.running()
            try await it.provider.destroy(id)
            #expect(try await it.provider.start(id) == .gone)
            #expect(try await it.provider.stop(id) == .gone)
            // Vast's answer does not tell a machine that is gone from one that is not running.
            switch try await it.provider.reboot(id) {
            case .gone, .refused: break
            case let outcome: Issue.record("it was \(outcome)")
            }
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `ensureKey twice gives one key, whatever its comment says`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let id = try await it.provider.ensureKey(publicKey())
            #expect(try await it.provider.ensureKey(publicKey(comment: "you@there")) == id)
            #expect(try await it.other.ensureKey(publicKey(comment: "")) == id)
            #expect(try await it.provider.ensureKey(publicKey("B")) != id)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `two runs that ensure a key at once agree on it from then on`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let key = try publicKey()
            let (mine, other) = (it.provider, it.other)
            async let one = mine.ensureKey(key)
            async let another = other.ensureKey(key)
            let ids = try await [one, another]
            let later = try await it.provider.ensureKey(key)
            #expect(ids.contains(later))
            #expect(try await it.other.ensureKey(key) == later)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a key goes onto a new machine, and may be attached to it more than once`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let key = try await it.provider.ensureKey(publicKey())
            let offer = try #require(try await it.provider.offers(it.wish).first)
            guard
                case .accepted(let id) = await it.provider.create(
                    it.order(offer, sshKeys: [key]))
            else {
                Issue.record("an order with a key was not accepted")
                return
            }
            for letter in ["A", "B", "B"] as [Character] {
                try await it.provider.attachKey(publicKey(letter), to: id)
            }
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a running machine has a way to it, the direct one first`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let instance = try await it.instance(try await it.running())
            let routes = it.provider.routes(of: instance)
            #expect(routes.first?.way == .direct && routes.allSatisfy { $0.user == "root" })
            #expect(await it.provider.listing().instances.first?.routes == routes)
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a listing under a failing server is failed, never empty`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let id = try await it.running()
            try it.fail(true)
            guard case .failed = await it.provider.listing().completeness else {
                Issue.record("a failing server listed something")
                return
            }
            try it.fail(false)
            #expect(await it.provider.listing().instances.map(\.id) == [id])
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `nothing is concluded from a failing server, and a create there is in doubt`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let offer = try #require(try await it.provider.offers(it.wish).first)
            let id = try await it.running()
            try it.fail(true)
            let provider = it.provider
            let calls: [(String, () async throws -> Void)] = [
                ("account", { _ = try await provider.account() }),
                ("lookup", { _ = try await provider.lookup(id) }),
                ("start", { _ = try await provider.start(id) }),
                ("stop", { _ = try await provider.stop(id) }),
                ("reboot", { _ = try await provider.reboot(id) }),
                ("destroy", { try await provider.destroy(id) }),
                ("label", { try await provider.setLabel("x", of: id) }),
                ("key", { _ = try await provider.ensureKey(publicKey()) }),
                ("credit", { _ = try await provider.credit() }),
                ("charges", { _ = try await provider.charges(since: it.clock.now) }),
            ]
            for (name, call) in calls {
                await #expect(throws: ProviderError.self, "\(name)") { try await call() }
            }
            guard case .unknown = await provider.create(it.order(offer)) else {
                Issue.record("a create was certain of a failing server's answer")
                return
            }
            try it.fail(false)
            let instance = try await it.instance(id)
            #expect(instance.label == ProviderUnderTest.label && instance.status == .running)
            #expect(await provider.listing().instances.map(\.id) == [id])
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `a GPU that can be rented is known, sold out or not, and no other is`(
        _ kind: ProviderKind
    ) async throws {
        try await kind.using { it in
            let offer = try #require(try await it.provider.offers(it.wish).first)
            #expect(try await it.provider.knows(gpu: offer.gpuName) == .known)
            while case .accepted = await it.provider.create(it.order(offer)) {}
            #expect(try await it.provider.knows(gpu: offer.gpuName) == .known)
            guard case .unknown = try await it.provider.knows(gpu: "Voodoo 2") else {
                Issue.record("it knows of a Voodoo 2")
                return
            }
        }
    }

    @Test(arguments: ProviderKind.allCases)
    func `an account is the same for every run`(_ kind: ProviderKind) async throws {
        try await kind.using { it in
            let account = try await it.provider.account()
            #expect(try await it.other.account() == account && !account.isEmpty)
        }
    }
}
