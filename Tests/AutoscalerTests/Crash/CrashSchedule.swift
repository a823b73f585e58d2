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
            WorldSettings(seed: seed, account: .init(apiKey: SimulatedFleet.key)), start: start)
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
            _ = try? await SimulatedFleet(folder: folder, clock: clock, random: random).run(
                on: network, wish: wish,
                gate: WriteGate(before: { _ in }, after: { happened("write \($0)") }))
            clock.advance(.seconds(random.number(20...330)))
        }
    }
}

/// Machines of the account that are none of ours: they must come out of every history as they
/// went in.
enum Strangers {
    static let labels = ["mine", ""]

    static func move(into world: SimulatedWorld, at now: Instant) throws {
        for (offer, label) in zip([101, 102], labels) {
            let body = #"{"image": "x", "disk": 20, "label": "\#(label)"}"#
            let outcome = VastAPI(world: world).answer(
                SimRequest(
                    method: "PUT", target: "/api/v0/asks/\(offer)/",
                    headers: [
                        SimRequest.Field("Authorization", "Bearer \(SimulatedFleet.key)"),
                        SimRequest.Field("Content-Type", "application/json"),
                    ],
                    body: Array(body.utf8)),
                at: now)
            guard case .answer(let answer) = outcome, answer.status == 200 else {
                throw StrangerError(outcome: "\(outcome)")
            }
        }
    }

    struct StrangerError: Error {
        var outcome: String
    }
}
