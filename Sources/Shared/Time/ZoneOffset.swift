/// How the clocks of a zone stand to UTC for some time.
package struct ZoneOffset: Hashable, Sendable {
    /// What they are ahead of UTC, in seconds; negative west of Greenwich.
    package var seconds: Int
    package var isDaylightSaving: Bool
    /// What the zone's people call it: `CET`, `-03`.
    package var abbreviation: String

    package init(seconds: Int, isDaylightSaving: Bool = false, abbreviation: String) {
        self.seconds = seconds
        self.isDaylightSaving = isDaylightSaving
        self.abbreviation = abbreviation
    }

    /// No offset is further from UTC than this, so that a search near an instant is bounded.
    static let furthest = 100_000
}
