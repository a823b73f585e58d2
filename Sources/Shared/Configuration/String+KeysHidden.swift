extension String {
    /// The text without what looks like a key of somebody's account (promise S1).
    ///
    /// A key is 32 or more letters, digits and some signs without a space, both letters and digits
    /// among them, with 20 letters and digits in a row. Names that people give have no such row.
    var keysHidden: String {
        var shown = ""
        var word = ""
        for character in self {
            if character.isASCII && (isPlain(character) || "_-+=/.".contains(character)) {
                word.append(character)
            } else {
                shown += hidden(word)
                shown.append(character)
                word = ""
            }
        }
        return shown + hidden(word)
    }
}

private func hidden(_ word: String) -> String {
    guard word.utf8.count >= 32, word.contains(where: \.isLetter), word.contains(where: \.isNumber)
    else { return word }
    let rows = word.split { !isPlain($0) }
    return rows.contains { $0.utf8.count >= 20 } ? "(hidden: it looks like a key)" : word
}

private func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
}
