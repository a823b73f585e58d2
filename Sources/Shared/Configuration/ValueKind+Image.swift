extension ValueKind<String> {
    /// The name of a container image: `host:port/path:tag@digest`, all but the path optional.
    static var image: Self {
        let noun = "the name of an image"
        return ValueKind(noun: noun) { (text) throws(Misfit) in
            let name = try word(noun).read(text)
            guard !namesVariable(name) else {
                throw Misfit(
                    what: "is \(quoted(name)), and variables are not put in here",
                    hint: "write the name itself, such as pytorch/pytorch:2.0")
            }
            if let problem = problem(of: name) {
                throw Misfit(
                    what: "is \(quoted(name)), not \(noun): \(problem.what)", hint: problem.hint)
            }
            return name
        }
    }
}

private func problem(of name: String) -> (what: String, hint: String?)? {
    if let scheme = ["https://", "http://", "docker://"].first(where: name.hasPrefix) {
        return ("it begins with \(scheme)", "leave that out")
    }
    let sides = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    // Vast's own images have a tag that begins with an @.
    let isDigest = sides.count == 1 || sides[0].hasSuffix(":") || isPart(sides[1], more: ":")
    var parts = sides[0].split(separator: "/", omittingEmptySubsequences: false)
    let last = parts.removeLast()
    let tag = last.split(separator: ":", omittingEmptySubsequences: false)
    guard isDigest, tag.count <= 2 else { return ("it has more than one tag", "keep one of them") }
    if tag.count == 2, sides.count == 1, !isPart(tag[1], more: ".-") || tag[1].utf8.count > 128 {
        return ("a tag has letters, digits, _, . and -", nil)
    }
    if parts.first.map({ $0.contains(where: { ".:".contains($0) }) || $0 == "localhost" }) ?? false
    {
        parts.removeFirst()
    }
    parts.append(tag[0])
    guard parts.allSatisfy({ isPart($0, more: ".-") }) else {
        return ("a path has letters, digits, _, . and -", nil)
    }
    guard parts.allSatisfy({ $0.lowercased() == $0 }) else {
        return ("its letters are not all small", "write \(name.lowercased().shownInMessages)")
    }
    return nil
}

private func isPart(_ text: Substring, more: String) -> Bool {
    !text.isEmpty
        && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x5F || more.utf8.contains($0) }
}
