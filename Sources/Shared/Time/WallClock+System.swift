import Glibc
import SwiftOverlayShims

extension WallClock {
    /// The machine's own clocks.
    package static func system() -> WallClock {
        WallClock(
            now: { Instant(microseconds: readClock(CLOCK_REALTIME)) },
            sinceBoot: { .microseconds(readClock(CLOCK_BOOTTIME)) },
            bootID: readBootID(),
            sleep: { try await Task.sleep(for: $0) })
    }

    /// This clock seen through a mapping, as cloudsim's ready file gives it.
    package func scaled(by scale: ClockScale) -> WallClock {
        WallClock(
            now: { [now] in scale.map(now()) },
            sinceBoot: { [sinceBoot] in sinceBoot() * scale.speed },
            bootID: bootID,
            sleep: { [sleep] in try await sleep($0 / scale.speed) },
            fromSystem: { scale.map($0) })
    }
}

/// A faster wall clock: simulated time = `simulatedStart` + (real − `realStart`) × `speed`.
///
/// Its text form, `REAL@SIMULATEDxSPEED` in microseconds since 1970, is the `clock` of cloudsim's
/// ready file and the value of `FLEETKEEPER_CLOCK`.
package struct ClockScale: Hashable, Sendable {
    package var realStart: Instant
    package var simulatedStart: Instant
    /// Simulated seconds per real second, above 0.
    package var speed: Double

    package init(realStart: Instant, simulatedStart: Instant, speed: Double) {
        self.realStart = realStart
        self.simulatedStart = simulatedStart
        self.speed = speed
    }

    /// Reads the text form; `nil` for anything else.
    package init?(text: String) {
        let sides = text.split(separator: "@", maxSplits: 1)
        guard sides.count == 2 else { return nil }
        let target = sides[1].split(separator: "x", maxSplits: 1)
        guard target.count == 2, let real = Int64(sides[0]), let simulated = Int64(target[0]),
            let speed = Double(target[1]), speed > 0, speed <= 1_000_000,
            real.magnitude <= 1 << 60, simulated.magnitude <= 1 << 60
        else { return nil }
        self.init(
            realStart: Instant(microseconds: real),
            simulatedStart: Instant(microseconds: simulated), speed: speed)
    }

    package var text: String {
        "\(realStart.microseconds)@\(simulatedStart.microseconds)x\(speed)"
    }

    package func map(_ real: Instant) -> Instant {
        let elapsed = Double(real.microseconds - realStart.microseconds) * speed
        // Beyond some hundred thousand years, time stands still.
        let bounded = min(max(elapsed, -4e18), 4e18).rounded()
        return Instant(microseconds: simulatedStart.microseconds + Int64(bounded))
    }
}

private func readClock(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}

/// The kernel's random id of this boot; "unknown" where /proc is not mounted.
private func readBootID() -> String {
    let file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "unknown" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 36)
    let count = read(file, &bytes, bytes.count)
    return count == 36 ? String(decoding: bytes, as: UTF8.self) : "unknown"
}
