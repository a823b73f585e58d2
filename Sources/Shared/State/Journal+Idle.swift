/// Since when machines have been seen without work.
extension Journal {
    /// Notes the machines of a group that are without work, each with the first of the runs in a
    /// row that saw it so; whoever is not named works, or is not known.
    ///
    /// The same again writes nothing.
    package func noteIdle(_ machines: [RentalID: Stamp], of group: String) throws {
        let members = machines.map { ($0.key.description, JSONValue.string($0.value.stored)) }
        let object = JSONValue.object(Dictionary(members, uniquingKeysWith: { first, _ in first }))
        try note(Self.idleFact(group), String(decoding: object.json(), as: UTF8.self))
    }

    /// The machines that `noteIdle` noted last; empty before.
    package func idleMachines(of group: String) throws -> [RentalID: Stamp] {
        guard let text = try fact(Self.idleFact(group)),
            case .object(let members) = JSONValue(json: Array(text.utf8))
        else { return [:] }
        let read = members.compactMap { name, value -> (RentalID, Stamp)? in
            guard let id = RentalID(name), let stamp = value.string.flatMap(Stamp.init(stored:))
            else { return nil }
            return (id, stamp)
        }
        return Dictionary(read, uniquingKeysWith: { first, _ in first })
    }

    private static func idleFact(_ group: String) -> String { "idle in \(group)" }
}
