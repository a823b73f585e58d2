/// The end of what a command wrote to standard error, however much that was.
struct Complaint: Sendable {
    /// The most bytes that are kept.
    static let most = 8192

    private var tail: [UInt8] = []
    private var isCut = false

    mutating func take(_ bytes: [UInt8]) {
        tail += bytes
        guard tail.count > Self.most else { return }
        tail.removeFirst(tail.count - Self.most)
        isCut = true
    }

    /// The last line that says anything, short and without control characters.
    ///
    /// Nothing in it is the value of a variable whose name speaks of a secret, the user or password
    /// of a URL, or a word that looks like a key (promise S1). A line of which only an end was kept
    /// is not shown, as it may begin within a secret.
    /// - Parameter environment: The variables whose values may be in it.
    /// - Returns: The line; `nil` for none.
    func lastLine(hiding environment: [String: String]) -> String? {
        // A variable's value may have several lines, so it goes first.
        let text = String(decoding: tail, as: UTF8.self).hidingSecrets(of: environment)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let last = lines.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            return nil
        }
        guard !(isCut && last == lines.startIndex) else { return nil }
        let line = String(lines[last]).replacing(/:\/\/[^\/@\s]*@/, with: "://(hidden)@")
        return bounded(line.keysHidden)
    }
}

extension String {
    /// The text without the values of variables whose names speak of a secret.
    ///
    /// Each line of a value counts by itself, too. What is shorter than four bytes is no secret.
    fileprivate func hidingSecrets(of environment: [String: String]) -> String {
        var secrets: Set<String> = []
        for (name, value) in environment where speaksOfSecret(name) {
            secrets.insert(value)
            for line in value.split(whereSeparator: \.isNewline) { secrets.insert(String(line)) }
        }
        // Longer ones first, as one may be a part of another.
        let ordered = secrets.filter { $0.utf8.count >= 4 }.sorted { $0.utf8.count > $1.utf8.count }
        var shown = self
        for secret in ordered { shown = shown.replacing(secret, with: "(hidden)") }
        return shown
    }
}

private func speaksOfSecret(_ name: String) -> Bool {
    let name = name.uppercased()
    return secretWords.contains { name.contains($0) }
}

private let secretWords = [
    "KEY", "TOKEN", "SECRET", "PASS", "PWD", "CREDENTIAL", "AUTH", "LOGIN", "COOKIE",
]
