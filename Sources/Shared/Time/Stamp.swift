/// When something happened, on both clocks: wall time for people, boot time for ages (promise T5).
///
/// Stepping the wall clock changes no age within one boot.
package struct Stamp: Hashable, Sendable {
    package var wall: Instant
    package var sinceBoot: Duration
    package var bootID: String

    package init(wall: Instant, sinceBoot: Duration, bootID: String) {
        self.wall = wall
        self.sinceBoot = sinceBoot
        self.bootID = bootID
    }

    /// How long before `now` this was: by boot time within one boot, else by wall time; never
    /// negative.
    package func age(at now: Stamp) -> Duration {
        let age = bootID == now.bootID ? now.sinceBoot - sinceBoot : now.wall - wall
        return max(.zero, age)
    }
}

extension WallClock {
    /// This moment on both clocks.
    package func stamp() -> Stamp {
        Stamp(wall: now(), sinceBoot: sinceBoot(), bootID: bootID)
    }
}

extension Stamp {
    /// The stamp as the state stores it: wall and boot microseconds and the boot's id.
    package var stored: String {
        "\(wall.microseconds) \(sinceBoot.microseconds) \(bootID)"
    }

    /// Reads `stored`; `nil` for anything else.
    package init?(stored text: String) {
        let words = text.split(separator: " ")
        guard words.count == 3, let wall = Int64(words[0]), let boot = Int64(words[1]) else {
            return nil
        }
        self.init(
            wall: Instant(microseconds: wall), sinceBoot: .microseconds(boot),
            bootID: String(words[2]))
    }
}
