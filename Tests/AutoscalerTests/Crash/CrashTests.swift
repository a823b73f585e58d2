import CloudSim
import FoundationEssentials
import Shared
import Synchronization
import TestSupport
import Testing

/// The real rent, retire and reconcile, killed after every effect they have.
///
/// A crash image holds just what a kill leaves: the state's bytes and the provider's world. From
/// each image one further run starts, on a truthful network, and then the promises must hold.
/// `FLEETKEEPER_CRASH_SEEDS` sets how many seeds are tried, `FLEETKEEPER_CRASH_SEED` repeats one.
@Suite struct CrashTests {
    static let workers = 2

    @Test
    func `a crash after any effect leaves no machine unknown, doubled or beyond max, no file lost`()
        async throws
    {
        let environment = ProcessInfo.processInfo.environment
        let one = environment["FLEETKEEPER_CRASH_SEED"].flatMap(UInt64.init)
        let count = environment["FLEETKEEPER_CRASH_SEEDS"].flatMap(UInt64.init) ?? 200
        let seeds = one.map { [$0] } ?? Array(1...count)
        let total = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<Self.workers {
                let share = stride(from: worker, to: seeds.count, by: Self.workers).map {
                    seeds[$0]
                }
                group.addTask { await Self.tryAll(share) }
            }
            return await group.reduce(0, +)
        }
        print("crash tests: \(total) crash images from \(seeds.count) seeds")
        #expect(total >= seeds.count * 20, "the histories have too few effects to mean anything")
    }

    static func tryAll(_ seeds: [UInt64]) async -> Int {
        var images = 0
        for seed in seeds { images += await tryAll(seed) }
        return images
    }

    /// Lives one seed's history and recovers from each of its crash images; answers how many.
    static func tryAll(_ seed: UInt64) async -> Int {
        do {
            let scratch = try ScratchFolder()
            let schedule = CrashSchedule(seed: seed, scratch: scratch.path)
            let images = Mutex<[CrashImage]>([])
            try await schedule.live { image in images.withLock { $0.append(image) } }
            let all = images.withLock { $0 }
            for image in all {
                await Task.yield()
                for broken in await recover(from: image, schedule) {
                    Issue.record(
                        """
                        \(broken), after a crash at \(image.after) of seed \(seed); repeat it with
                        FLEETKEEPER_CRASH_SEED=\(seed) swift test --filter CrashTests
                        """)
                }
                try? FileManager.default.removeItem(atPath: image.folder)
            }
            return all.count
        } catch {
            Issue.record("seed \(seed) could not be lived: \(error)")
            return 0
        }
    }

    /// Runs once more on a truthful network; answers the promises that are broken then.
    static func recover(from image: CrashImage, _ schedule: CrashSchedule) async -> [String] {
        let clock = SimulatedClock(image.now + image.pause)
        let random = SeededRandom(seed: schedule.seed ^ 0xFFFF)
        let network = HostileNetwork(
            world: image.world, clock: clock, random: random, malice: 0, happened: { _ in })
        let fleet = schedule.fleet(in: image.folder, clock: clock, random: random)
        do {
            _ = try await fleet.run(on: network, wish: 3)
        } catch {
            return ["the next run failed: \(error)"]
        }
        do {
            return try brokenPromises(image.world, of: fleet, at: clock.now)
        } catch {
            return ["the state cannot be read: \(error)"]
        }
    }
}
