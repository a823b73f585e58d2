extension ConfigurationReader {
    /// `query`: conditions in the language of Vast's official client; `nil` when there are none, or
    /// after a mistake.
    mutating func query(of section: ConfigurationSection) -> OfferQuery? {
        guard let node = section.values["query"] else { return nil }
        let path = section.path(of: "query")
        guard let text = value(node, path: path, .queryText) else { return nil }
        let reader = OfferQueryReader(text)
        for mistake in reader.mistakes {
            mistakes.add(
                "\(path) \(mistake.what)", at: node.mark(at: mistake.offset), hint: mistake.hint)
        }
        return reader.isGood ? reader.query : nil
    }

    /// `VAST_QUERY`; `nil` when it is unset or empty, or after a mistake.
    mutating func queryOfEnvironment() -> OfferQuery? {
        guard let text = variable("VAST_QUERY", .queryText) else { return nil }
        let reader = OfferQueryReader(text)
        for mistake in reader.mistakes {
            let place = mistake.offset.map { " (at character \($0 + 1))" } ?? ""
            mistakes.add(
                "VAST_QUERY \(mistake.what)\(place)", variable: "VAST_QUERY", hint: mistake.hint)
        }
        return reader.isGood ? reader.query : nil
    }

    /// `slice` of a GPU, which is never of several cards.
    mutating func slice(of section: ConfigurationSection, count: Int?) -> Int? {
        let slice = value("slice", of: section, .gigabytes(from: 1))
        if slice != nil, let count, count != 1 {
            mistakes.add(
                "\(section.path(of: "slice")) is of one card, but count is \(count)",
                at: section.keyMarks["slice"] ?? section.start,
                hint: "leave out count, or leave out slice for whole cards")
        }
        return slice
    }
}

extension ValueKind<String> {
    fileprivate static var queryText: Self {
        ValueKind(noun: "a query such as reliability>0.98") { (text) throws(Misfit) in
            guard text.utf8.count <= 8192 else {
                throw Misfit(what: "is longer than 8192 characters")
            }
            return text
        }
    }
}
