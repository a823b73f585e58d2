/// What strangers write, read leniently: a member of another kind than expected counts as missing.
extension JSONValue {
    /// An id that comes as a number or as text; `nil` for anything else.
    func lenientID(_ name: String) -> String? {
        self[name]?.idText
    }

    /// A number that may come as text; `nil` for anything else.
    func lenientNumber(_ name: String) -> Double? {
        guard let member = self[name] else { return nil }
        return member.double ?? member.string.flatMap(Double.init)
    }

    func lenientText(_ name: String) -> String? {
        self[name]?.string
    }

    func lenientFlag(_ name: String) -> Bool? {
        guard case .bool(let flag) = self[name] else { return nil }
        return flag
    }

    /// The texts of a list, anything else in it left out; empty where there is no list.
    func lenientTexts(_ name: String) -> [String] {
        guard case .array(let elements) = self[name] else { return [] }
        return elements.compactMap(\.string)
    }

    /// The rows of a list, every one of which must be readable.
    ///
    /// - Returns: `nil` when there is no list there, or a row is not one.
    func rows<Row>(_ name: String, _ read: (JSONValue) -> Row?) -> [Row]? {
        guard case .array(let elements) = self[name] else { return nil }
        var rows: [Row] = []
        rows.reserveCapacity(elements.count)
        for element in elements {
            guard let row = read(element) else { return nil }
            rows.append(row)
        }
        return rows
    }
}
