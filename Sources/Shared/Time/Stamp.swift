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
        // By hand, as every column of every rental is read so in every run.
        let bytes = text.utf8
        guard let first = bytes.firstIndex(of: UInt8(ascii: " ")),
            let second = bytes[bytes.index(after: first)...].firstIndex(of: UInt8(ascii: " "))
        else { return nil }
        let boot = text[bytes.index(after: first)..<second]
        let id = text[bytes.index(after: second)...]
        guard let wall = Int64(text[..<first]), let sinceBoot = Int64(boot), !id.isEmpty,
            !id.utf8.contains(UInt8(ascii: " "))
        else { return nil }
        self.init(
            wall: Instant(microseconds: wall), sinceBoot: .microseconds(sinceBoot),
            bootID: String(id))
    }
}
