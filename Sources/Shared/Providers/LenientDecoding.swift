extension KeyedDecodingContainer {
    /// An id that comes as a number or as text; `nil` for anything else.
    func lenientID(_ key: Key) -> String? {
        if let number = try? decode(Int64.self, forKey: key) { return "\(number)" }
        guard let text = try? decode(String.self, forKey: key), !text.isEmpty else { return nil }
        return text
    }

    /// A number that may come as text; `nil` for anything else.
    func lenientNumber(_ key: Key) -> Double? {
        if let number = try? decode(Double.self, forKey: key) { return number }
        return (try? decode(String.self, forKey: key)).flatMap(Double.init)
    }

    func lenientText(_ key: Key) -> String? {
        try? decode(String.self, forKey: key)
    }
}

/// An element that may fail to decode without failing its array: an odd one is left out.
struct Lossy<Value: Decodable & Sendable>: Decodable, Sendable {
    var value: Value?

    init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}
