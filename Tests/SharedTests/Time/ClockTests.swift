import Shared
import Testing

@Suite struct ClockTests {
    private func stamp(wall: Double, boot: Int, _ id: String = "a") -> Stamp {
        Stamp(wall: Instant(seconds: wall), sinceBoot: .seconds(boot), bootID: id)
    }

    @Test(arguments: [3600, -3600, 86_400 * 365])
    func `within one boot stepping the wall clock changes no age`(_ step: Double) {
        let then = stamp(wall: 1_000_000, boot: 100)
        let now = stamp(wall: 1_000_030 + step, boot: 130)
        #expect(then.age(at: now) == .seconds(30))
    }

    @Test func `across boots the wall clock tells the age`() {
        let then = stamp(wall: 1_000_000, boot: 5000, "a")
        #expect(then.age(at: stamp(wall: 1_000_060, boot: 10, "b")) == .seconds(60))
    }

    @Test func `an age is never negative`() {
        #expect(stamp(wall: 100, boot: 50).age(at: stamp(wall: 100, boot: 40)) == .zero)
        #expect(stamp(wall: 100, boot: 50, "a").age(at: stamp(wall: 90, boot: 60, "b")) == .zero)
    }

    @Test func `a stamp reads back as it was stored`() {
        let stamp = Stamp(
            wall: Instant(microseconds: 1_795_268_568_123_456),
            sinceBoot: .microseconds(98_765_432), bootID: "0b5c-77")
        #expect(Stamp(stored: stamp.stored) == stamp)
    }

    @Test(arguments: ["", "1", "1 2", "1 2 a b", "x 2 a", "1 y a", "1.5 2 a"])
    func `what was never stored is no stamp`(_ text: String) {
        #expect(Stamp(stored: text) == nil)
    }

    @Test func `a scaled clock runs faster from its start`() {
        let scale = ClockScale(
            realStart: Instant(seconds: 100), simulatedStart: Instant(seconds: 5000), speed: 60)
        #expect(scale.map(Instant(seconds: 100)) == Instant(seconds: 5000))
        #expect(scale.map(Instant(seconds: 101.5)) == Instant(seconds: 5090))
        #expect(scale.map(Instant(seconds: 99)) == Instant(seconds: 4940))
        #expect(ClockScale(text: scale.text) == scale)
    }

    @Test(arguments: [
        "", "1", "1@2", "1@x2", "@2x3", "1@2x", "1@2x0", "1@2x-1", "1@2xnan", "1@2xinf",
        "1@2x1000001", "a@2x3", "1@bx3", "1.5@2x3",
    ])
    func `what is no clock is refused`(_ text: String) {
        #expect(ClockScale(text: text) == nil)
    }

    @Test func `the fastest clock from the oldest start still tells a time`() throws {
        let scale = try #require(ClockScale(text: "0@0x1000000"))
        let now = scale.map(Instant(seconds: 1_795_000_000))
        #expect(now >= scale.map(Instant(seconds: 1_794_999_999)))
    }

    @Test func `a scaled clock scales boot time, sleeps and file times alike`() async throws {
        let manual = ManualClock(now: Instant(seconds: 1000))
        let scale = ClockScale(
            realStart: Instant(seconds: 1000), simulatedStart: Instant(seconds: 0), speed: 10)
        let clock = manual.wallClock.scaled(by: scale)
        let before = clock.stamp()
        try await clock.sleep(.seconds(50))
        #expect(manual.sleeps == [.seconds(5)])
        #expect(clock.now() == Instant(seconds: 50))
        #expect(abs(before.age(at: clock.stamp()).seconds - 50) < 0.001)
        #expect(clock.fromSystem(Instant(seconds: 1003)) == Instant(seconds: 30))
    }

    @Test func `the environment's clock is for providers on this machine only`() throws {
        let some = ["FLEETKEEPER_CLOCK": "0@0x2"]
        #expect(throws: ClockError.realProvider) {
            try WallClock.ofEnvironment(some, onlyLoopback: false)
        }
        #expect(throws: ClockError.unreadable) {
            try WallClock.ofEnvironment(["FLEETKEEPER_CLOCK": "fast"], onlyLoopback: true)
        }
        let simulated = try WallClock.ofEnvironment(some, onlyLoopback: true)
        #expect(simulated.fromSystem(Instant(seconds: 3)) == Instant(seconds: 6))
        for none in [[:], ["FLEETKEEPER_CLOCK": ""]] {
            let real = try WallClock.ofEnvironment(none, onlyLoopback: false)
            #expect(real.fromSystem(Instant(seconds: 3)) == Instant(seconds: 3))
        }
    }

    @Test func `the system's clock goes forward and names its boot`() {
        let clock = WallClock.system()
        let first = clock.stamp()
        let second = clock.stamp()
        #expect(second.sinceBoot >= first.sinceBoot)
        #expect(first.bootID == second.bootID && !first.bootID.isEmpty)
        #expect(!first.bootID.contains(" "))
    }
}
