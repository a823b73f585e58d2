import ArgumentParser

/// What is wrong with a command line, in the words of all our messages.
///
/// ArgumentParser says it in a line that begins with a capital, and its usage behind it.
struct CommandLineMistake: Explained, Equatable {
    private let what: String
    private let hint: String

    /// Takes ArgumentParser's message for an error, and adds the option that was probably meant.
    init<Command: ParsableCommand>(_ error: any Error, of command: Command.Type) {
        let message = command.message(for: error)
        let parts = message.split(separator: ". Did you mean ", maxSplits: 1)
        let first = parts.first.map(String.init) ?? "the command line cannot be read"
        what =
            first.prefix(1).lowercased()
            + first.dropFirst().drop { $0 == "\n" }
            .split(separator: "\n").joined(separator: " ").withoutFullStop
        let full = command.fullMessage(for: error)
        let help = full.firstMatch(of: /See '(?<help>[^']*)'/)?.output.help ?? "--help"
        let options = Set(full.matches(of: /--[a-z][a-z-]*/).map { String($0.output) })
            .union(["--help", "--version"]).sorted()
        let guesses =
            parts.count > 1
            ? [String(parts[1].dropLast())]
            : meant(
                by: first.firstMatch(of: /'(?<word>[^']*)'/).map { String($0.output.word) }, options
            )
        let shown = guesses.map { $0.replacing("'", with: "") }.joined(separator: " or ")
        hint = shown.isEmpty ? "see \(help)" : "did you mean \(shown)? See \(help)"
    }

    var explanation: Explanation { Explanation(what: what, hint: hint, status: .usage) }
}

/// The options that a word stands for: `-v` for those with that letter, `check` for `--check`.
private func meant(by word: String?, _ options: [String]) -> [String] {
    guard let word, !word.isEmpty, !options.contains(word) else { return [] }
    let letters = word.drop { $0 == "-" }
    if word.hasPrefix("-"), !word.hasPrefix("--"), letters.count == 1 {
        return options.filter { $0.hasPrefix("--\(letters)") }
    }
    return closestName(to: String(letters), among: options.map { String($0.dropFirst(2)) })
        .map { ["--\($0)"] } ?? []
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
