import CloudSim
import Shared
import Synchronization
import TestSupport

/// One seed's history: a fleet that grows and shrinks on a hostile network, with a crash image
/// after every effect.
struct CrashSchedule: Sendable {
    let seed: UInt64
    let scratch: String

    /// Lives the history, and hands over an image after each effect.
    func live(_ take: @escaping @Sendable (CrashImage) -> Void) async throws {
        let random = SeededRandom(seed: seed)
        let start = Instant(microseconds: 1_800_000_000_000_000)
        let world = SimulatedWorld(
            WorldSettings(
                seed: seed,
                account: .init(apiKey: SimulatedFleet.key, vultrKey: SimulatedFleet.key)),
            vultr: .withGamersCard, start: start)
        let clock = SimulatedClock(start)
        try Strangers.move(into: world, at: clock.now)
        let folder = "\(scratch)/live"
        let count = Mutex(0)
        let happened: @Sendable (String) -> Void = { effect in
            let number = count.withLock { count in
                count += 1
                return count
            }
            let copy = "\(scratch)/\(number)"
            guard (try? copyState(from: folder, to: copy)) != nil else { return }
            take(
                CrashImage(
                    after: "effect \(number), \(effect)", folder: copy, world: world.copy(),
                    now: clock.now, pause: .seconds(random.number(150...400))))
        }
        for _ in 0..<random.number(3...4) {
            let network = HostileNetwork(
                world: world, clock: clock, random: random, malice: 25, happened: happened)
            let wish = [0, 0, 1, 3, 9, nil][random.number(0...5)]
            // What a run on such a network reports or throws is its own affair.
            _ = try? await fleet(in: folder, clock: clock, random: random).run(
                on: network, wish: wish,
                gate: WriteGate(before: { _ in }, after: { happened("write \($0)") }))
            clock.advance(.seconds(random.number(20...330)))
        }
    }
}

extension CrashSchedule {
    /// This seed's fleet: at Vast, at Vultr, or at both, every second one with files that must come
    /// home, for which its machines are held for long, for a short while, or until they are given up.
    func fleet(in folder: String, clock: SimulatedClock, random: SeededRandom) -> SimulatedFleet {
        var fleet = SimulatedFleet(folder: folder, clock: clock, random: random)
        fleet.providers = [[.vast], [.vultr], [.vast, .vultr]][Int(seed % 3)]
        fleet.sync = seed % 2 == 0 ? .gamesAndElo : []
        let short = Dollars(microdollars: 30_000)
        fleet.budget.hold =
            [
                HoldLimit(), HoldLimit(perMachine: short),
                HoldLimit(perMachine: short, then: .destroy),
            ][Int(seed / 6 % 3)]
        return fleet
    }
}

/// Machines of the accounts that are none of ours: they must come out of every history as they
/// went in.
enum Strangers {
    static let labels = ["mine", "", ""]

    static func move(into world: SimulatedWorld, at now: Instant) throws {
        for (offer, label) in zip([101, 102], labels) {
            try send(
                "PUT", "/api/v0/asks/\(offer)/",
                #"{"image": "x", "disk": 20, "label": "\#(label)"}"#, to: world, at: now)
        }
        try send(
            "POST", "/v2/instances",
            #"{"region": "ewr", "plan": "vcg-rtx4090-8c-64g-24vram", "os_id": 1743}"#,
            to: world, at: now)
    }

    private static func send(
        _ method: String, _ target: String, _ body: String, to world: SimulatedWorld,
        at now: Instant
    ) throws {
        let request = SimRequest(
            method: method, target: target,
            headers: [
                SimRequest.Field("Authorization", "Bearer \(SimulatedFleet.key)"),
                SimRequest.Field("Content-Type", "application/json"),
            ],
            body: Array(body.utf8))
        let outcome =
            target.hasPrefix("/v2/")
            ? VultrAPI(world: world).answer(request, at: now)
            : VastAPI(world: world).answer(request, at: now)
        guard case .answer(let answer) = outcome, (200..<300).contains(answer.status) else {
            throw StrangerError(outcome: "\(outcome)")
        }
    }

    struct StrangerError: Error {
        var outcome: String
    }
}
