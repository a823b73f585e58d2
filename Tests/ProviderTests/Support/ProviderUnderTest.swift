import CloudSim
import Shared
import TestSupport
import Testing

/// The implementations that the contract holds for.
enum ProviderKind: String, CaseIterable, CustomTestStringConvertible {
    case vast
    case vultr
    case fake
    case fakeCloud = "fake cloud"

    var testDescription: String { rawValue }

    /// Makes a new account with this provider, for as long as `body` runs.
    func using(_ body: (ProviderUnderTest) async throws -> Void) async throws {
        switch self {
        case .vast:
            try await ServedWorld.serving { served in
                try await body(
                    ProviderUnderTest(
                        provider: served.vast(), other: served.vast(), clock: served.clock,
                        wish: wish("RTX 4090", atMost: 400_000),
                        fail: { try served.failEverything($0) }))
            }
        case .vultr:
            try await ServedWorld.serving { served in
                try await body(
                    ProviderUnderTest(
                        provider: served.vultr(), other: served.vultr(), clock: served.clock,
                        wish: wish("A40", atMost: 2_000_000),
                        fail: { try served.failEverything($0) }))
            }
        case .fake, .fakeCloud:
            let clock = SimulatedClock()
            let name = self == .fake ? ProviderName.vast : .vultr
            let offer = Offer(
                provider: name, id: "one", machine: "m", gpuName: "RTX 4090", gpuCount: 1,
                running: rate(300_000), stopped: rate(name == .vast ? 10_000 : 300_000),
                reliability: 0.99)
            let fake = FakeProvider(name: name, offers: [offer], stock: 2, clock: clock)
            let failure = ProviderError.unreachable(provider: name, reason: "as told")
            try await body(
                ProviderUnderTest(
                    provider: fake, other: fake, clock: clock,
                    wish: wish("RTX 4090", atMost: 400_000),
                    fail: { fake.fail(with: $0 ? failure : nil) }))
        }
    }
}

/// A provider with the means to move its world.
struct ProviderUnderTest: Sendable {
    let provider: any Provider
    /// What another run of ours has of the same account.
    let other: any Provider
    let clock: SimulatedClock
    /// Something that is offered at first.
    let wish: OfferWish
    /// Makes everything fail, or mends it.
    let fail: @Sendable (Bool) throws -> Void

    static let label = "fk-a-inst0001-00000001"

    func order(_ offer: Shared.Offer, sshKeys: [String] = []) -> CreateOrder {
        CreateOrder(
            offer: offer.id, label: Self.label, image: "image", diskGB: wish.diskGB,
            sshKeys: sshKeys)
    }

    /// Rents what is wished for.
    func rent() async throws -> InstanceID {
        let offer = try #require(try await provider.offers(wish).first)
        let outcome = await provider.create(order(offer))
        guard case .accepted(let id) = outcome else { throw NotRented(outcome: outcome) }
        return id
    }

    /// Rents what is wished for, and waits until it runs.
    func running() async throws -> InstanceID {
        let id = try await rent()
        clock.advance(.seconds(150))
        return id
    }

    func instance(_ id: InstanceID) async throws -> Instance {
        guard case .present(let instance) = try await provider.lookup(id) else {
            throw NotThere(id: id)
        }
        return instance
    }

    struct NotRented: Error {
        var outcome: CreateOutcome
    }

    struct NotThere: Error {
        var id: InstanceID
    }
}

extension ServedWorld {
    func failEverything(_ isFailing: Bool) throws {
        try clearFaults()
        guard isFailing else { return }
        try world.addFault(
            FaultOrder(.http503, window: .seconds(100 * 86_400)), at: clock.now)
    }
}

func rate(_ microdollars: Int64) -> HourlyRate {
    HourlyRate(perHour: Dollars(microdollars: microdollars))
}

func wish(_ gpu: String, atMost microdollars: Int64, diskGB: Int = 72) -> OfferWish {
    OfferWish(
        gpu: GPUPreference(name: gpu), maxPrice: rate(microdollars), diskGB: diskGB,
        verifiedOnly: true)
}

/// A public key of a test's, told apart by its letter.
func publicKey(_ letter: Character = "A", comment: String = "me@here") throws -> SSHPublicKey {
    let body = String(repeating: letter, count: 43)
    return try #require(
        SSHPublicKey(line: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI\(body) \(comment)"))
}
