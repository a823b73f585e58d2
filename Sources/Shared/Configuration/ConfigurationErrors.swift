/// Everything that is wrong with a configuration, told at once.
package struct ConfigurationErrors: Explained, Equatable {
    /// The most mistakes that are told in full; who mends those sees the others.
    package static let mostTold = 20

    /// Never empty; in the order of the file, then of the environment.
    package let mistakes: [Explanation]
    /// Mistakes beyond those.
    package let untold: Int

    package init(_ first: Explanation, _ others: [Explanation] = []) {
        mistakes = [first] + others.prefix(Self.mostTold - 1)
        untold = max(0, others.count - (Self.mostTold - 1))
    }

    /// The same with more mistakes behind them.
    func adding(_ others: [Explanation]) -> ConfigurationErrors {
        guard untold == 0 else { return self }
        return ConfigurationErrors(mistakes[0], mistakes.dropFirst() + others)
    }

    /// The first mistake, with the number of the others: for places that hold one line.
    package var explanation: Explanation {
        var first = mistakes[0]
        let others = mistakes.count - 1 + untold
        if others > 0 { first.what += others == 1 ? " (and 1 more)" : " (and \(others) more)" }
        return first
    }

    /// The lines for standard error: every mistake with its hint.
    package func lines(tool: String) -> [String] {
        let told = mistakes.flatMap { $0.lines(tool: tool) }
        return untold == 0 ? told : told + ["\(tool): error: and \(untold) more mistakes"]
    }
}
