/// An amount of US dollars, in whole micro-dollars: exact, never a float.
package struct Dollars: Hashable, Comparable, Sendable {
    package var microdollars: Int64

    package init(microdollars: Int64) {
        self.microdollars = microdollars
    }

    package static let zero = Dollars(microdollars: 0)

    /// Reads an amount as people write it: `0.50`, `10`, `.08`.
    ///
    /// At most six decimals, no sign, at most a billion dollars; `nil` for anything else.
    package init?(text: some StringProtocol) {
        let parts = String(text).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = parts[0]
        let fraction = parts.count == 2 ? parts[1] : ""
        let digits = String(whole + fraction)
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            fraction.count <= 6, whole.count <= 10, parts.count == 1 || !fraction.isEmpty
        else { return nil }
        let padded = fraction + String(repeating: "0", count: 6 - fraction.count)
        guard let dollars = Int64(whole.isEmpty ? "0" : whole), let micro = Int64(padded),
            dollars < 1_000_000_000 || (dollars == 1_000_000_000 && micro == 0)
        else { return nil }
        microdollars = dollars * 1_000_000 + micro
    }

    /// An amount from a provider's JSON number, rounded to the nearest micro-dollar.
    ///
    /// Answers `nil` for what no price can be: not finite, or beyond a billion dollars.
    package init?(providerNumber number: Double) {
        guard number.isFinite, abs(number) <= 1_000_000_000 else { return nil }
        microdollars = Int64((number * 1_000_000).rounded())
    }

    package static func < (left: Dollars, right: Dollars) -> Bool {
        left.microdollars < right.microdollars
    }

    /// The sum; beyond all money it stops at the most there is, so that no number that a provider
    /// sends can end the program.
    package static func + (left: Dollars, right: Dollars) -> Dollars {
        let (sum, isBeyond) = left.microdollars.addingReportingOverflow(right.microdollars)
        return isBeyond ? limit(isNegative: left.microdollars < 0) : Dollars(microdollars: sum)
    }

    package static func - (left: Dollars, right: Dollars) -> Dollars {
        let (rest, isBeyond) = left.microdollars.subtractingReportingOverflow(right.microdollars)
        return isBeyond ? limit(isNegative: left.microdollars < 0) : Dollars(microdollars: rest)
    }

    package static func += (left: inout Dollars, right: Dollars) {
        left = left + right
    }

    package static func * (amount: Dollars, count: Int) -> Dollars {
        let (product, isBeyond) = amount.microdollars.multipliedReportingOverflow(by: Int64(count))
        guard isBeyond else { return Dollars(microdollars: product) }
        return limit(isNegative: (amount.microdollars < 0) != (count < 0))
    }

    private static func limit(isNegative: Bool) -> Dollars {
        Dollars(microdollars: isNegative ? .min : .max)
    }
}

extension Dollars: CustomStringConvertible {
    /// The amount for people: cents from a dollar up, else as many decimals as it has: `$0.086`.
    package var description: String {
        let sign = microdollars < 0 ? "-" : ""
        let size = microdollars.magnitude
        guard size < 1_000_000 else {
            let cents = (size + 5000) / 10_000
            return "\(sign)$\(cents / 100).\(pad(cents % 100, to: 2))"
        }
        var fraction = Substring(pad(size, to: 6))
        while fraction.count > 2, fraction.last == "0" { fraction.removeLast() }
        return "\(sign)$0.\(fraction)"
    }

    /// The amount in full, for programs: `12.345678`.
    package var decimal: String {
        let size = microdollars.magnitude
        return "\(microdollars < 0 ? "-" : "")\(size / 1_000_000).\(pad(size % 1_000_000, to: 6))"
    }
}

private func pad(_ number: UInt64, to width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
