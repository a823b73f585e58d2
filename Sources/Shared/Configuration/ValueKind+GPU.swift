extension ValueKind<String> {
    /// The name of a GPU, as Vast has it: without a maker, and of one model.
    static var gpuName: Self {
        let noun = "the name of a GPU"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let name = try line(noun).read(text)
            if namesVariable(name) {
                throw Misfit(
                    what: "is \(quoted(name)), and variables are not put in here",
                    hint: "write the name itself, such as RTX 4090")
            }
            if let problem = problem(of: name) {
                throw Misfit(what: "is \(quoted(name)), not \(noun)", hint: problem)
            }
            return name
        }
    }
}

/// What to write in place of a text that no GPU is called; `nil` when it may be one.
private func problem(of text: String) -> String? {
    let words = text.split { $0 == " " || $0 == "_" || $0 == "\t" }.map(String.init)
    guard let first = words.first?.lowercased(), let last = words.last?.lowercased() else {
        return nil
    }
    if ["*", "?", "any", "all", "gpu", "gpus", "auto"].contains(text.lowercased()) {
        return "write each model that it accepts, such as [RTX 4090, RTX 3090]"
    }
    if words.contains("-") {
        return "begin every entry on a line of its own, with all dashes below one another"
    }
    if text.contains(where: { ",|;".contains($0) }) || words.contains("or") {
        return "write each model as an entry of its own: [RTX 4090, RTX 3090]"
    }
    if ["name", "model", "gpu"].contains(first), words.count > 1 {
        return "write name: \(shown(words.dropFirst())), with a colon"
    }
    if let count = count(first), words.count > 1 {
        return sized(words.dropFirst(), count)
    }
    if let count = count(last), words.count > 1 { return sized(words.dropLast(), count) }
    if words.count > 2, words[1].lowercased() == "x", let number = Int(first), number > 0 {
        return sized(words.dropFirst(2), number)
    }
    let makers = ["nvidia", "geforce", "amd", "intel"]
    let model = words.drop { makers.contains($0.lowercased()) }
    if model.count < words.count {
        return model.isEmpty
            ? "write the model, such as RTX 4090"
            : "write \(shown(model)), without the maker, as Vast has it"
    }
    return nil
}

private func sized(_ words: ArraySlice<String>, _ count: Int) -> String {
    "write { name: \(shown(words)), count: \(count) }"
}

private func shown(_ words: ArraySlice<String>) -> String {
    words.joined(separator: " ").shownInMessages
}

/// The number of `2x` or `x2`.
private func count(_ word: String) -> Int? {
    let digits = word.hasPrefix("x") ? word.dropFirst() : word.hasSuffix("x") ? word.dropLast() : ""
    guard (1...2).contains(digits.utf8.count), digits.allSatisfy(\.isNumber) else { return nil }
    return Int(digits)
}
