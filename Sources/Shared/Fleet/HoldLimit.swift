/// How long a machine is kept whose files could not be copied home (promise D1).
package struct HoldLimit: Equatable, Sendable {
    /// What becomes of a machine on which so much was spent while it was held.
    package enum Afterwards: String, CaseIterable, Sendable {
        /// It stays, and every run says so.
        case keep
        /// It is destroyed, with its files.
        case destroy
    }

    /// The most to spend on holding one machine.
    package var perMachine: Dollars
    package var then: Afterwards

    package init(
        perMachine: Dollars = Dollars(microdollars: 5_000_000), then: Afterwards = .keep
    ) {
        self.perMachine = perMachine
        self.then = then
    }
}
